/**
 * Tenants and their containers: names, addresses, numbers, and how they come and go. The public face; what implements it is below.
 */
@NullMarked
package io.vireo.tenant;

import org.jspecify.annotations.NullMarked;
