package io.vireo.tenant.tenants;

import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.ScopedTransactions;
import io.vireo.tenant.CreateTenant;
import io.vireo.tenant.Durability;
import io.vireo.tenant.TenantChanged;
import io.vireo.tenant.TenantSummary;
import io.vireo.tenant.container.TenantContainers;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * The tenant that every installation has, with its first container: made at the first start, before the first request is served.
 * It listens where the installation does, and follows when that changes.
 */
@Component
class DefaultTenant implements SmartInitializingSingleton {
    static final String NAME = "default";
    static final String CONTAINER_NAME = "data";

    private final TenantRepository repository;
    private final JpaTenantService service;
    private final TenantContainers containers;
    private final ScopedTransactions transactions;
    private final PrincipalHolder principals;
    private final ApplicationEventPublisher events;
    private final String address;

    DefaultTenant(
            TenantRepository repository,
            JpaTenantService service,
            TenantContainers containers,
            ScopedTransactions transactions,
            PrincipalHolder principals,
            ApplicationEventPublisher events,
            @Value("${vireo.listen-address:127.0.0.1}") String address) {
        this.repository = repository;
        this.service = service;
        this.containers = containers;
        this.transactions = transactions;
        this.principals = principals;
        this.events = events;
        this.address = address;
    }

    @Override
    public void afterSingletonsInstantiated() {
        principals.runAs(Principal.platform("start"), this::ensure);
    }

    /** Does nothing if all is as it should be. Of several processes that start at once, one makes the tenant. */
    void ensure() {
        transactions.inPlatform(() -> {
            repository.lockAddresses();
            return repository.findByName(NAME).map(this::follow).orElseGet(this::make);
        });
    }

    private Tenant follow(Tenant tenant) {
        if (!tenant.address().equals(address)) {
            tenant.moveTo(address);
            repository.flush();
            events.publishEvent(new TenantChanged(tenant.id()));
        }
        return tenant;
    }

    private Tenant make() {
        TenantSummary made = service.store(CreateTenant.named(NAME), address);
        containers.create(made.id(), CONTAINER_NAME, Durability.FSYNC);
        return repository.getReferenceById(made.id());
    }
}
