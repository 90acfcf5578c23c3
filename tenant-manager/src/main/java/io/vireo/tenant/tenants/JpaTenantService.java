package io.vireo.tenant.tenants;

import io.vireo.identity.Auditor;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.IdentityException;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.SchemaConstraint;
import io.vireo.identity.ScopedTransactions;
import io.vireo.policy.Action;
import io.vireo.tenant.ContainerPurge;
import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.CreateTenant;
import io.vireo.tenant.ErrorCode;
import io.vireo.tenant.TenantChanged;
import io.vireo.tenant.TenantConfiguration;
import io.vireo.tenant.TenantException;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import io.vireo.tenant.container.TenantContainers;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;

/** Tenants in the database. */
@Service
class JpaTenantService implements TenantService {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,38}[a-z0-9]");
    private static final int MAX_DISPLAY_NAME_LENGTH = 200;
    private static final Map<String, String> SORT_PROPERTIES =
            Map.of("name", "name", "createdAt", "createdAt", "state", "retiredAt");

    private final TenantRepository repository;
    private final TenantContainers containers;
    private final ScopedTransactions transactions;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final Auditor auditor;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    JpaTenantService(
            TenantRepository repository,
            TenantContainers containers,
            ScopedTransactions transactions,
            Authorizer authorizer,
            PrincipalHolder principals,
            Auditor auditor,
            ApplicationEventPublisher events,
            Clock clock) {
        this.repository = repository;
        this.containers = containers;
        this.transactions = transactions;
        this.authorizer = authorizer;
        this.principals = principals;
        this.auditor = auditor;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public TenantSummary create(CreateTenant command) {
        authorizer.require(Action.TENANT_CREATE, Resource.tenantNamed(command.name()));
        check(command);
        return transactions.inPlatform(() -> {
            repository.lockAddresses();
            repository.purgeExpired(clock.instant());
            String address = repository
                    .lowestFreeAddress()
                    .orElseThrow(() -> new TenantException(
                            ErrorCode.NO_ADDRESS_LEFT, null, "every loopback address for tenants is in use"));
            return store(command, address);
        });
    }

    /** Within the caller's transaction. */
    TenantSummary store(CreateTenant command, String address) {
        if (repository.findByName(command.name()).isPresent()) {
            throw nameTaken(command.name());
        }
        Tenant tenant;
        try {
            tenant = repository.saveAndFlush(new Tenant(
                    UUID.randomUUID(), command.name(), command.displayName().strip(), address, clock.instant()));
        } catch (DataIntegrityViolationException refusal) {
            if (SchemaConstraint.isViolated(refusal, "tenant_name_uk")) {
                throw nameTaken(command.name());
            }
            throw refusal;
        }
        containers.createOfSystem(tenant.id());
        auditor.done(
                Action.TENANT_CREATE,
                Resource.tenant(tenant.id()),
                Map.of("name", tenant.name(), "address", tenant.address()));
        events.publishEvent(new TenantChanged(tenant.id()));
        return tenant.toSummary();
    }

    @Override
    public List<TenantSummary> page(PageQuery query) {
        Visible visible = visible();
        Pageable pageable = query.toPageable(SORT_PROPERTIES, "name");
        return transactions.readInPlatform(() ->
                repository.page(visible.all, visible.ids, PageQuery.likePattern(query.filter()), pageable).stream()
                        .map(Tenant::toSummary)
                        .toList());
    }

    @Override
    public long count(String filter) {
        Visible visible = visible();
        return transactions.readInPlatform(
                () -> repository.count(visible.all, visible.ids, PageQuery.likePattern(filter)));
    }

    @Override
    public CursorPage<TenantSummary> list(CursorQuery query) {
        Visible visible = visible();
        return transactions.readInPlatform(() -> query.page(
                repository.after(visible.all, visible.ids, query.after(), Limit.of(query.limit() + 1)).stream()
                        .map(Tenant::toSummary)
                        .toList(),
                TenantSummary::name));
    }

    @Override
    public TenantSummary find(String name) {
        principals.require();
        TenantSummary tenant = transactions
                .readInPlatform(() -> repository.findByName(name))
                .map(Tenant::toSummary)
                .orElseThrow(() -> Tenants.notFound("name=" + name));
        authorizer.require(Action.TENANT_READ, Resource.tenant(tenant.id()));
        return tenant;
    }

    @Override
    public TenantSummary find(UUID tenantId) {
        authorizer.require(Action.TENANT_READ, Resource.tenant(tenantId));
        return transactions.readInTenant(tenantId, () -> require(tenantId).toSummary());
    }

    @Override
    public TenantSummary retire(UUID tenantId) {
        authorizer.require(Action.TENANT_DELETE, Resource.tenant(tenantId));
        return transactions.inTenant(tenantId, () -> {
            Tenant tenant = require(tenantId);
            if (tenant.name().equals(DefaultTenant.NAME)) {
                throw new TenantException(
                        ErrorCode.DEFAULT_TENANT, null, "every installation keeps this tenant: name=" + tenant.name());
            }
            if (!tenant.isLive()) {
                return tenant.toSummary();
            }
            tenant.retire(clock.instant(), TenantContainers.RESTORABLE);
            return changed(tenant, "retired");
        });
    }

    @Override
    public TenantSummary restore(UUID tenantId) {
        authorizer.require(Action.TENANT_DELETE, Resource.tenant(tenantId));
        return transactions.inTenant(tenantId, () -> {
            Tenant tenant = require(tenantId);
            if (!tenant.isRestorable(clock.instant())) {
                throw new TenantException(
                        ErrorCode.NOT_RESTORABLE,
                        null,
                        "the tenant is not retired, or its time is over: name=" + tenant.name());
            }
            tenant.restore();
            return changed(tenant, "restored");
        });
    }

    private TenantSummary changed(Tenant tenant, String change) {
        repository.flush();
        auditor.done(
                Action.TENANT_DELETE, Resource.tenant(tenant.id()), Map.of("name", tenant.name(), "change", change));
        events.publishEvent(new TenantChanged(tenant.id()));
        return tenant.toSummary();
    }

    @Override
    public List<TenantConfiguration> configurations() {
        requirePlatform("every tenant's configuration is for the platform itself");
        return transactions.readInPlatform(() -> {
            // Tenants first: one that is created between these reads is passed over whole, and announced by its own
            // event.
            List<Tenant> tenants = repository.allLive();
            Map<UUID, Long> ofSystem = containers.systemContainers();
            Map<UUID, List<ContainerSummary>> live =
                    containers.live().stream().collect(Collectors.groupingBy(ContainerSummary::tenantId));
            return tenants.stream()
                    .map(tenant -> new TenantConfiguration(
                            tenant.id(),
                            tenant.name(),
                            tenant.address(),
                            Objects.requireNonNull(ofSystem.get(tenant.id()), "made with the tenant"),
                            live.getOrDefault(tenant.id(), List.of())))
                    .toList();
        });
    }

    @Override
    public List<ContainerPurge> purges() {
        requirePlatform("what is to be purged is for the platform itself");
        return transactions.readInPlatform(() -> containers.unpurged(clock.instant()));
    }

    @Override
    public void purged(long containerId, long deletedItems) {
        requirePlatform("what was purged is told by the platform itself");
        Instant now = clock.instant();
        transactions.inPlatform(() -> {
            containers
                    .purged(containerId, deletedItems, now)
                    .ifPresent(tenantId -> repository.purgeIfEmpty(tenantId, now));
            return containerId;
        });
    }

    private void requirePlatform(String refusal) {
        if (principals.require().kind() != Principal.Kind.PLATFORM) {
            throw new IdentityException(io.vireo.identity.ErrorCode.FORBIDDEN, refusal);
        }
    }

    private Tenant require(UUID tenantId) {
        return repository.findUnpurged(tenantId).orElseThrow(() -> Tenants.notFound("id=" + tenantId));
    }

    /** A role on the platform counts in every tenant, so who holds one sees them all. */
    private Visible visible() {
        Set<RoleBinding> bindings = principals.require().bindings();
        Set<UUID> ids = bindings.stream()
                .map(RoleBinding::tenantId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return new Visible(bindings.stream().anyMatch(binding -> binding.tenantId() == null), ids);
    }

    private record Visible(boolean all, Set<UUID> ids) {}

    private static void check(CreateTenant command) {
        if (!NAME.matcher(command.name()).matches()) {
            throw new TenantException(
                    ErrorCode.INVALID_FIELD,
                    "name",
                    "name must be 2 to 40 of a-z 0-9 -, start with a letter and end with a letter or digit");
        }
        if (command.displayName().length() > MAX_DISPLAY_NAME_LENGTH) {
            throw new TenantException(
                    ErrorCode.INVALID_FIELD,
                    "displayName",
                    "displayName is too long: length=" + command.displayName().length() + " max="
                            + MAX_DISPLAY_NAME_LENGTH);
        }
    }

    private static TenantException nameTaken(String name) {
        return new TenantException(ErrorCode.NAME_TAKEN, "name", "a tenant has this name: name=" + name);
    }
}
