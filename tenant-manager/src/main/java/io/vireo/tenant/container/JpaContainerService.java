package io.vireo.tenant.container;

import io.vireo.identity.Auditor;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.IdentityException;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Resource;
import io.vireo.identity.ScopedTransactions;
import io.vireo.policy.Action;
import io.vireo.tenant.ContainerChanged;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.CreateContainer;
import io.vireo.tenant.Durability;
import io.vireo.tenant.ErrorCode;
import io.vireo.tenant.TenantException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;

/** Containers in the database. Everything runs in the scope of the one tenant. */
@Service
class JpaContainerService implements ContainerService {
    static final int MAX_CONTAINERS = 1_000;

    private static final Map<String, String> SORT_PROPERTIES = Map.of("name", "name", "createdAt", "createdAt");

    private final ContainerRepository repository;
    private final TenantContainers containers;
    private final ScopedTransactions transactions;
    private final Authorizer authorizer;
    private final Auditor auditor;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    JpaContainerService(
            ContainerRepository repository,
            TenantContainers containers,
            ScopedTransactions transactions,
            Authorizer authorizer,
            Auditor auditor,
            ApplicationEventPublisher events,
            Clock clock) {
        this.repository = repository;
        this.containers = containers;
        this.transactions = transactions;
        this.authorizer = authorizer;
        this.auditor = auditor;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public ContainerSummary create(UUID tenantId, CreateContainer command) {
        authorizer.require(Action.CONTAINER_CREATE, Resource.container(tenantId, command.name()));
        TenantContainers.checkName(command.name());
        return transactions.inTenant(tenantId, () -> {
            lockLiveTenant(tenantId);
            if (repository.countLive(tenantId) >= MAX_CONTAINERS) {
                throw new TenantException(
                        ErrorCode.TOO_MANY_CONTAINERS,
                        null,
                        "the tenant has as many containers as it may: max=" + MAX_CONTAINERS);
            }
            return containers.create(tenantId, command.name(), command.durability());
        });
    }

    @Override
    public List<ContainerSummary> page(UUID tenantId, PageQuery query) {
        authorizer.require(Action.CONTAINER_READ, Resource.container(tenantId, "*"));
        Pageable pageable = query.toPageable(SORT_PROPERTIES, "name");
        return transactions.readInTenant(
                tenantId,
                () ->
                        repository
                                .page(tenantId, PageQuery.likePattern(query.filter()), clock.instant(), pageable)
                                .stream()
                                .map(Container::toSummary)
                                .toList());
    }

    @Override
    public long count(UUID tenantId, String filter) {
        authorizer.require(Action.CONTAINER_READ, Resource.container(tenantId, "*"));
        return transactions.readInTenant(
                tenantId, () -> repository.count(tenantId, PageQuery.likePattern(filter), clock.instant()));
    }

    @Override
    public CursorPage<ContainerSummary> list(UUID tenantId, CursorQuery query) {
        authorizer.require(Action.CONTAINER_READ, Resource.container(tenantId, "*"));
        return transactions.readInTenant(
                tenantId,
                () -> query.page(
                        repository.after(tenantId, query.after(), Limit.of(query.limit() + 1)).stream()
                                .map(Container::toSummary)
                                .toList(),
                        ContainerSummary::name));
    }

    @Override
    public CursorPage<ContainerSummary> listRetired(UUID tenantId, CursorQuery query) {
        authorizer.require(Action.CONTAINER_READ, Resource.container(tenantId, "*"));
        long after = number(query.after());
        return transactions.readInTenant(
                tenantId,
                () -> query.page(
                        repository.retiredAfter(tenantId, after, clock.instant(), Limit.of(query.limit() + 1)).stream()
                                .map(Container::toSummary)
                                .toList(),
                        container -> Long.toString(container.id())));
    }

    private static long number(String after) {
        try {
            return after.isEmpty() ? 0 : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw new TenantException(ErrorCode.INVALID_FIELD, "cursor", "was not given out by this list");
        }
    }

    @Override
    public ContainerSummary find(UUID tenantId, String name) {
        authorizer.require(Action.CONTAINER_READ, Resource.container(tenantId, name));
        return transactions.readInTenant(tenantId, () -> live(tenantId, name).toSummary());
    }

    @Override
    public ContainerSummary changeDurability(UUID tenantId, String name, Durability durability) {
        authorizer.require(Action.CONTAINER_UPDATE, Resource.container(tenantId, name));
        return transactions.inTenant(tenantId, () -> {
            Container container = live(tenantId, name);
            Durability before = container.durability();
            if (before == durability) {
                return container.toSummary();
            }
            container.durability(durability);
            return changed(
                    Action.CONTAINER_UPDATE,
                    container,
                    Map.of("change", "durability", "before", before.name(), "durability", durability.name()));
        });
    }

    @Override
    public ContainerSummary retire(UUID tenantId, String name) {
        authorizer.require(Action.CONTAINER_DELETE, Resource.container(tenantId, name));
        return transactions.inTenant(tenantId, () -> {
            Container container = live(tenantId, name);
            container.retire(clock.instant(), TenantContainers.RESTORABLE);
            return changed(Action.CONTAINER_DELETE, container, Map.of("change", "retired"));
        });
    }

    @Override
    public ContainerSummary restore(UUID tenantId, long containerId) {
        authorizer.require(Action.CONTAINER_DELETE, Resource.container(tenantId, "*"));
        return transactions.inTenant(tenantId, () -> {
            lockLiveTenant(tenantId);
            Container container =
                    repository.findOne(tenantId, containerId).orElseThrow(() -> notFound("containerId=" + containerId));
            if (!container.isRestorable(clock.instant())) {
                throw new TenantException(
                        ErrorCode.NOT_RESTORABLE, null, "the container is in service, or its time is over");
            }
            if (repository.findLive(tenantId, container.name()).isPresent()) {
                throw TenantContainers.nameTaken(container.name());
            }
            container.restore();
            return changed(Action.CONTAINER_DELETE, container, Map.of("change", "restored"));
        });
    }

    private ContainerSummary changed(Action action, Container container, Map<String, String> change) {
        containers.store(container);
        Map<String, String> details = new HashMap<>(change);
        details.put("containerId", Long.toString(container.id()));
        auditor.done(action, Resource.container(container.tenantId(), container.name()), details);
        events.publishEvent(new ContainerChanged(container.tenantId(), container.id()));
        return container.toSummary();
    }

    private void lockLiveTenant(UUID tenantId) {
        boolean isLive = repository
                .lockTenant(tenantId)
                .orElseThrow(() -> new IdentityException(
                        io.vireo.identity.ErrorCode.TENANT_NOT_FOUND, "there is no such tenant: id=" + tenantId));
        if (!isLive) {
            throw new TenantException(ErrorCode.TENANT_RETIRED, null, "the tenant is retired: id=" + tenantId);
        }
    }

    private Container live(UUID tenantId, String name) {
        return repository.findLive(tenantId, name).orElseThrow(() -> notFound("name=" + name));
    }

    private static TenantException notFound(String which) {
        return new TenantException(ErrorCode.CONTAINER_NOT_FOUND, null, "there is no such container: " + which);
    }
}
