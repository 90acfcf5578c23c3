package io.vireo.policy;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be done to a resource. The wire name ({@code item:Read}) is what statements, tokens and snapshots carry; the
 * constant is what code asks with, so that a decision never compares action names.
 */
public enum Action {
    // Those on data come first: isOnData relies on it.
    /** Read an item's body or attributes. */
    ITEM_READ("item:Read"),
    /** Create or change an item. */
    ITEM_WRITE("item:Write"),
    /** Delete an item. */
    ITEM_DELETE("item:Delete"),
    /** List items below a prefix. */
    ITEM_LIST("item:List"),
    /** Read a stream's records. */
    STREAM_READ("stream:Read"),
    /** Create a stream or append to it. */
    STREAM_WRITE("stream:Write"),

    /** Call a function. */
    FUNCTION_INVOKE("function:Invoke"),
    /** Read what a function printed and logged. */
    FUNCTION_READ_LOGS("function:ReadLogs"),
    /** Create a function. */
    FUNCTION_CREATE("function:Create"),
    /** See a function, its code and its versions. */
    FUNCTION_READ("function:Read"),
    /** Change a function's draft or make a version of it. */
    FUNCTION_UPDATE("function:Update"),
    /** Let a version of a function answer calls. */
    FUNCTION_DEPLOY("function:Deploy"),
    /** Delete a function. */
    FUNCTION_DELETE("function:Delete"),

    /** Create a tenant. */
    TENANT_CREATE("tenant:Create"),
    /** See a tenant. */
    TENANT_READ("tenant:Read"),
    /** Change a tenant. */
    TENANT_UPDATE("tenant:Update"),
    /** Retire or restore a tenant. */
    TENANT_DELETE("tenant:Delete"),

    /** Create a container. */
    CONTAINER_CREATE("container:Create"),
    /** See a container. */
    CONTAINER_READ("container:Read"),
    /** Change a container. */
    CONTAINER_UPDATE("container:Update"),
    /** Retire or restore a container. */
    CONTAINER_DELETE("container:Delete"),

    /** Create an access key. */
    KEY_CREATE("key:Create"),
    /** See access keys, never their secrets. */
    KEY_READ("key:Read"),
    /** Revoke an access key. */
    KEY_DELETE("key:Delete"),

    /** Create an account. */
    USER_CREATE("user:Create"),
    /** See accounts and their roles. */
    USER_READ("user:Read"),
    /** Disable, enable or rename an account, or set its password. */
    USER_UPDATE("user:Update"),
    /** Delete an account. */
    USER_DELETE("user:Delete"),
    /** Give or take a role. */
    USER_ASSIGN_ROLE("user:AssignRole"),

    /** See nodes, their processes and the state of the platform. */
    NODE_READ("node:Read"),
    /** Admit or remove nodes. */
    NODE_UPDATE("node:Update"),
    /** Read the audit log. */
    AUDIT_READ("audit:Read");

    private static final Map<String, Action> BY_WIRE_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Action::wireName, Function.identity()));

    private final String wireName;

    Action(String wireName) {
        this.wireName = wireName;
    }

    /** The name in statements, tokens and messages. */
    public String wireName() {
        return wireName;
    }

    /** Whether gateways decide on it: what is done to data, or by calling a function, rather than to the platform. */
    public boolean isOnData() {
        return compareTo(FUNCTION_READ_LOGS) <= 0;
    }

    /** The action with this wire name, or empty: a newer installation may know more of them. */
    public static Optional<Action> ofWireName(String wireName) {
        return Optional.ofNullable(BY_WIRE_NAME.get(wireName));
    }

    @Override
    public String toString() {
        return wireName;
    }
}
