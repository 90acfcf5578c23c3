/**
 * Where a partition finds its records: keys in order, each with the place of its record, in memory outside the heap that has a budget.
 */
@NullMarked
package io.vireo.engine.index;

import org.jspecify.annotations.NullMarked;
