/**
 * Whole engines on one thread, driven by a seed: the world they run in, the clients that ask them, and the judgement of what they answer.
 */
@NullMarked
package io.vireo.simulation;

import org.jspecify.annotations.NullMarked;
