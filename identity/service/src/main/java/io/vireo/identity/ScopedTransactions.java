package io.vireo.identity;

import java.util.UUID;
import java.util.function.Supplier;

/**
 * Runs work in a database transaction that sees the rows of one tenant, or of the whole platform. Row-level security shows
 * nothing to a transaction that was started in any other way, so every service goes through here, after it has authorised.
 *
 * <p>Within a running transaction the work joins it: its scope holds until the work ends, then the outer scope is back; if the
 * work throws, the whole transaction is rolled back. Entities change in the scope in which they are saved.
 */
public interface ScopedTransactions {
    /** Reads and writes rows of one tenant. */
    <T> T inTenant(UUID tenantId, Supplier<T> work);

    /** Reads and writes rows of every tenant and of the platform. */
    <T> T inPlatform(Supplier<T> work);

    /** Reads rows of one tenant. */
    <T> T readInTenant(UUID tenantId, Supplier<T> work);

    /** Reads rows of every tenant and of the platform. */
    <T> T readInPlatform(Supplier<T> work);

    /** Reads and writes rows of every tenant and of the platform, in a new transaction even if one runs. */
    <T> T inPlatformSeparately(Supplier<T> work);
}
