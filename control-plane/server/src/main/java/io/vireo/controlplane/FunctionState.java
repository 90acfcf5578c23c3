package io.vireo.controlplane;

/** What a function's deployed version does. */
public enum FunctionState {
    /** Nothing is deployed. */
    NOT_DEPLOYED,
    /** A deployment is under way. */
    DEPLOYING,
    /** The deployed version answers. */
    SERVING,
    /** It answers, but with fewer workers than wanted, or with the version before because the last deployment failed. */
    DEGRADED,
    /** It does not answer. */
    FAILED,
    /** No node has reported lately, so nobody knows; nodes go on serving what they have. */
    UNKNOWN
}
