/**
 * Java SDK of the engine: items, bodies and streams, asynchronously and from any thread. {@link io.vireo.client.DataClient} is where to start.
 */
@NullMarked
package io.vireo.client;

import org.jspecify.annotations.NullMarked;
