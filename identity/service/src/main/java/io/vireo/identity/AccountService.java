package io.vireo.identity;

import java.util.List;
import java.util.UUID;

/** Creates and manages the accounts of people and the roles that they hold. */
public interface AccountService {
    /**
     * Creates an enabled account without a role.
     *
     * @throws IdentityException {@code USERNAME_TAKEN}; {@code INVALID_FIELD} for a username or password that breaks the rules
     */
    AccountSummary create(CreateAccount command);

    /** Accounts, sorted by {@code username}, {@code displayName}, {@code createdAt} or {@code lastSignedInAt}. */
    List<AccountSummary> page(PageQuery query);

    /** How many accounts the filter leaves. */
    long count(String filter);

    /** Accounts by username. */
    CursorPage<AccountSummary> list(CursorQuery query);

    /** Accounts that hold a role in the tenant itself, with only those roles. */
    List<AccountSummary> pageOfTenant(UUID tenantId, PageQuery query);

    /** How many accounts hold a role in the tenant itself. */
    long countOfTenant(UUID tenantId, String filter);

    /**
     * One account.
     *
     * @throws IdentityException {@code ACCOUNT_NOT_FOUND}
     */
    AccountSummary find(String username);

    /**
     * Changes what the command names. Disabling ends every session and disables every key of the account at once.
     *
     * @throws IdentityException {@code ACCOUNT_NOT_FOUND}, {@code LAST_ADMINISTRATOR}, {@code INVALID_FIELD}, {@code
     *     GRANTS_MORE_THAN_HELD} if the account holds rights that the caller does not
     */
    AccountSummary update(String username, UpdateAccount command);

    /**
     * Changes the caller's own password and ends their other sessions.
     *
     * @throws IdentityException {@code BAD_CREDENTIALS} if the current password is wrong; {@code INVALID_FIELD}; {@code
     *     TOO_MANY_ATTEMPTS}
     */
    void changeOwnPassword(String currentPassword, String newPassword);

    /**
     * Deletes an account with its roles, sessions and keys.
     *
     * @throws IdentityException {@code ACCOUNT_NOT_FOUND}, {@code LAST_ADMINISTRATOR}
     */
    void delete(String username);

    /**
     * Gives a role; nothing happens if it is held already.
     *
     * @throws IdentityException {@code ACCOUNT_NOT_FOUND}, {@code GRANTS_MORE_THAN_HELD}
     */
    AccountSummary assignRole(String username, RoleBinding binding);

    /**
     * Takes a role; nothing happens if it is not held.
     *
     * @throws IdentityException {@code ACCOUNT_NOT_FOUND}, {@code GRANTS_MORE_THAN_HELD}, {@code LAST_ADMINISTRATOR}
     */
    AccountSummary removeRole(String username, RoleBinding binding);
}
