package io.vireo.client;

/**
 * Where records went.
 *
 * @param firstSequence of the first of them; the others follow without a gap
 * @param count of records
 */
public record Appended(long firstSequence, int count) {}
