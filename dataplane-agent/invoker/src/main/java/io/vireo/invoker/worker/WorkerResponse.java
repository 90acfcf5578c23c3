package io.vireo.invoker.worker;

import io.vireo.gateway.Header;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a worker answers to an event, checked: a status and headers that HTTP can carry.
 *
 * @param correlationId of the event
 * @param status 200 to 599
 * @param headers with the content type
 * @param body valid until the next message is taken from the worker
 * @param more whether further responses carry the rest of the body
 * @param durationNs of the handler
 * @param failed whether the handler raised
 */
public record WorkerResponse(
        long correlationId,
        int status,
        List<Header> headers,
        ByteBuffer body,
        boolean more,
        long durationNs,
        boolean failed) {}
