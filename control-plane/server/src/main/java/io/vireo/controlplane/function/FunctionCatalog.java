package io.vireo.controlplane.function;

import static io.vireo.controlplane.ErrorCode.CONTAINER_MISSING;
import static io.vireo.controlplane.ErrorCode.DRAFT_CHANGED;
import static io.vireo.controlplane.ErrorCode.FUNCTION_NOT_FOUND;
import static io.vireo.controlplane.ErrorCode.NAME_TAKEN;
import static io.vireo.controlplane.ErrorCode.TOO_MANY_FUNCTIONS;
import static io.vireo.controlplane.ErrorCode.VERSION_NOT_FOUND;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.FunctionChanged;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionConfiguration.Binding;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionDraft;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.controlplane.FunctionTemplate;
import io.vireo.controlplane.FunctionVersion;
import io.vireo.controlplane.FunctionVersionSummary;
import io.vireo.controlplane.TemplateService;
import io.vireo.controlplane.deployment.Deployments;
import io.vireo.controlplane.node.DesiredStateChanged;
import io.vireo.identity.Auditor;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.FieldFault;
import io.vireo.identity.PageQuery;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.identity.SchemaConstraint;
import io.vireo.identity.ScopedTransactions;
import io.vireo.policy.Action;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.TenantException;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;

/** Functions as people and programs manage them: authorises, checks, stores, audits. */
@Service
class FunctionCatalog implements FunctionService {
    /** Saves of one author that are closer together are one entry in the audit log: a draft is saved while they type. */
    private static final Duration EDITING_SESSION = Duration.ofMinutes(10);

