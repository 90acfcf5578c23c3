package io.vireo.controlplane;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node with what it reported last.
 *
 * @param id under which its certificate knows it
 * @param wantedHash of the configuration that it should run, 64 hexadecimal digits; empty: none
 * @param appliedHash of the one that it runs; empty: none
 * @param wantedAt when the wanted configuration was made; null: none
 * @param appliedAt when it was acknowledged; null: never
 * @param refusedAt when the refused one was refused; null: none
 * @param refusedField path of the field at fault; empty: the whole or none
 * @param processes by name
 * @param functions by tenant and name
 */
public record NodeDetail(
        NodeSummary summary,
        String id,
        String wantedHash,
        String appliedHash,
        @Nullable Instant wantedAt,
        @Nullable Instant appliedAt,
        @Nullable Instant refusedAt,
        String refusedField,
        List<Process> processes,
        List<Function> functions) {
    /** Copies the lists. */
    public NodeDetail {
        processes = List.copyOf(processes);
        functions = List.copyOf(functions);
    }

    /**
     * A process of the node.
     *
     * @param name such as {@code engine}, {@code gateway-default}, {@code worker-default-hello-1}
     * @param pid 0: it does not run
     * @param cpuSeconds since it started
     * @param detail why it is not ready; empty: it is
     */
    public record Process(
            String name, long pid, ProcessState state, long rssBytes, double cpuSeconds, int restarts, String detail) {}

    /** How a process stands. */
    public enum ProcessState {
        /** The agent did not say. */
        UNKNOWN,
        /** Started, not ready. */
        STARTING,
        /** It does its work. */
        READY,
        /** It died and is started again after a pause. */
        BACKING_OFF,
        /** It does not run and is not meant to. */
        STOPPED
    }

    /**
     * A version of a function on the node.
     *
     * @param message the traceback when it failed; empty otherwise
     */
    public record Function(
            String tenantId,
            String name,
            int version,
            FunctionState state,
            String message,
            int workersReady,
            int workersWanted) {}
}
