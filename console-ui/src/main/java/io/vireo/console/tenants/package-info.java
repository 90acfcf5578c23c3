/** Tenants of the platform. */
@NullMarked
package io.vireo.console.tenants;

import org.jspecify.annotations.NullMarked;
