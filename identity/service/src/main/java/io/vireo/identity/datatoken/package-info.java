/** Short-lived signed tokens for a tenant's gateway. */
@NullMarked
package io.vireo.identity.datatoken;

import org.jspecify.annotations.NullMarked;
