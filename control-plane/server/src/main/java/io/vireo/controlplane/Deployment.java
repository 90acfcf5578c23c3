package io.vireo.controlplane;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The act of putting one version of a function into service, and how far it came.
 *
 * @param previousVersion the one that served when this began, and serves on if this fails; null: none
 * @param message why it failed, with the worker's traceback if there is one; empty otherwise
 * @param stages in their order, those reached and those to come
 */
public record Deployment(
        UUID id,
        String function,
        int version,
        @Nullable Integer previousVersion,
        DeploymentState state,
        String message,
        List<Stage> stages,
        Instant startedAt,
        @Nullable Instant endedAt,
        String startedBy) {
    /** Copies the stages. */
    public Deployment {
        stages = List.copyOf(stages);
    }

    /**
     * One step of a deployment.
     *
     * @param at when it was reached; null: not yet
     */
    public record Stage(
            DeploymentState name,
            StageState state,
            @Nullable Instant at) {}

    /** How a step stands. */
    public enum StageState {
        /** Not reached. */
        WAITING,
        /** Being worked on. */
        RUNNING,
        /** Passed. */
        DONE,
        /** The deployment ended here. */
        FAILED
    }
}
