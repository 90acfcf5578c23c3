package io.vireo.controlplane;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A node as a list shows it.
 *
 * @param wantedVersion of the configuration that it should run; 0: none computed yet
 * @param appliedVersion of the one that it runs; 0: none
 * @param refusedVersion of the one that it refused last, if it is the wanted one; 0: none
 * @param refusal field and text of that refusal; empty: none
 * @param build version of the agent; empty: unknown
 * @param connectedSince null: not connected
 * @param seenAt last message; null: never
 * @param certificateExpiresAt null: it has none
 */
public record NodeSummary(
        String name,
        NodeState state,
        long wantedVersion,
        long appliedVersion,
        long refusedVersion,
        String refusal,
        String build,
        @Nullable Instant connectedSince,
        @Nullable Instant seenAt,
        @Nullable Instant certificateExpiresAt) {}
