package io.vireo.controlplane.node;

import io.vireo.controlplane.api.v1.FunctionStatus;
import io.vireo.controlplane.api.v1.KeyUse;
import java.util.List;
import java.util.UUID;

/**
 * A node reported its functions, its keys' last uses, or runs another snapshot than when it did so last. Published inside the transaction that
 * stores it.
 *
 * @param appliedVersion of the snapshot that it runs
 * @param functions all of them
 * @param keyUses of the keys that were used at its gateways
 */
public record NodeReported(UUID nodeId, long appliedVersion, List<FunctionStatus> functions, List<KeyUse> keyUses) {}
