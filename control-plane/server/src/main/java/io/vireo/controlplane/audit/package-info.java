/** The audit log: written within the transaction of each change, read by page, and its REST resource. */
@NullMarked
package io.vireo.controlplane.audit;

import org.jspecify.annotations.NullMarked;
