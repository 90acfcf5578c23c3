package io.vireo.controlplane;

import java.util.UUID;

/** A function was created, edited, deployed or deleted, or its state on the nodes changed. Published inside the transaction of the change. */
public record FunctionChanged(UUID tenantId, String name) {}
