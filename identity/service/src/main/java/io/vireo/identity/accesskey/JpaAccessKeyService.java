package io.vireo.identity.accesskey;

import io.vireo.identity.AccessKeyChanged;
import io.vireo.identity.AccessKeyGrant;
import io.vireo.identity.AccessKeyService;
import io.vireo.identity.AccessKeySummary;
import io.vireo.identity.Auditor;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CreateAccessKey;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.IssuedAccessKey;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.identity.SchemaConstraint;
import io.vireo.identity.ScopedTransactions;
import io.vireo.identity.account.AccountChanged;
import io.vireo.identity.account.Accounts;
import io.vireo.identity.secret.Randomness;
import io.vireo.identity.secret.SecretSealer;
import io.vireo.identity.secret.Sha256;
import io.vireo.policy.Action;
import io.vireo.policy.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;

/** Access keys in the database: of the session key the hash, of the secret a sealed copy, of the rights nothing but the owner. */
@Service
class JpaAccessKeyService implements AccessKeyService {
    private static final Map<String, String> SORT_PROPERTIES = Map.of(
            "name",
            "name",
            "owner",
            "a.username",
            "createdAt",
            "createdAt",
            "expiresAt",
            "expiresAt",
            "lastUsedAt",
            "lastUsedAt");

    private final AccessKeyRepository repository;
    private final Accounts accounts;
    private final SecretSealer sealer;
    private final StatementsJson json;
    private final ScopedTransactions transactions;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final Auditor auditor;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    JpaAccessKeyService(
            AccessKeyRepository repository,
            Accounts accounts,
            SecretSealer sealer,
            StatementsJson json,
            ScopedTransactions transactions,
            Authorizer authorizer,
            PrincipalHolder principals,
            Auditor auditor,
            ApplicationEventPublisher events,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.sealer = sealer;
        this.json = json;
        this.transactions = transactions;
        this.authorizer = authorizer;
        this.principals = principals;
        this.auditor = auditor;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public IssuedAccessKey create(UUID tenantId, CreateAccessKey command) {
        Principal caller = principals.require();
        String ownerName = command.owner() == null ? caller.name() : command.owner();
        String id = AccessKeyRules.newId();
        authorizer.require(Action.KEY_CREATE, Resource.accessKey(tenantId, ownerName, id));
        AccessKeyRules.check(command);
        String secretAccessKey = Randomness.token("");
        String sessionKey = Randomness.token("");
        Instant now = clock.instant();
        Instant expiresAt = now.plus(AccessKeyRules.lifetime(command));
        return transactions.inPlatform(() -> {
            Principal owner = ownerName.equals(caller.name()) ? caller : ownerNamed(ownerName);
            checkThatNobodyGainsRights(tenantId, caller, owner, command.statements());
            repository.lockKeysOf(tenantId);
            AccessKeyRules.checkCount(
                    repository.countByTenantIdAndAccountIdAndExpiresAtAfter(tenantId, owner.accountId(), now));
            store(new AccessKey(
                    tenantId,
                    id,
                    owner.accountId(),
                    command.name().strip(),
                    Sha256.of(sessionKey),
                    sealer.seal(id, secretAccessKey),
                    json.write(command.statements()),
                    now,
                    expiresAt));
            auditor.done(
                    Action.KEY_CREATE,
                    Resource.accessKey(tenantId, ownerName, id),
                    Map.of("name", command.name(), "expiresAt", expiresAt.toString()));
            events.publishEvent(new AccessKeyChanged(tenantId));
            return new IssuedAccessKey(id, secretAccessKey, sessionKey, expiresAt);
        });
    }

    private void store(AccessKey key) {
        try {
            repository.saveAndFlush(key);
        } catch (DataIntegrityViolationException refusal) {
            if (SchemaConstraint.isViolated(refusal, "access_key_tenant_id_fkey")) {
                throw new IdentityException(ErrorCode.TENANT_NOT_FOUND, "tenant", "there is no such tenant");
            }
            throw refusal;
        }
    }

    private Principal ownerNamed(String username) {
        return accounts.principal(accounts.require(username).id())
                .orElseThrow(() -> new IdentityException(
                        ErrorCode.ACCOUNT_NOT_FOUND, "owner", "the account is disabled: username=" + username));
    }

    private static void checkThatNobodyGainsRights(
            UUID tenantId, Principal caller, Principal owner, List<Statement> narrowing) {
        List<Statement> ofOwner = onData(owner.statementsIn(tenantId));
        if (ofOwner.isEmpty()) {
            throw new IdentityException(
                    ErrorCode.GRANTS_MORE_THAN_HELD,
                    "owner",
                    "the owner has no right on data of the tenant: username=" + owner.name());
        }
        var callerPolicy = caller.policyIn(tenantId);
        if (!ofOwner.stream().filter(Statement::allow).allMatch(callerPolicy::covers)) {
            throw new IdentityException(
                    ErrorCode.GRANTS_MORE_THAN_HELD,
                    "owner",
                    "the owner has rights that you do not: username=" + owner.name());
        }
        var ownerPolicy = owner.policyIn(tenantId);
        for (int i = 0; i < narrowing.size(); i++) {
            Statement statement = narrowing.get(i);
            if (statement.allow() && !ownerPolicy.covers(statement)) {
                throw new IdentityException(
                        ErrorCode.GRANTS_MORE_THAN_HELD,
                        "statements[" + i + "]",
                        "the statement allows more than the owner may: actions=" + statement.actions() + " resources="
                                + statement.resources());
            }
        }
    }

    @Override
    public List<AccessKeySummary> page(UUID tenantId, PageQuery query) {
        Optional<UUID> owner = visibleOwner(tenantId);
        Pageable pageable = query.toPageable(SORT_PROPERTIES, "id");
        return transactions.readInPlatform(() -> summaries(
                repository.page(tenantId, owner.orElse(null), PageQuery.likePattern(query.filter()), pageable)));
    }

    @Override
    public long count(UUID tenantId, String filter) {
        Optional<UUID> owner = visibleOwner(tenantId);
        return transactions.readInPlatform(
                () -> repository.count(tenantId, owner.orElse(null), PageQuery.likePattern(filter)));
    }

    @Override
    public CursorPage<AccessKeySummary> list(UUID tenantId, CursorQuery query) {
        Optional<UUID> owner = visibleOwner(tenantId);
        return transactions.readInPlatform(() -> query.page(
                summaries(repository.after(tenantId, owner.orElse(null), query.after(), Limit.of(query.limit() + 1))),
                AccessKeySummary::accessKeyId));
    }

    /** Empty if the caller may see everybody's keys, else the caller, who may see their own. */
    private Optional<UUID> visibleOwner(UUID tenantId) {
        Principal caller = principals.require();
        if (authorizer.allows(Action.KEY_READ, Resource.accessKey(tenantId, "*", "*"))) {
            return Optional.empty();
        }
        authorizer.require(Action.KEY_READ, Resource.accessKey(tenantId, caller.name(), "*"));
        return Optional.ofNullable(caller.accountId());
    }

    @Override
    public void revoke(UUID tenantId, String accessKeyId) {
        authorizer.require(Action.TENANT_READ, Resource.tenant(tenantId));
        transactions.inPlatform(() -> {
            AccessKey key =
                    repository.findByTenantIdAndId(tenantId, accessKeyId).orElseThrow(() -> notFound(accessKeyId));
            Resource resource = Resource.accessKey(tenantId, ownerName(key), accessKeyId);
            if (!authorizer.allows(Action.KEY_READ, resource)) {
                throw notFound(accessKeyId);
            }
            authorizer.require(Action.KEY_DELETE, resource);
            repository.delete(key);
            auditor.done(Action.KEY_DELETE, resource, Map.of("name", key.name()));
            events.publishEvent(new AccessKeyChanged(tenantId));
            return key;
        });
    }

    @Override
    public void used(Map<String, Instant> lastUsed) {
        requirePlatform();
        Instant now = clock.instant();
        transactions.inPlatform(() -> {
            new TreeMap<>(lastUsed).forEach((id, at) -> repository.used(id, at.isAfter(now) ? now : at));
            return lastUsed;
        });
    }

    private void requirePlatform() {
        if (principals.require().kind() != Principal.Kind.PLATFORM) {
            throw new IdentityException(
                    ErrorCode.FORBIDDEN, "the hashes and the use of keys are for the platform itself");
        }
    }

    @Override
    public Map<UUID, List<AccessKeyGrant>> grants() {
        requirePlatform();
        return transactions.readInPlatform(() -> {
            List<AccessKey> alive = repository.alive(clock.instant());
            Map<UUID, Principal> owners = accounts.principals(alive.stream()
                    .map(AccessKey::accountId)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet()));
            Map<UUID, List<AccessKeyGrant>> grants = new HashMap<>();
            for (AccessKey key : alive) {
                UUID accountId = key.accountId();
                Optional.ofNullable(accountId == null ? Principal.machine() : owners.get(accountId))
                        .flatMap(owner -> grant(key, owner))
                        .ifPresent(grant -> grants.computeIfAbsent(key.tenantId(), _ -> new ArrayList<>())
                                .add(grant));
            }
            return Map.copyOf(grants);
        });
    }

