package io.vireo.controlplane;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A function as a list shows it.
 *
 * @param state of what is deployed, over all nodes
 * @param message why it is {@code FAILED} or {@code DEGRADED}; empty otherwise
 * @param liveVersion the one that serves; null: none
 * @param latestVersion the newest one made; null: none yet
 * @param isDraftAhead the draft differs from the latest version
 * @param workersReady over all nodes
 * @param workersWanted over all nodes
 * @param changedAt last save, version, or deployment
 * @param changedBy name of who did that
 */
public record FunctionSummary(
        UUID id,
        UUID tenantId,
        String name,
        String runtime,
        FunctionState state,
        String message,
        @Nullable Integer liveVersion,
        @Nullable Integer latestVersion,
        boolean isDraftAhead,
        int workersReady,
        int workersWanted,
        Instant createdAt,
        Instant changedAt,
        String changedBy) {}
