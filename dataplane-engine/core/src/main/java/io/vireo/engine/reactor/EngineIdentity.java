package io.vireo.engine.reactor;

/**
 * What an engine says of itself.
 *
 * @param version of the software
 */
public record EngineIdentity(int partitionCount, int reactorCount, String version) {}