    /** Empty if nothing is left of the owner's rights: then the key is not known to gateways at all. */
    private Optional<AccessKeyGrant> grant(AccessKey key, Principal owner) {
        UUID tenantId = key.tenantId();
        List<Statement> narrowing = json.read(key.statements());
        List<Statement> statements = narrowing.isEmpty()
                ? onData(owner.statementsIn(tenantId))
                : onData(owner.policyIn(tenantId).narrowedTo(narrowing));
        return statements.stream().noneMatch(Statement::allow)
                ? Optional.empty()
                : Optional.of(new AccessKeyGrant(
                        key.getId(),
                        HexFormat.of().formatHex(key.sessionKeySha256()),
                        owner.name(),
                        statements,
                        key.expiresAt()));
    }

    /** The owner's rights changed, or the owner goes: so do the keys. */
    @EventListener
    void on(AccountChanged change) {
        repository
                .tenantsOf(change.accountId())
                .forEach(tenantId -> events.publishEvent(new AccessKeyChanged(tenantId)));
    }

    private List<AccessKeySummary> summaries(List<AccessKey> keys) {
        Map<UUID, String> usernames = accounts.usernames(keys.stream()
                .map(AccessKey::accountId)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        return keys.stream()
                .map(key -> new AccessKeySummary(
                        key.getId(),
                        key.name(),
                        name(key.accountId(), usernames),
                        key.createdAt(),
                        key.expiresAt(),
                        key.lastUsedAt(),
                        json.read(key.statements())))
                .toList();
    }

    private String ownerName(AccessKey key) {
        UUID accountId = key.accountId();
        return name(accountId, accountId == null ? Map.of() : accounts.usernames(List.of(accountId)));
    }

    private static String name(@Nullable UUID accountId, Map<UUID, String> usernames) {
        return accountId == null
                ? Principal.machine().name()
                : Objects.requireNonNull(usernames.get(accountId), "keys go with their account");
    }

    private static List<Statement> onData(List<Statement> statements) {
        return statements.stream()
                .flatMap(statement -> statement.onData().stream())
                .toList();
    }

    private static IdentityException notFound(String accessKeyId) {
        return new IdentityException(
                ErrorCode.ACCESS_KEY_NOT_FOUND, "there is no such access key: accessKeyId=" + accessKeyId);
    }
}
