package io.vireo.tenant;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A container as lists and screens show it.
 *
 * @param id number, unique in the installation, never used again
 * @param durability of its writes
 * @param restorableUntil of a retired container, until when it can be taken back; null for a live one
 */
public record ContainerSummary(
        long id,
        UUID tenantId,
        String name,
        Durability durability,
        Instant createdAt,
        @Nullable Instant restorableUntil) {
    /** Whether it is in service. */
    public boolean isLive() {
        return restorableUntil == null;
    }
}
