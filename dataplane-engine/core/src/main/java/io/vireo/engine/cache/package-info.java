/**
 * Records that were read or written lately, in memory outside the heap that has a budget.
 */
@NullMarked
package io.vireo.engine.cache;

import org.jspecify.annotations.NullMarked;
