/** Containers of tenants in the database, and their numbers. */
@NullMarked
package io.vireo.tenant.container;

import org.jspecify.annotations.NullMarked;
