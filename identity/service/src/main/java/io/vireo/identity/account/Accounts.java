package io.vireo.identity.account;

import io.vireo.identity.AccountSummary;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.Principal;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.SchemaConstraint;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/** Reads accounts for the features of this module; callers are inside a transaction in platform scope. Asks for no right. */
@Component
public class Accounts {
    private static final Comparator<RoleBinding> PLATFORM_FIRST = Comparator.comparing((RoleBinding binding) ->
                    binding.tenantId() == null ? "" : binding.tenantId().toString())
            .thenComparing(RoleBinding::role);

    private final AccountRepository accounts;
    private final HeldRoleRepository roles;
    private final Clock clock;

    Accounts(AccountRepository accounts, HeldRoleRepository roles, Clock clock) {
        this.accounts = accounts;
        this.roles = roles;
        this.clock = clock;
    }

    /** The account with this username. */
    public Optional<Account> findByUsername(String username) {
        return accounts.findByUsername(username);
    }

    /** The account with this username, or {@code ACCOUNT_NOT_FOUND}. */
    public Account require(String username) {
        return findByUsername(username)
                .orElseThrow(() -> new IdentityException(
                        ErrorCode.ACCOUNT_NOT_FOUND, "username", "there is no such account: username=" + username));
    }

    /** The account with this id. */
    public Optional<Account> findById(UUID accountId) {
        return accounts.findById(accountId);
    }

    /** The hash to verify a password with: empty for no account, so that the caller verifies all the same. */
    public Optional<String> passwordHash(Optional<Account> account) {
        return account.map(Account::passwordHash);
    }

    /** The account as one who acts, with the roles that it holds now; empty if it is disabled or gone. */
    public Optional<Principal> principal(UUID accountId) {
        return Optional.ofNullable(principals(Set.of(accountId)).get(accountId));
    }

    /** The same for many, by id. */
    public Map<UUID, Principal> principals(Set<UUID> accountIds) {
        Map<UUID, Set<RoleBinding>> bindings = new HashMap<>();
        roles.findByAccountIdIn(accountIds)
                .forEach(held -> bindings.computeIfAbsent(held.accountId(), _ -> new HashSet<>())
                        .add(held.binding()));
        Map<UUID, Principal> principals = new HashMap<>();
        accounts.findAllById(accountIds).stream()
                .filter(Account::isEnabled)
                .forEach(account -> principals.put(
                        account.id(),
                        new Principal(
                                Principal.Kind.PERSON,
                                account.id(),
                                account.username(),
                                bindings.getOrDefault(account.id(), Set.of()))));
        return principals;
    }

    /** Usernames by id. */
    public Map<UUID, String> usernames(List<UUID> accountIds) {
        Map<UUID, String> usernames = new HashMap<>();
        accounts.findAllById(accountIds).forEach(account -> usernames.put(account.id(), account.username()));
        return usernames;
    }

    /** Within the caller's transaction. The unique constraint decides races; the check gives the common case its message. */
    Account store(CreateAccount command, String passwordHash) {
        if (accounts.existsByUsername(command.username())) {
            throw usernameTaken(command.username());
        }
        try {
            return accounts.saveAndFlush(new Account(
                    UUID.randomUUID(),
                    command.username(),
                    command.displayName().strip(),
                    passwordHash,
                    clock.instant()));
        } catch (DataIntegrityViolationException refusal) {
            if (SchemaConstraint.isViolated(refusal, "account_username_uk")) {
                throw usernameTaken(command.username());
            }
            throw refusal;
        }
    }

    private static IdentityException usernameTaken(String username) {
        return new IdentityException(
                ErrorCode.USERNAME_TAKEN, "username", "the username is taken: username=" + username);
    }

    AccountSummary summary(Account account) {
        return summaries(List.of(account), _ -> true).getFirst();
    }

    /** Summaries with those of the roles that the caller may see, read in one query for all. */
    List<AccountSummary> summaries(List<Account> page, Predicate<RoleBinding> isVisible) {
        Map<UUID, List<RoleBinding>> bindings = new HashMap<>();
        for (HeldRole held :
                roles.findByAccountIdIn(page.stream().map(Account::id).toList())) {
            if (isVisible.test(held.binding())) {
                bindings.computeIfAbsent(held.accountId(), _ -> new ArrayList<>())
                        .add(held.binding());
            }
        }
        return page.stream()
                .map(account -> new AccountSummary(
                        account.id(),
                        account.username(),
                        account.displayName().isEmpty() ? account.username() : account.displayName(),
                        account.isEnabled(),
                        bindings.getOrDefault(account.id(), List.of()).stream()
                                .sorted(PLATFORM_FIRST)
                                .toList(),
                        account.createdAt(),
                        account.lastSignedInAt()))
                .toList();
    }
}
