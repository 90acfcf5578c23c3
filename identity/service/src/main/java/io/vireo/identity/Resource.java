package io.vireo.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an action is done to: a name as policy statements know it, and the tenant whose statements decide.
 *
 * @param tenantId the tenant, or null for what belongs to the platform
 * @param name such as {@code container/photos} or {@code user/dana}
 */
public record Resource(@Nullable UUID tenantId, String name) {
    /** The platform as a whole. */
    public static Resource platform() {
        return new Resource(null, "platform");
    }

    /** Any tenant, before there is one. */
    public static Resource tenantNamed(String tenantName) {
        return new Resource(null, "tenant/" + tenantName);
    }

    /** An account, managed on the platform. */
    public static Resource account(String username) {
        return new Resource(null, "user/" + username);
    }

    /** An account's part in a tenant: its roles there. */
    public static Resource member(UUID tenantId, String username) {
        return new Resource(tenantId, "user/" + username);
    }

    /** A node. */
    public static Resource node(String nodeName) {
        return new Resource(null, "node/" + nodeName);
    }

    /** A tenant as a whole. */
    public static Resource tenant(UUID tenantId) {
        return new Resource(tenantId, "tenant");
    }

    /** A container, or items below a path of it: {@code photos} or {@code photos/2026/a.jpg}. */
    public static Resource container(UUID tenantId, String containerAndPath) {
        return new Resource(tenantId, "container/" + containerAndPath);
    }

    /** A function. */
    public static Resource function(UUID tenantId, String functionName) {
        return new Resource(tenantId, "function/" + functionName);
    }

    /** An access key of an account in a tenant. */
    public static Resource accessKey(UUID tenantId, String owner, String accessKeyId) {
        return new Resource(tenantId, "key/" + owner + "/" + accessKeyId);
    }
}
