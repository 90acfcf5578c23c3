package io.vireo.controlplane.deployment;

import io.vireo.controlplane.DeploymentState;
import io.vireo.controlplane.deployment.NodeView.Report;
import io.vireo.controlplane.deployment.NodeView.State;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a deployment is, judged by all connected nodes together. One node that fails or refuses fails it; all of them,
 * at least one, must serve.
 *
 * @param message why, if it failed; empty otherwise
 */
record Verdict(DeploymentState state, String message) {

    /**
     * Judges.
     *
     * @param firstSnapshot that holds the deployment; null: none was computed yet
     * @param isOverdue the time limit has passed
     */
    static Verdict of(@Nullable Long firstSnapshot, List<NodeView> nodes, boolean isOverdue) {
        for (NodeView node : nodes) {
            Report report = node.report();
            if (report != null && report.state() == State.FAILED) {
                return failed(
                        report.message().isBlank() ? "node " + node.name() + " could not start it" : report.message());
            }
            if (hasRefused(node, firstSnapshot)) {
                return failed("node " + node.name() + " refused the configuration: " + node.refusal());
            }
        }
        if (!nodes.isEmpty() && nodes.stream().allMatch(node -> isIn(node, State.SERVING))) {
            return new Verdict(DeploymentState.SERVING, "");
        }
        if (isOverdue) {
            return failed(overdue(firstSnapshot, nodes));
        }
        return new Verdict(stage(firstSnapshot, nodes), "");
    }

    private static Verdict failed(String message) {
        return new Verdict(DeploymentState.FAILED, message);
    }

    private static DeploymentState stage(@Nullable Long firstSnapshot, List<NodeView> nodes) {
        if (nodes.stream().anyMatch(node -> isIn(node, State.STARTING) || isIn(node, State.SERVING))) {
            return DeploymentState.STARTING;
        }
        if (nodes.stream().anyMatch(node -> isIn(node, State.FETCHING))) {
            return DeploymentState.FETCHING;
        }
        boolean isPushed = firstSnapshot != null
                && nodes.stream()
                        .anyMatch(node -> node.sentSnapshot() >= firstSnapshot || hasApplied(node, firstSnapshot));
        return isPushed ? DeploymentState.PUSHED : DeploymentState.PENDING;
    }

    private static String overdue(@Nullable Long firstSnapshot, List<NodeView> nodes) {
        if (nodes.isEmpty()) {
            return "time limit passed: no node is connected";
        }
        return nodes.stream()
                .filter(node -> !isIn(node, State.SERVING))
                .map(node -> "node " + node.name() + " " + reason(firstSnapshot, node))
                .collect(Collectors.joining("; ", "time limit passed: ", ""));
    }

    private static String reason(@Nullable Long firstSnapshot, NodeView node) {
        Report report = node.report();
        if (report == null) {
            return hasApplied(node, firstSnapshot)
                    ? "applied the configuration and says nothing about this version"
                    : "has not applied the configuration: sent=" + node.sentSnapshot() + " applied="
                            + node.appliedSnapshot();
        }
        return switch (report.state()) {
            case FETCHING -> "still fetches the code";
            case STARTING ->
                "still starts workers: ready=" + report.workersReady() + " wanted=" + report.workersWanted()
                        + (report.message().isBlank() ? "" : ": " + report.message());
            case SERVING, FAILED -> throw new AssertionError("not overdue: " + report);
        };
    }

    private static boolean isIn(NodeView node, State state) {
        Report report = node.report();
        return report != null && report.state() == state;
    }

    private static boolean hasApplied(NodeView node, @Nullable Long firstSnapshot) {
        return firstSnapshot != null && node.appliedSnapshot() >= firstSnapshot;
    }

    private static boolean hasRefused(NodeView node, @Nullable Long firstSnapshot) {
        return firstSnapshot != null && node.refusedSnapshot() >= firstSnapshot;
    }
}
