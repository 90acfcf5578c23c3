/**
 * What an engine runs in when it is simulated: time, chance, the clock of a machine and its disk.
 */
@NullMarked
package io.vireo.simulation.world;

import org.jspecify.annotations.NullMarked;
