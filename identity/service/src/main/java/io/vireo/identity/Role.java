package io.vireo.identity;

import io.vireo.policy.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A named set of rights that an account holds on the whole platform or in one tenant. Held on the platform it counts in every
 * tenant too. Which statements a role stands for is fixed here and nowhere else.
 */
public enum Role {
    /** Everything, everywhere. Held on the platform only. */
    ADMINISTRATOR,
    /** Everything within a tenant, its people's roles included, except retiring it. */
    TENANT_ADMINISTRATOR,
    /** Works with data and functions, and makes containers and keys of their own. */
    DEVELOPER,
    /** Sees data, functions and logs; changes nothing. */
    VIEWER;

    /** The name in the API and the database: {@code tenant-administrator}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The role with this wire name. */
    public static Optional<Role> ofWireName(String wireName) {
        return Stream.of(values())
                .filter(role -> role.wireName().equals(wireName))
                .findFirst();
    }

    /** Whether it may be held in a single tenant. */
    public boolean isTenantRole() {
        return this != ADMINISTRATOR;
    }

    /**
     * What the role allows in a tenant.
     *
     * @param username of the holder, who manages keys of their own
     */
    public List<Statement> statementsInTenant(String username) {
        List<String> anything = List.of("*");
        Statement ownKeys = Statement.allow(List.of("key:*"), List.of("key/" + username + "/*"));
        return switch (this) {
            case ADMINISTRATOR -> List.of(Statement.allow(anything, anything));
            case TENANT_ADMINISTRATOR ->
                List.of(Statement.allow(
                        List.of(
                                "item:*",
                                "stream:*",
                                "function:*",
                                "container:*",
                                "key:*",
                                "tenant:Read",
                                "tenant:Update",
                                "user:Read",
                                "user:AssignRole",
                                "audit:Read"),
                        anything));
            case DEVELOPER ->
                List.of(
                        Statement.allow(
                                List.of(
                                        "item:*",
                                        "stream:*",
                                        "function:*",
                                        "container:Read",
                                        "container:Create",
                                        "tenant:Read"),
                                anything),
                        ownKeys);
            case VIEWER ->
                List.of(
                        Statement.allow(
                                List.of(
                                        "item:Read",
                                        "item:List",
                                        "stream:Read",
                                        "function:Read",
                                        "function:ReadLogs",
                                        "container:Read",
                                        "tenant:Read"),
                                anything),
                        ownKeys);
        };
    }

    /** What the role, held on the platform, allows there: beside the rights that it gives in every tenant. */
    public List<Statement> statementsOnPlatform() {
        List<String> anything = List.of("*");
        return switch (this) {
            case ADMINISTRATOR -> List.of(Statement.allow(anything, anything));
            case TENANT_ADMINISTRATOR -> List.of(Statement.allow(List.of("node:Read", "user:Read"), anything));
            case DEVELOPER, VIEWER -> List.of(Statement.allow(List.of("node:Read"), anything));
        };
    }
}
