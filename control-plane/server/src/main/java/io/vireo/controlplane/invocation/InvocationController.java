package io.vireo.controlplane.invocation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vireo.controlplane.InvocationRequest;
import io.vireo.controlplane.InvocationResult;
import io.vireo.controlplane.InvocationService;
import io.vireo.controlplane.rest.TenantNames;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Test calls over REST. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/functions/{function}/invocations")
class InvocationController {
    private final InvocationService invocations;
    private final TenantNames tenants;

    InvocationController(InvocationService invocations, TenantNames tenants) {
        this.invocations = invocations;
        this.tenants = tenants;
    }

    /**
     * @param body as text; null: none, or {@code bodyBase64}
     */
    record Call(
            @Nullable String method,
            @Nullable String path,
            @Nullable Map<String, List<String>> headers,
            @Nullable String body,
            byte @Nullable [] bodyBase64) {}

    /**
     * @param body if it is text in UTF-8; null: it is not, see {@code bodyBase64}
     */
    record Answer(
            String requestId,
            int status,
            Map<String, List<String>> headers,
            @Nullable String body,
            @Nullable String bodyBase64,
            boolean truncated,
            Instant startedAt,
            double durationMs) {}

    @PostMapping
    Answer invoke(@PathVariable String tenant, @PathVariable String function, @RequestBody Call call) {
        byte[] text = call.body == null ? new byte[0] : call.body.getBytes(UTF_8);
        InvocationResult result = invocations.invoke(
                tenants.idOf(tenant),
                function,
                new InvocationRequest(
                        call.method == null ? "GET" : call.method,
                        call.path == null ? "" : call.path,
                        call.headers == null ? Map.of() : call.headers,
                        call.bodyBase64 == null ? text : call.bodyBase64));
        Optional<String> answer = text(result.body());
        return new Answer(
                result.requestId(),
                result.status(),
                result.headers(),
                answer.orElse(null),
                answer.isPresent() ? null : Base64.getEncoder().encodeToString(result.body()),
                result.isTruncated(),
                result.startedAt(),
                result.duration().toNanos() / 1e6);
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty(); // binary, or cut in the middle of a character: sent as it is
        }
    }
}
