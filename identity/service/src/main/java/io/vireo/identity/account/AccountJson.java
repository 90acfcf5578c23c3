package io.vireo.identity.account;

import io.vireo.identity.AccountSummary;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.TenantDirectory;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Accounts as the API shows them: tenants by name. */
@Component
class AccountJson {
    private final TenantDirectory tenants;

    AccountJson(TenantDirectory tenants) {
        this.tenants = tenants;
    }

    /**
     * A role and where it is held.
     *
     * @param tenant name of the tenant, or null for the platform
     */
    record HeldRoleJson(String role, @Nullable String tenant) {}

    record User(
            UUID id,
            String username,
            String displayName,
            boolean enabled,
            List<HeldRoleJson> roles,
            Instant createdAt,
            @Nullable Instant lastSignedInAt) {}

    User user(AccountSummary account) {
        return users(List.of(account)).getFirst();
    }

    List<User> users(List<AccountSummary> accounts) {
        Map<UUID, String> names = names(
                accounts.stream().flatMap(account -> account.roles().stream()).toList());
        return accounts.stream()
                .map(account -> new User(
                        account.id(),
                        account.username(),
                        account.displayName(),
                        account.isEnabled(),
                        roles(account.roles(), names),
                        account.createdAt(),
                        account.lastSignedInAt()))
                .toList();
    }

    List<HeldRoleJson> roles(Collection<RoleBinding> bindings) {
        return roles(bindings, names(bindings));
    }

    private static List<HeldRoleJson> roles(Collection<RoleBinding> bindings, Map<UUID, String> names) {
        return bindings.stream()
                .map(binding -> new HeldRoleJson(
                        binding.role().wireName(), binding.tenantId() == null ? null : names.get(binding.tenantId())))
                .toList();
    }

    private Map<UUID, String> names(Collection<RoleBinding> bindings) {
        return tenants.namesOf(bindings.stream()
                .map(RoleBinding::tenantId)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
    }
}
