package io.vireo.controlplane.node;

import io.vireo.controlplane.api.v1.FunctionStatus;
import java.util.List;
import java.util.UUID;

/**
 * A node reported its functions, or runs another snapshot than when it did so last. Published inside the transaction that
 * stores it.
 *
 * @param appliedVersion of the snapshot that it runs
 * @param functions all of them
 */
public record NodeReported(UUID nodeId, long appliedVersion, List<FunctionStatus> functions) {}
