/**
 * A plain model of the data, written to be obviously right, and the judgement of answers by it.
 */
@NullMarked
package io.vireo.simulation.model;

import org.jspecify.annotations.NullMarked;
