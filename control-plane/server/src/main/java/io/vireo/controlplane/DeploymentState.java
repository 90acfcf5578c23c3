package io.vireo.controlplane;

/** How far a deployment is; the order is the one in which a deployment passes them. */
public enum DeploymentState {
    /** Recorded; no node has been told yet. */
    PENDING,
    /** Sent to the nodes. */
    PUSHED,
    /** A node fetches the code. */
    FETCHING,
    /** Workers start. */
    STARTING,
    /** All nodes that are connected serve it. An end. */
    SERVING,
    /** It did not come to serve; what served before goes on serving. An end. */
    FAILED;

    /** Nothing follows. */
    public boolean isEnd() {
        return this == SERVING || this == FAILED;
    }
}
