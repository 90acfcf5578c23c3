package io.vireo.tenant.tenants;

import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.ScopedTransactions;
import io.vireo.identity.TenantDirectory;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Reads tenants for the features of this module and, by name, for the API. Asks for no right. */
@Component
class Tenants implements TenantDirectory {
    private final TenantRepository repository;
    private final ScopedTransactions transactions;

    Tenants(TenantRepository repository, ScopedTransactions transactions) {
        this.repository = repository;
        this.transactions = transactions;
    }

    @Override
    public Optional<UUID> idOf(String name) {
        return transactions.readInPlatform(() -> repository.findByName(name).map(Tenant::id));
    }

    @Override
    public Map<UUID, String> namesOf(Collection<UUID> tenantIds) {
        return tenantIds.isEmpty()
                ? Map.of()
                : transactions.readInPlatform(() ->
                        repository.findAllById(tenantIds).stream().collect(Collectors.toMap(Tenant::id, Tenant::name)));
    }

    static IdentityException notFound(String which) {
        return new IdentityException(ErrorCode.TENANT_NOT_FOUND, "there is no such tenant: " + which);
    }
}
