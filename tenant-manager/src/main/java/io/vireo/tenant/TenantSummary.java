package io.vireo.tenant;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as lists and screens show it.
 *
 * @param address that its gateways listen on
 * @param restorableUntil of a retired tenant, until when it can be taken back; null for a live one
 */
public record TenantSummary(
        UUID id,
        String name,
        String displayName,
        TenantState state,
        String address,
        Instant createdAt,
        @Nullable Instant restorableUntil) {}
