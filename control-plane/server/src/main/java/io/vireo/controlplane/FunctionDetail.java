package io.vireo.controlplane;

import org.jspecify.annotations.Nullable;

/**
 * A function with its draft and its last deployment.
 *
 * @param deployment the newest one; null: none yet
 */
public record FunctionDetail(
        FunctionSummary summary,
        FunctionDraft draft,
        @Nullable Deployment deployment) {}
