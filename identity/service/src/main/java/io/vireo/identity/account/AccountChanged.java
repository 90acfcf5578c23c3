package io.vireo.identity.account;

import java.util.UUID;

/**
 * What an account may do changed, within this module. Published inside the transaction of the change, before it for a deletion.
 *
 * @param endsSessions whether whoever is signed in with it must sign in again
 * @param keptSessionId session that stays nevertheless, or the nil UUID
 */
public record AccountChanged(UUID accountId, boolean endsSessions, UUID keptSessionId) {
    /** No session. */
    public static final UUID NONE = new UUID(0, 0);

    static AccountChanged rights(UUID accountId) {
        return new AccountChanged(accountId, false, NONE);
    }

    static AccountChanged ended(UUID accountId) {
        return new AccountChanged(accountId, true, NONE);
    }
}
