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
 * @param engine what its engine said of itself last; null: it has not answered
 * @param purges deletions of what nobody can take back any more, by container
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
        List<Function> functions,
        @Nullable Engine engine,
        List<Purge> purges) {
    /** Copies the lists. */
    public NodeDetail {
        processes = List.copyOf(processes);
        functions = List.copyOf(functions);
        purges = List.copyOf(purges);
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

    /**
     * The engine of the node.
     *
     * @param diskAccess how it reaches the disk, for people
     * @param items that it holds
     * @param storedBytes of records and bodies that are in use
     * @param journalBytes that they take on the disk
     * @param feedBytes of these, for change feeds alone
     * @param indexBytes memory of the index
     * @param indexBudgetBytes memory that the index may take
     * @param damageCount places that were found damaged
     * @param damage the last of them; empty: none
     */
    public record Engine(
            String diskAccess,
            long items,
            long storedBytes,
            long journalBytes,
            long feedBytes,
            long indexBytes,
            long indexBudgetBytes,
            long damageCount,
            String damage) {}

    /**
     * How far the deletion of a container's data is on the node.
     *
     * @param container number of the container
     * @param tenant name that its tenant has, or had
     * @param name that the container had
     * @param done whether the node holds nothing of it
     */
    public record Purge(long container, String tenant, String name, long deletedItems, boolean done) {}

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
