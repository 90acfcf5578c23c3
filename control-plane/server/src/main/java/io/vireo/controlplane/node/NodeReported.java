package io.vireo.controlplane.node;

import io.vireo.controlplane.api.v1.FunctionStatus;
import io.vireo.controlplane.api.v1.KeyUse;
import io.vireo.controlplane.api.v1.PurgeStatus;
import java.util.List;
import java.util.UUID;

/**
 * A node reported other functions, uses of keys or purges, or runs another snapshot, than when it did so last. Published inside the transaction that
 * stores it.
 *
 * @param appliedVersion of the snapshot that it runs
 * @param functions all of them
 * @param keyUses of the keys that were used at its gateways
 * @param purges how far the deletion of containers' data is
 */
public record NodeReported(
        UUID nodeId,
        long appliedVersion,
        List<FunctionStatus> functions,
        List<KeyUse> keyUses,
        List<PurgeStatus> purges) {}