    private final StoredFunctionRepository functions;
    private final FunctionStore store;
    private final FunctionRows rows;
    private final Deployments deployments;
    private final TemplateService templates;
    private final TenantService tenants;
    private final ContainerService containers;
    private final ScopedTransactions transactions;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final Auditor auditor;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    FunctionCatalog(
            StoredFunctionRepository functions,
            FunctionStore store,
            FunctionRows rows,
            Deployments deployments,
            TemplateService templates,
            TenantService tenants,
            ContainerService containers,
            ScopedTransactions transactions,
            Authorizer authorizer,
            PrincipalHolder principals,
            Auditor auditor,
            ApplicationEventPublisher events,
            Clock clock) {
        this.functions = functions;
        this.store = store;
        this.rows = rows;
        this.deployments = deployments;
        this.templates = templates;
        this.tenants = tenants;
        this.containers = containers;
        this.transactions = transactions;
        this.authorizer = authorizer;
        this.principals = principals;
        this.auditor = auditor;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<FunctionSummary> page(UUID tenantId, PageQuery query) {
        authorizer.require(Action.FUNCTION_READ, anyFunction(tenantId));
        return transactions.readInTenant(tenantId, () -> rows.page(tenantId, query));
    }

    @Override
    public long count(UUID tenantId, String filter) {
        authorizer.require(Action.FUNCTION_READ, anyFunction(tenantId));
        return transactions.readInTenant(tenantId, () -> rows.count(tenantId, filter));
    }

    @Override
    public CursorPage<FunctionSummary> list(UUID tenantId, CursorQuery query) {
        authorizer.require(Action.FUNCTION_READ, anyFunction(tenantId));
        return query.page(
                transactions.readInTenant(tenantId, () -> rows.after(tenantId, query.after(), query.limit() + 1)),
                FunctionSummary::name);
    }

    @Override
    public FunctionDetail find(UUID tenantId, String name) {
        authorizer.require(Action.FUNCTION_READ, Resource.function(tenantId, name));
        return transactions.readInTenant(tenantId, () -> detail(tenantId, name));
    }

    @Override
    public FunctionDetail create(UUID tenantId, String name, FunctionFiles files, FunctionConfiguration configuration) {
        authorizer.require(Action.FUNCTION_CREATE, Resource.function(tenantId, name));
        FunctionRules.requireName(name);
        requireLive(tenantId);
        return inTenantUnlessTaken(tenantId, name, () -> {
            insert(tenantId, name, files, configuration);
            return detail(tenantId, name);
        });
    }

    @Override
    public FunctionDetail createFromTemplate(UUID tenantId, String name, String templateId) {
        FunctionTemplate template = templates.find(templateId);
        return create(tenantId, name, template.files(), template.configuration());
    }

    @Override
    public FunctionDraft saveDraft(
            UUID tenantId, String name, long baseRevision, FunctionFiles files, FunctionConfiguration configuration) {
        authorizer.require(Action.FUNCTION_UPDATE, Resource.function(tenantId, name));
        return transactions.inTenant(tenantId, () -> {
            StoredFunction function = lock(tenantId, name);
            FunctionDraft before = store.draft(function.id());
            if (before.files().equals(files) && before.configuration().equals(configuration)) {
                return before;
            }
            if (before.revision() != baseRevision) {
                throw new ControlPlaneException(
                        DRAFT_CHANGED,
                        "draft was saved by %s at %s: baseRevision=%d revision=%d"
                                .formatted(before.savedBy(), before.savedAt(), baseRevision, before.revision()));
            }
            String author = author();
            Instant now = clock.instant();
            FunctionDraft draft = saveDraft(function, files, configuration, author, now);
            boolean isSameSession = before.savedBy().equals(author)
                    && now.isBefore(before.savedAt().plus(EDITING_SESSION));
            if (!isSameSession) {
                auditor.done(Action.FUNCTION_UPDATE, Resource.function(tenantId, name), Map.of("act", "edit draft"));
            }
            return draft;
        });
    }

    @Override
    public FunctionVersionSummary createVersion(UUID tenantId, String name, String message) {
        authorizer.require(Action.FUNCTION_UPDATE, Resource.function(tenantId, name));
        return transactions.inTenant(tenantId, () -> {
            StoredFunction function = lock(tenantId, name);
            FunctionDraft draft = store.draft(function.id());
            return insertVersion(function, draft.files(), draft.configuration(), message);
        });
    }

    @Override
    public FunctionVersionSummary createVersion(
            UUID tenantId, String name, FunctionFiles files, FunctionConfiguration configuration, String message) {
        authorizer.require(Action.FUNCTION_UPDATE, Resource.function(tenantId, name));
        FunctionRules.requireDeployable(files, configuration, message);
        return inTenantUnlessTaken(tenantId, name, () -> {
            if (functions.findByTenantIdAndName(tenantId, name).isEmpty()) {
                authorizer.require(Action.FUNCTION_CREATE, Resource.function(tenantId, name));
                FunctionRules.requireName(name);
                requireLive(tenantId);
                insert(tenantId, name, files, configuration);
            }
            StoredFunction function = lock(tenantId, name);
            FunctionDraft draft = store.draft(function.id());
            if (!draft.files().equals(files) || !draft.configuration().equals(configuration)) {
                saveDraft(function, files, configuration, author(), clock.instant());
            }
            return insertVersion(function, files, configuration, message);
        });
    }

    @Override
    public FunctionConfiguration configurationIn(FunctionFiles files) {
        principals.require();
        return FunctionYaml.configurationIn(files);
    }

    @Override
    public List<FunctionVersionSummary> versions(UUID tenantId, String name, PageQuery query) {
        authorizer.require(Action.FUNCTION_READ, Resource.function(tenantId, name));
        return transactions.readInTenant(
                tenantId, () -> store.versions(require(tenantId, name).id(), query.offset(), query.limit()));
    }

    @Override
    public long countVersions(UUID tenantId, String name) {
        authorizer.require(Action.FUNCTION_READ, Resource.function(tenantId, name));
        return transactions.readInTenant(
                tenantId, () -> (long) require(tenantId, name).latestVersion()); // numbered without gaps
    }

    @Override
    public CursorPage<FunctionVersionSummary> listVersions(UUID tenantId, String name, CursorQuery query) {
        authorizer.require(Action.FUNCTION_READ, Resource.function(tenantId, name));
        int before = query.after().isEmpty() ? Integer.MAX_VALUE : number("cursor", query.after());
        return query.page(
                transactions.readInTenant(
                        tenantId,
                        () -> store.versionsBefore(require(tenantId, name).id(), before, query.limit() + 1)),
                version -> Integer.toString(version.version()));
    }

    @Override
    public FunctionVersion version(UUID tenantId, String name, int version) {
        authorizer.require(Action.FUNCTION_READ, Resource.function(tenantId, name));
        return transactions.readInTenant(
                tenantId,
                () -> store.version(require(tenantId, name).id(), version).orElseThrow(() -> noVersion(name, version)));
    }

    @Override
    public Deployment deploy(UUID tenantId, String name, int version) {
        authorizer.require(Action.FUNCTION_DEPLOY, Resource.function(tenantId, name));
        requireLive(tenantId);
        return transactions.inTenant(tenantId, () -> {
            StoredFunction function = lock(tenantId, name);
            FunctionConfiguration configuration =
                    store.configuration(function.id(), version).orElseThrow(() -> noVersion(name, version));
            requireContainers(tenantId, configuration.bindings());
            String author = author();
            function.want(version, clock.instant(), author);
            Deployment deployment =
                    deployments.start(tenantId, function.id(), name, version, function.liveVersion(), author);
            auditor.done(
                    Action.FUNCTION_DEPLOY,
                    Resource.function(tenantId, name),
                    Map.of(
                            "version",
                            Integer.toString(version),
                            "deployment",
                            deployment.id().toString()));
            events.publishEvent(new FunctionChanged(tenantId, name));
            return deployment;
        });
    }

    @Override
    public Deployment deployment(UUID tenantId, String name, UUID deploymentId) {
        authorizer.require(Action.FUNCTION_READ, Resource.function(tenantId, name));
        return transactions.readInTenant(
                tenantId, () -> deployments.find(require(tenantId, name).id(), deploymentId));
    }

    @Override
    public List<Deployment> deployments(UUID tenantId, String name, PageQuery query) {
        authorizer.require(Action.FUNCTION_READ, Resource.function(tenantId, name));
        return transactions.readInTenant(
                tenantId, () -> deployments.page(require(tenantId, name).id(), query));
    }

    @Override
    public long countDeployments(UUID tenantId, String name) {
        authorizer.require(Action.FUNCTION_READ, Resource.function(tenantId, name));
        return transactions.readInTenant(
                tenantId, () -> deployments.count(require(tenantId, name).id()));
    }

    @Override
    public void delete(UUID tenantId, String name) {
        authorizer.require(Action.FUNCTION_DELETE, Resource.function(tenantId, name));
        transactions.inTenant(tenantId, () -> {
            StoredFunction function = lock(tenantId, name);
            functions.delete(function);
            functions.flush();
            auditor.done(
                    Action.FUNCTION_DELETE,
                    Resource.function(tenantId, name),
                    Map.of("versions", Integer.toString(function.latestVersion())));
            events.publishEvent(new DesiredStateChanged());
            events.publishEvent(new FunctionChanged(tenantId, name));
            return function;
        });
    }

    private FunctionDetail detail(UUID tenantId, String name) {
        FunctionSummary summary = rows.find(tenantId, name).orElseThrow(() -> noFunction(name));
        return new FunctionDetail(
                summary,
                store.draft(summary.id()),
                deployments.newest(summary.id()).orElse(null));
    }

    private void insert(UUID tenantId, String name, FunctionFiles files, FunctionConfiguration configuration) {
        if (functions.findByTenantIdAndName(tenantId, name).isPresent()) {
            throw nameTaken(name); // the unique constraint decides races; this gives the common case its message
        }
        long count = functions.countByTenantId(tenantId);
        if (count >= FunctionLimits.MAX_FUNCTIONS_PER_TENANT) {
            throw new ControlPlaneException(
                    TOO_MANY_FUNCTIONS,
                    "tenant has as many functions as it may: max=" + FunctionLimits.MAX_FUNCTIONS_PER_TENANT);
        }
        String author = author();
        Instant now = clock.instant();
        StoredFunction function = functions.saveAndFlush(
                new StoredFunction(tenantId, UUID.randomUUID(), name, configuration.runtime(), now, author));
        store.insertDraft(function, new FunctionDraft(function.draftRevision(), files, configuration, now, author));
        auditor.done(Action.FUNCTION_CREATE, Resource.function(tenantId, name));
        events.publishEvent(new FunctionChanged(tenantId, name));
    }

    private FunctionDraft saveDraft(
            StoredFunction function,
            FunctionFiles files,
            FunctionConfiguration configuration,
            String author,
            Instant now) {
        long revision = function.saveDraft(configuration.runtime(), now, author);
        FunctionDraft draft = new FunctionDraft(revision, files, configuration, now, author);
        store.updateDraft(function, draft);
        events.publishEvent(new FunctionChanged(function.tenantId(), function.name()));
        return draft;
    }

    private FunctionVersionSummary insertVersion(
            StoredFunction function, FunctionFiles files, FunctionConfiguration configuration, String message) {
        FunctionRules.requireDeployable(files, configuration, message);
        requireContainers(function.tenantId(), configuration.bindings());
        if (function.latestVersion() >= FunctionLimits.MAX_VERSIONS_PER_FUNCTION) {
            throw ControlPlaneException.invalid(
                    "version",
                    "function has as many versions as it may: max=" + FunctionLimits.MAX_VERSIONS_PER_FUNCTION);
        }
        Instant now = clock.instant();
        String author = author();
        int version = function.addVersion(configuration.runtime(), now, author);
        functions.flush();
        FunctionVersionSummary summary =
                store.insertVersion(function, version, files, configuration, message, author, now);
        auditor.done(
                Action.FUNCTION_UPDATE,
                Resource.function(function.tenantId(), function.name()),
                Map.of("act", "make version", "version", Integer.toString(version), "code", summary.codeSha256()));
        events.publishEvent(new FunctionChanged(function.tenantId(), function.name()));
        return summary;
    }

    private void requireContainers(UUID tenantId, List<Binding> bindings) {
        List<FieldFault> missing = new ArrayList<>();
        for (int i = 0; i < bindings.size(); i++) {
            String container = bindings.get(i).container();
            try {
                containers.find(tenantId, container);
            } catch (TenantException e) {
                if (e.errorCode() != io.vireo.tenant.ErrorCode.CONTAINER_NOT_FOUND) {
                    throw e;
                }
                missing.add(new FieldFault(
                        "config.bindings[" + i + "].container", "tenant has no container of this name: " + container));
            }
        }
        if (!missing.isEmpty()) {
            throw new ControlPlaneException(CONTAINER_MISSING, missing);
        }
    }

    private void requireLive(UUID tenantId) {
        if (tenants.find(tenantId).state() != TenantState.LIVE) {
            throw new TenantException(io.vireo.tenant.ErrorCode.TENANT_RETIRED, null, "tenant is retired");
        }
    }

    private StoredFunction require(UUID tenantId, String name) {
        return functions.findByTenantIdAndName(tenantId, name).orElseThrow(() -> noFunction(name));
    }

    private StoredFunction lock(UUID tenantId, String name) {
        return functions.lockByTenantIdAndName(tenantId, name).orElseThrow(() -> noFunction(name));
    }

    private <T> T inTenantUnlessTaken(UUID tenantId, String name, Supplier<T> work) {
        try {
            return transactions.inTenant(tenantId, work);
        } catch (DataIntegrityViolationException e) {
            if (SchemaConstraint.isViolated(e, "function_name_uk")) {
                throw nameTaken(name);
            }
            throw e;
        }
    }

    private String author() {
        return principals.require().name();
    }

    private static Resource anyFunction(UUID tenantId) {
        return Resource.function(tenantId, "");
    }

    private static int number(String field, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ControlPlaneException.invalid(field, field + " was not given out by this service");
        }
    }

    private static ControlPlaneException nameTaken(String name) {
        return new ControlPlaneException(NAME_TAKEN, "tenant has a function of this name: name=" + name);
    }

    private static ControlPlaneException noFunction(String name) {
        return new ControlPlaneException(FUNCTION_NOT_FOUND, "there is no such function: name=" + name);
    }

    private static ControlPlaneException noVersion(String name, int version) {
        return new ControlPlaneException(
                VERSION_NOT_FOUND, "the function has no such version: name=" + name + " version=" + version);
    }
}
