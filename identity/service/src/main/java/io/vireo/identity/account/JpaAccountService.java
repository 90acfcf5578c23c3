package io.vireo.identity.account;

import io.vireo.identity.AccountService;
import io.vireo.identity.AccountSummary;
import io.vireo.identity.Auditor;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.ScopedTransactions;
import io.vireo.identity.UpdateAccount;
import io.vireo.identity.principal.CurrentSession;
import io.vireo.policy.Action;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;

/** Accounts in the database. What roles they hold is changed by {@link RoleAssignments}. */
@Service
class JpaAccountService implements AccountService {
    private static final Map<String, String> SORT_PROPERTIES = Map.of(
            "username", "username",
            "displayName", "displayName",
            "createdAt", "createdAt",
            "lastSignedInAt", "lastSignedInAt");

    private final AccountRepository repository;
    private final Accounts accounts;
    private final RoleAssignments roles;
    private final PasswordHasher passwords;
    private final SignInFailures failures;
    private final ScopedTransactions transactions;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final Auditor auditor;
    private final ApplicationEventPublisher events;

    JpaAccountService(
            AccountRepository repository,
            Accounts accounts,
            RoleAssignments roles,
            PasswordHasher passwords,
            SignInFailures failures,
            ScopedTransactions transactions,
            Authorizer authorizer,
            PrincipalHolder principals,
            Auditor auditor,
            ApplicationEventPublisher events) {
        this.repository = repository;
        this.accounts = accounts;
        this.roles = roles;
        this.passwords = passwords;
        this.failures = failures;
        this.transactions = transactions;
        this.authorizer = authorizer;
        this.principals = principals;
        this.auditor = auditor;
        this.events = events;
    }

    @Override
    public AccountSummary create(CreateAccount command) {
        authorizer.require(Action.USER_CREATE, Resource.account(command.username()));
        AccountRules.check(command);
        String passwordHash = passwords.hash(command.password());
        return transactions.inPlatform(() -> {
            Account account = accounts.store(command, passwordHash);
            auditor.done(Action.USER_CREATE, Resource.account(command.username()));
            return accounts.summary(account);
        });
    }

    @Override
    public List<AccountSummary> page(PageQuery query) {
        authorizer.require(Action.USER_READ, Resource.platform());
        Pageable pageable = query.toPageable(SORT_PROPERTIES, "username");
        return transactions.readInPlatform(
                () -> accounts.summaries(repository.page(PageQuery.likePattern(query.filter()), pageable), _ -> true));
    }

    @Override
    public long count(String filter) {
        authorizer.require(Action.USER_READ, Resource.platform());
        return transactions.readInPlatform(() -> repository.count(PageQuery.likePattern(filter)));
    }

    @Override
    public CursorPage<AccountSummary> list(CursorQuery query) {
        authorizer.require(Action.USER_READ, Resource.platform());
        return transactions.readInPlatform(() -> query.page(
                accounts.summaries(repository.after(query.after(), Limit.of(query.limit() + 1)), _ -> true),
                AccountSummary::username));
    }

    @Override
    public List<AccountSummary> pageOfTenant(UUID tenantId, PageQuery query) {
        authorizer.require(Action.USER_READ, Resource.tenant(tenantId));
        Pageable pageable = query.toPageable(SORT_PROPERTIES, "username");
        return transactions.readInPlatform(() -> accounts.summaries(
                repository.pageOfTenant(tenantId, PageQuery.likePattern(query.filter()), pageable),
                binding -> tenantId.equals(binding.tenantId())));
    }

    @Override
    public long countOfTenant(UUID tenantId, String filter) {
        authorizer.require(Action.USER_READ, Resource.tenant(tenantId));
        return transactions.readInPlatform(() -> repository.countOfTenant(tenantId, PageQuery.likePattern(filter)));
    }

    @Override
    public AccountSummary find(String username) {
        if (!isCaller(username)) {
            authorizer.require(Action.USER_READ, Resource.account(username));
        }
        return transactions.readInPlatform(() -> accounts.summary(accounts.require(username)));
    }

