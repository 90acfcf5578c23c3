/** Who acts on a thread, what they may do, and how it is audited. */
@NullMarked
package io.vireo.identity.principal;

import org.jspecify.annotations.NullMarked;
