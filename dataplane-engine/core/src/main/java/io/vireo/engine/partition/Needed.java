package io.vireo.engine.partition;

import io.vireo.engine.index.IndexEntry;

/**
 * A record that must be in memory before a request can be executed.
 *
 * @param what whose record it is, for messages
 */
public record Needed(String what, IndexEntry at) {}
