package io.vireo.controlplane;

/** How a node stands towards the control plane. */
public enum NodeState {
    /** A join token was given out and has not been used. */
    EXPECTED,
    /** Its stream is open, and it reported within the last 15 s. */
    CONNECTED,
    /** It was connected and has not reported for more than 15 s. */
    SUSPECT,
    /** It was connected and has not reported for more than 60 s; it goes on serving what it has. */
    LOST,
    /** Its certificate is refused. */
    REVOKED
}
