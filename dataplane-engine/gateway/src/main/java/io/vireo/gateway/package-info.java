/**
 * The web face of a tenant's data: the native API, and the doors to functions and their logs. {@link io.vireo.gateway.Gateway} is
 * where to start.
 */
@NullMarked
package io.vireo.gateway;

import org.jspecify.annotations.NullMarked;
