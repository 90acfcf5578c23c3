package io.vireo.controlplane.snapshot;

import io.vireo.controlplane.api.EncodedSnapshot;

/**
 * What a node should run.
 *
 * @param version from the store's sequence: a later content has a higher one, equal content keeps its own
 * @param epoch of the store
 */
public record NodeSnapshot(long version, String epoch, EncodedSnapshot encoded) {}
