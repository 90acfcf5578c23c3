package io.vireo.identity.rest;

import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.TenantDirectory;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the fields of requests: what is missing or unknown is refused by name. */
@Component
public final class Fields {
    private final TenantDirectory tenants;

    Fields(TenantDirectory tenants) {
        this.tenants = tenants;
    }

    /** The value of a field that has to be there. */
    public static String required(String field, @Nullable String value) {
        if (value == null) {
            throw IdentityException.invalid(field, "is missing");
        }
        return value;
    }

    /** A tenant by its name. */
    public UUID tenantId(String tenantName) {
        return tenants.idOf(tenantName)
                .orElseThrow(() -> new IdentityException(
                        ErrorCode.TENANT_NOT_FOUND, "tenant", "there is no such tenant: name=" + tenantName));
    }

    /** A role and where it is held: in the tenant of this name, or on the platform. */
    public RoleBinding binding(@Nullable String role, @Nullable String tenantName) {
        String roleName = required("role", role);
        Role known = Role.ofWireName(roleName)
                .orElseThrow(() -> IdentityException.invalid("role", "is not known: value=" + roleName));
        return new RoleBinding(known, tenantName == null ? null : tenantId(tenantName));
    }
}
