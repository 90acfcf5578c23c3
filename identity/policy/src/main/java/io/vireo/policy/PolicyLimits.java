package io.vireo.policy;

/** Bounds of what a policy may hold, so that compiling and deciding have a known cost whoever wrote it. */
public final class PolicyLimits {
    /** Statements of one compiled policy. */
    public static final int MAX_STATEMENTS = 1_024;

    /** Action patterns of one statement. */
    public static final int MAX_ACTIONS = 64;

    /** Resource patterns of one statement. */
    public static final int MAX_RESOURCES = 64;

    /** Length of an action pattern in characters. */
    public static final int MAX_ACTION_LENGTH = 64;

    /** Length of a resource pattern in characters. */
    public static final int MAX_RESOURCE_LENGTH = 1_024;

    /** {@code *} of one pattern; with the two lengths it bounds the steps of a match. */
    public static final int MAX_WILDCARDS = 8;

    private PolicyLimits() {}
}
