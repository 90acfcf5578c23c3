package io.vireo.controlplane;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a function answered to a test call.
 *
 * @param requestId names the call in logs
 * @param status of HTTP
 * @param headers name (lower case) to values
 * @param body what was read of it, at most 8 MiB; not copied
 * @param isTruncated there was more
 * @param duration until the whole answer was read
 */
public record InvocationResult(
        String requestId,
        int status,
        Map<String, List<String>> headers,
        byte[] body,
        boolean isTruncated,
        Instant startedAt,
        Duration duration) {}
