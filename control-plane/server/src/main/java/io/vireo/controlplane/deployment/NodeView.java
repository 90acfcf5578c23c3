package io.vireo.controlplane.deployment;

import org.jspecify.annotations.Nullable;

/**
 * What a connected node says about one version of a function.
 *
 * @param sentSnapshot version of what it was sent last
 * @param appliedSnapshot version of what it runs
 * @param refusedSnapshot version of what it refused last; 0: nothing
 * @param refusal field and text of that refusal
 * @param report null: it says nothing about this version, or what it says is older than the deployment
 */
record NodeView(
        String name,
        long sentSnapshot,
        long appliedSnapshot,
        long refusedSnapshot,
        String refusal,
        @Nullable Report report) {

    record Report(State state, String message, int workersReady, int workersWanted) {}

    enum State {
        FETCHING,
        STARTING,
        SERVING,
        FAILED
    }
}
