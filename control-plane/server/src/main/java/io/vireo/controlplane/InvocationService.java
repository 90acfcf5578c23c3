package io.vireo.controlplane;

import java.util.UUID;

/** Calls functions through the tenant's gateway as the current principal. Needs {@code function:Invoke}. */
public interface InvocationService {

    /**
     * Calls a function and waits for its answer, at most two minutes. An error status of the function is an answer.
     *
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}, {@code INVALID_FIELD}, {@code GATEWAY_UNAVAILABLE}
     */
    InvocationResult invoke(UUID tenantId, String function, InvocationRequest request);
}
