package io.vireo.tenant.container;

import io.vireo.identity.Auditor;
import io.vireo.identity.Resource;
import io.vireo.identity.SchemaConstraint;
import io.vireo.policy.Action;
import io.vireo.tenant.ContainerChanged;
import io.vireo.tenant.ContainerPurge;
import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.Durability;
import io.vireo.tenant.ErrorCode;
import io.vireo.tenant.TenantException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Makes and reads containers for the features of this module; callers are inside a transaction. Asks for no right. */
@Component
public class TenantContainers {
    /** How long what was retired can be taken back. */
    public static final Duration RESTORABLE = Duration.ofDays(7);

    private static final int MAX_PURGES = 100;

    /** Name of the hidden container of a tenant; no container of a person can have it. */
    static final String SYSTEM_NAME = ".system";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,61}[a-z0-9]");

    /** First segments of a gateway's paths that are no container: calls of functions, and its own endpoints. */
    private static final Set<String> RESERVED_NAMES = Set.of("functions", ".vireo");

    private final ContainerRepository repository;
    private final Auditor auditor;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    TenantContainers(ContainerRepository repository, Auditor auditor, ApplicationEventPublisher events, Clock clock) {
        this.repository = repository;
        this.auditor = auditor;
        this.events = events;
        this.clock = clock;
    }

    /** Makes the hidden container of a new tenant. */
    public void createOfSystem(UUID tenantId) {
        repository.saveAndFlush(new Container(tenantId, SYSTEM_NAME, true, Durability.FSYNC, clock.instant()));
    }

    /** Makes a container and tells of it. */
    public ContainerSummary create(UUID tenantId, String name, Durability durability) {
        checkName(name);
        if (repository.findLive(tenantId, name).isPresent()) {
            throw nameTaken(name);
        }
        Container container = store(new Container(tenantId, name, false, durability, clock.instant()));
        auditor.done(
                Action.CONTAINER_CREATE,
                Resource.container(tenantId, name),
                Map.of("containerId", Long.toString(container.id()), "durability", durability.name()));
        events.publishEvent(new ContainerChanged(tenantId, container.id()));
        return container.toSummary();
    }

    /** Numbers of the hidden containers by tenant. */
    public Map<UUID, Long> systemContainers() {
        Map<UUID, Long> byTenant = new HashMap<>();
        repository.allOfSystem().forEach(container -> byTenant.put(container.tenantId(), container.id()));
        return byTenant;
    }

    /** Every live container of every tenant, by number. */
    public List<ContainerSummary> live() {
        return repository.allLive().stream().map(Container::toSummary).toList();
    }

    /** Containers that cannot be taken back and still have data, by number: as many as nodes purge at a time. */
    public List<ContainerPurge> unpurged(Instant now) {
        return repository.unpurged(now, Limit.of(MAX_PURGES)).stream()
                .map(container -> new ContainerPurge(container.tenantId(), container.id()))
                .toList();
    }

    /** Notes that a container has no data any more; its tenant, if that is news. */
    public Optional<UUID> purged(long containerId, long deletedItems, Instant now) {
        return repository.findUnpurged(containerId, now).map(container -> {
            container.purged(now, deletedItems);
            repository.saveAndFlush(container);
            auditor.done(
                    Action.CONTAINER_DELETE,
                    Resource.container(container.tenantId(), container.name()),
                    Map.of(
                            "change", "purged",
                            "containerId", Long.toString(containerId),
                            "items", Long.toString(deletedItems)));
            events.publishEvent(new ContainerChanged(container.tenantId(), containerId));
            return container.tenantId();
        });
    }

    /** Writes a container; the unique index decides races for its name. */
    Container store(Container container) {
        try {
            return repository.saveAndFlush(container);
        } catch (DataIntegrityViolationException refusal) {
            if (SchemaConstraint.isViolated(refusal, "container_name_uk")) {
                throw nameTaken(container.name());
            }
            throw refusal;
        }
    }

    static void checkName(String name) {
        if (RESERVED_NAMES.contains(name)) {
            throw new TenantException(
                    ErrorCode.INVALID_FIELD,
                    "name",
                    "name is reserved, the tenant's gateway serves something of its own there: name=" + name);
        }
        if (!NAME.matcher(name).matches()) {
            throw new TenantException(
                    ErrorCode.INVALID_FIELD,
                    "name",
                    "name must be 2 to 63 of a-z 0-9 - and start and end with a letter or digit");
        }
    }

    static TenantException nameTaken(String name) {
        return new TenantException(
                ErrorCode.NAME_TAKEN, "name", "a container of the tenant has this name: name=" + name);
    }
}
