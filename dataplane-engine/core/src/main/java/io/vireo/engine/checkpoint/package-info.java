/**
 * The file that holds what a reactor knows of its partitions at a position of its journal: how it is written in slices and read at start.
 */
@NullMarked
package io.vireo.engine.checkpoint;

import org.jspecify.annotations.NullMarked;
