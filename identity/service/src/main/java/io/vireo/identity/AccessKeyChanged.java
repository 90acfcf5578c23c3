package io.vireo.identity;

import java.util.UUID;

/** The keys of a tenant, or what they allow, changed. Published inside the transaction of the change. */
public record AccessKeyChanged(UUID tenantId) {}
