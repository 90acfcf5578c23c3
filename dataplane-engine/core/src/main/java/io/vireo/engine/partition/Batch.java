package io.vireo.engine.partition;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param outcomes of its requests up to the first that was refused
 * @param failedIndex of that one; -1 when all were done
 */
public record Batch(List<Outcome> outcomes, int failedIndex) {}
