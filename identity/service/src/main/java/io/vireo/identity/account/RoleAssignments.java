package io.vireo.identity.account;

import io.vireo.identity.AccountSummary;
import io.vireo.identity.Auditor;
import io.vireo.identity.Authorizer;
import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.SchemaConstraint;
import io.vireo.identity.ScopedTransactions;
import io.vireo.policy.Action;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Gives and takes roles. Nobody gives or takes what they do not hold themselves, nobody changes the account of somebody who holds
 * more, and the platform always keeps an enabled administrator.
 */
@Component
class RoleAssignments {
    private final HeldRoleRepository repository;
    private final Accounts accounts;
    private final ScopedTransactions transactions;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final Auditor auditor;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    RoleAssignments(
            HeldRoleRepository repository,
            Accounts accounts,
            ScopedTransactions transactions,
            Authorizer authorizer,
            PrincipalHolder principals,
            Auditor auditor,
            ApplicationEventPublisher events,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.transactions = transactions;
        this.authorizer = authorizer;
        this.principals = principals;
        this.auditor = auditor;
        this.events = events;
        this.clock = clock;
    }

    AccountSummary assign(String username, RoleBinding binding) {
        Resource resource = requireMayChange(username, binding);
        return transactions.inPlatform(() -> {
            Account account = accounts.require(username);
            if (give(account, binding)) {
                auditor.done(
                        Action.USER_ASSIGN_ROLE,
                        resource,
                        Map.of("given", binding.role().wireName()));
            }
            return visibleSummary(account, binding);
        });
    }

    AccountSummary remove(String username, RoleBinding binding) {
        Resource resource = requireMayChange(username, binding);
        return transactions.inPlatform(() -> {
            Account account = accounts.require(username);
            Optional<HeldRole> held = held(account, binding);
            if (held.isPresent()) {
                take(account, held.get());
                auditor.done(
                        Action.USER_ASSIGN_ROLE,
                        resource,
                        Map.of("taken", binding.role().wireName()));
            }
            return visibleSummary(account, binding);
        });
    }

    /** Within the caller's transaction; false if the role was held already. */
    boolean give(Account account, RoleBinding binding) {
        try {
            int given = repository.give(
                    UUID.randomUUID(), account.id(), binding.role().name(), binding.tenantId(), clock.instant());
            if (given == 0) {
                return false;
            }
        } catch (DataIntegrityViolationException refusal) {
            if (SchemaConstraint.isViolated(refusal, "role_binding_tenant_id_fkey")) {
                throw new IdentityException(ErrorCode.TENANT_NOT_FOUND, "tenant", "there is no such tenant");
            }
            throw refusal;
        }
        events.publishEvent(AccountChanged.rights(account.id()));
        return true;
    }

    private void take(Account account, HeldRole held) {
        if (held.binding().role() == Role.ADMINISTRATOR) {
            keepingAnAdministrator(account, () -> delete(held));
        } else {
            delete(held);
        }
        events.publishEvent(AccountChanged.rights(account.id()));
    }

    private void delete(HeldRole held) {
        repository.delete(held);
        repository.flush();
    }

    /** Runs a change that may take an administrator away; one at a time, so that two cannot take the last two. */
    void keepingAnAdministrator(Account account, Runnable change) {
        boolean isAdministrator =
                held(account, RoleBinding.onPlatform(Role.ADMINISTRATOR)).isPresent();
        if (!isAdministrator || !account.isEnabled()) {
            change.run();
            return;
        }
        repository.lockAdministrators();
        change.run();
        repository.flush();
        if (repository.countEnabledAdministrators() == 0) {
            throw new IdentityException(
                    ErrorCode.LAST_ADMINISTRATOR,
                    "the platform would have no enabled administrator: username=" + account.username());
        }
    }

    /** Whether anybody can administer the platform. */
    boolean hasEnabledAdministrator() {
        return repository.countEnabledAdministrators() > 0;
    }

    void lockAdministrators() {
        repository.lockAdministrators();
    }

    void requireThatCallerHoldsRolesOf(Account account) {
        Principal caller = principals.require();
        List<HeldRole> roles = repository.findByAccountId(account.id());
        if (!account.id().equals(caller.accountId())
                && !roles.stream().allMatch(held -> caller.holds(held.binding()))) {
            throw new IdentityException(
                    ErrorCode.GRANTS_MORE_THAN_HELD,
                    "the account holds roles that you do not: username=" + account.username());
        }
    }

    private Resource requireMayChange(String username, RoleBinding binding) {
        UUID tenantId = binding.tenantId();
        Resource resource = tenantId == null ? Resource.account(username) : Resource.member(tenantId, username);
        authorizer.require(Action.USER_ASSIGN_ROLE, resource);
        if (!principals.require().holds(binding)) {
            throw new IdentityException(
                    ErrorCode.GRANTS_MORE_THAN_HELD,
                    "role",
                    "you do not hold the role yourself: role=" + binding.role().wireName());
        }
        return resource;
    }

    private Optional<HeldRole> held(Account account, RoleBinding binding) {
        return repository.find(account.id(), binding.role(), binding.tenantId());
    }

    private AccountSummary visibleSummary(Account account, RoleBinding changed) {
        boolean seesAll = authorizer.allows(Action.USER_READ, Resource.account(account.username()));
        Predicate<RoleBinding> isVisible = binding -> seesAll || Objects.equals(binding.tenantId(), changed.tenantId());
        return accounts.summaries(List.of(account), isVisible).getFirst();
    }
}
