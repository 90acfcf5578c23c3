/** Access keys: what programs show to a tenant's gateway. */
@NullMarked
package io.vireo.identity.accesskey;

import org.jspecify.annotations.NullMarked;
