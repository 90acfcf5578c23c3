package io.vireo.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A role and where it is held.
 *
 * @param tenantId the tenant, or null for the whole platform
 */
public record RoleBinding(Role role, @Nullable UUID tenantId) {
    /** @throws IdentityException {@code ROLE_NOT_OF_TENANTS} if the role cannot be held in a single tenant */
    public RoleBinding {
        if (tenantId != null && !role.isTenantRole()) {
            throw new IdentityException(
                    ErrorCode.ROLE_NOT_OF_TENANTS,
                    "role",
                    "the role is held on the platform only: role=" + role.wireName());
        }
    }

    /** The role on the whole platform. */
    public static RoleBinding onPlatform(Role role) {
        return new RoleBinding(role, null);
    }

    /** The role in one tenant. */
    public static RoleBinding inTenant(Role role, UUID tenantId) {
        return new RoleBinding(role, tenantId);
    }
}
