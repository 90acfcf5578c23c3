/**
 * Where a partition keeps its items: an ordered map from key to item.
 */
@NullMarked
package io.vireo.engine.store;

import org.jspecify.annotations.NullMarked;
