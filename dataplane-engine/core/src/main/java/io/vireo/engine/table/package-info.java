/**
 * Tables: which attributes are the key of a row, how a key becomes a path, and which paths a query asks for.
 */
@NullMarked
package io.vireo.engine.table;

import org.jspecify.annotations.NullMarked;
