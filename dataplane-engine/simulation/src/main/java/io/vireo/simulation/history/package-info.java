/**
 * Histories of single items, and an algorithm that judges them without the model.
 */
@NullMarked
package io.vireo.simulation.history;

import org.jspecify.annotations.NullMarked;
