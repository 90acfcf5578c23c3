/** Tenants in the database, their addresses, and the tenant that every installation has. */
@NullMarked
package io.vireo.tenant.tenants;

import org.jspecify.annotations.NullMarked;
