/** Logs of functions, read and followed through the tenant's gateway, and their REST resource. */
@NullMarked
package io.vireo.controlplane.log;

import org.jspecify.annotations.NullMarked;