    @Override
    public AccountSummary update(String username, UpdateAccount command) {
        boolean isOwnName = isCaller(username) && command.isEnabled() == null && command.password() == null;
        if (!isOwnName) {
            authorizer.require(Action.USER_UPDATE, Resource.account(username));
        }
        if (command.displayName() != null) {
            AccountRules.checkDisplayName(command.displayName());
        }
        Optional<String> passwordHash = Optional.ofNullable(command.password()).map(password -> {
            if (isCaller(username)) {
                throw IdentityException.invalid("password", "of your own account is changed with the current one");
            }
            AccountRules.checkPassword("password", username, password);
            return passwords.hash(password);
        });
        return transactions.inPlatform(() -> {
            Account account = accounts.require(username);
            roles.requireThatCallerHoldsRolesOf(account);
            apply(account, command, passwordHash);
            auditor.done(Action.USER_UPDATE, Resource.account(username), details(command));
            return accounts.summary(account);
        });
    }

    private void apply(Account account, UpdateAccount command, Optional<String> passwordHash) {
        if (command.displayName() != null) {
            account.rename(command.displayName().strip());
        }
        passwordHash.ifPresent(account::changePasswordHash);
        Boolean enabled = command.isEnabled();
        boolean isDisabled = enabled != null && !enabled && account.isEnabled();
        boolean isRevived = enabled != null && enabled && !account.isEnabled();
        if (isDisabled) {
            roles.keepingAnAdministrator(account, () -> account.enable(false));
        } else if (isRevived) {
            account.enable(true);
        }
        repository.flush();
        if (isDisabled || passwordHash.isPresent()) {
            events.publishEvent(AccountChanged.ended(account.id()));
        } else if (isRevived) {
            events.publishEvent(AccountChanged.rights(account.id()));
        }
    }

    @Override
    public void changeOwnPassword(String currentPassword, String newPassword) {
        Principal principal = principals.require();
        UUID accountId = principal.accountId();
        if (accountId == null) {
            throw new IdentityException(ErrorCode.FORBIDDEN, "only a person has a password");
        }
        failures.attempt(principal.name());
        Optional<String> hash = transactions.readInPlatform(() -> accounts.passwordHash(accounts.findById(accountId)));
        if (!passwords.verify(currentPassword, hash)) {
            throw new IdentityException(ErrorCode.BAD_CREDENTIALS, "currentPassword", "the current password is wrong");
        }
        failures.succeeded(principal.name());
        AccountRules.checkPassword("newPassword", principal.name(), newPassword);
        String newHash = passwords.hash(newPassword);
        transactions.inPlatform(() -> {
            Account account = accounts.require(principal.name());
            account.changePasswordHash(newHash);
            repository.flush();
            events.publishEvent(
                    new AccountChanged(accountId, true, CurrentSession.id().orElse(AccountChanged.NONE)));
            auditor.done(Action.USER_UPDATE, Resource.account(principal.name()), Map.of("changed", "own password"));
            return account;
        });
    }

    @Override
    public void delete(String username) {
        authorizer.require(Action.USER_DELETE, Resource.account(username));
        transactions.inPlatform(() -> {
            Account account = accounts.require(username);
            roles.requireThatCallerHoldsRolesOf(account);
            events.publishEvent(AccountChanged.ended(account.id()));
            roles.keepingAnAdministrator(account, () -> {
                repository.delete(account);
                repository.flush();
            });
            auditor.done(Action.USER_DELETE, Resource.account(username));
            return account;
        });
    }

    @Override
    public AccountSummary assignRole(String username, RoleBinding binding) {
        return roles.assign(username, binding);
    }

    @Override
    public AccountSummary removeRole(String username, RoleBinding binding) {
        return roles.remove(username, binding);
    }

    private boolean isCaller(String username) {
        Principal principal = principals.require();
        return principal.kind() == Principal.Kind.PERSON && principal.name().equals(username);
    }

    private static Map<String, String> details(UpdateAccount command) {
        Map<String, String> details = new TreeMap<>();
        if (command.displayName() != null) {
            details.put("displayName", command.displayName());
        }
        if (command.isEnabled() != null) {
            details.put("enabled", command.isEnabled().toString());
        }
        if (command.password() != null) {
            details.put("password", "set");
        }
        return details;
    }
}
