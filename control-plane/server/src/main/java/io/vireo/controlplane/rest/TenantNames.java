package io.vireo.controlplane.rest;

import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.TenantDirectory;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Finds the tenant that a path names. Whether the caller may know of it is decided by the service that is asked next. */
@Component
public class TenantNames {
    private final TenantDirectory tenants;

    TenantNames(TenantDirectory tenants) {
        this.tenants = tenants;
    }

    /**
     * The tenant's id.
     *
     * @throws IdentityException {@code TENANT_NOT_FOUND}
     */
    public UUID idOf(String name) {
        return tenants.idOf(name)
                .orElseThrow(() -> new IdentityException(ErrorCode.TENANT_NOT_FOUND, "there is no such tenant"));
    }
}
