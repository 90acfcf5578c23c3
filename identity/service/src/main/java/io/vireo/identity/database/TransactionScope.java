package io.vireo.identity.database;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a transaction sees.
 *
 * @param setting value of {@code app.scope}
 * @param tenantId value of {@code app.tenant}, null for none
 */
record TransactionScope(String setting, @Nullable UUID tenantId) {
    /** Sees nothing. */
    static final TransactionScope NOTHING = new TransactionScope("", null);

    /** Sees every row. */
    static final TransactionScope PLATFORM = new TransactionScope("platform", null);

    /** The scope that a transaction which begins on this thread gets. */
    static final ScopedValue<TransactionScope> CURRENT = ScopedValue.newInstance();

    static TransactionScope tenant(UUID tenantId) {
        return new TransactionScope("tenant", tenantId);
    }
}
