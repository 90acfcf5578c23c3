/**
 * The clients' side of a simulated engine: channels without processes, and the reactor's wait for them.
 */
@NullMarked
package io.vireo.simulation.client;

import org.jspecify.annotations.NullMarked;
