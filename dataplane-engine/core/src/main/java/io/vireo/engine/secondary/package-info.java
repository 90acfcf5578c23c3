/**
 * Secondary indexes: entries of the rows of tables, which each reactor keeps for its own rows by reading its journal again, and which lie with whichever reactor their own keys say.
 */
@NullMarked
package io.vireo.engine.secondary;

import org.jspecify.annotations.NullMarked;
