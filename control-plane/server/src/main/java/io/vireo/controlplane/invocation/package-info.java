/** Test calls of functions through the tenant's gateway, and their REST resource. */
@NullMarked
package io.vireo.controlplane.invocation;

import org.jspecify.annotations.NullMarked;
