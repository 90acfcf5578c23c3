package io.vireo.controlplane.invocation;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.InvocationRequest;
import io.vireo.controlplane.InvocationResult;
import io.vireo.controlplane.InvocationService;
import io.vireo.controlplane.gateway.TenantGateway;
import io.vireo.identity.Authorizer;
import io.vireo.identity.FieldFault;
import io.vireo.identity.Resource;
import io.vireo.policy.Action;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.springframework.stereotype.Service;

/** Calls a function as the person who tries it would from outside: same way in, same rights, same limits. */
@Service
class GatewayInvocations implements InvocationService {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int MAX_BODY_LENGTH = 8 * 1024 * 1024;
    private static final int MAX_PATH_LENGTH = 4_096;
    private static final int MAX_HEADERS = 64;
    private static final String REQUEST_ID = "X-Request-Id";
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    /** Belong to the connection or to the credential; what a caller says of them would not be what is sent. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "authorization",
            "x-v3io-session-key",
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final TenantGateway gateway;
    private final FunctionService functions;
    private final Authorizer authorizer;
    private final Clock clock;
    private final LongSupplier nanoClock;

    GatewayInvocations(
            TenantGateway gateway,
            FunctionService functions,
            Authorizer authorizer,
            Clock clock,
            LongSupplier nanoClock) {
        this.gateway = gateway;
        this.functions = functions;
        this.authorizer = authorizer;
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    @Override
    public InvocationResult invoke(UUID tenantId, String function, InvocationRequest request) {
        authorizer.require(Action.FUNCTION_INVOKE, Resource.function(tenantId, function));
        check(request);
        functions.find(tenantId, function);
        String requestId = UUID.randomUUID().toString();
        HttpRequest.Builder builder = gateway.request(tenantId, "/functions/" + function + request.path())
                .timeout(TIMEOUT)
                .method(request.method(), BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> values.forEach(value -> add(builder, name, value)));
        builder.setHeader(REQUEST_ID, requestId);

        Instant startedAt = clock.instant();
        long startNs = nanoClock.getAsLong();
        HttpResponse<InputStream> response = gateway.send(builder.build(), BodyHandlers.ofInputStream());
        byte[] body = read(response);
        Duration duration = Duration.ofNanos(nanoClock.getAsLong() - startNs);
        boolean isTruncated = body.length > MAX_BODY_LENGTH;
        return new InvocationResult(
                response.headers().firstValue(REQUEST_ID).orElse(requestId),
                response.statusCode(),
                Map.copyOf(response.headers().map()),
                isTruncated ? Arrays.copyOf(body, MAX_BODY_LENGTH) : body,
                isTruncated,
                startedAt,
                duration);
    }

    private static void check(InvocationRequest request) {
        List<FieldFault> faults = new ArrayList<>();
        if (!METHODS.contains(request.method())) {
            faults.add(new FieldFault(
                    "method",
                    "method must be one of " + METHODS.stream().sorted().toList()));
        }
        if (!request.path().isEmpty()
                && !request.path().startsWith("/")
                && !request.path().startsWith("?")) {
            faults.add(new FieldFault("path", "path must be empty or start with / or ?"));
        }
        if (request.path().length() > MAX_PATH_LENGTH) {
            faults.add(new FieldFault(
                    "path", "path is too long: length=" + request.path().length() + " max=" + MAX_PATH_LENGTH));
        }
        if (request.body().length > MAX_BODY_LENGTH) {
            faults.add(new FieldFault(
                    "body", "body is too long: bytes=" + request.body().length + " max=" + MAX_BODY_LENGTH));
        }
        if (request.headers().size() > MAX_HEADERS) {
            faults.add(new FieldFault(
                    "headers", "too many headers: count=" + request.headers().size() + " max=" + MAX_HEADERS));
        }
        request.headers().keySet().stream()
                .filter(name -> OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(name -> faults.add(new FieldFault(
                        "headers[" + name + "]", "this header is set by the test call itself: " + name)));
        if (!faults.isEmpty()) {
            throw new ControlPlaneException(ErrorCode.INVALID_FIELD, faults);
        }
    }

    private static void add(HttpRequest.Builder builder, String name, String value) {
        try {
            builder.header(name, value);
        } catch (IllegalArgumentException e) {
            throw ControlPlaneException.invalid("headers[" + name + "]", "not a valid header: " + e.getMessage());
        }
    }

    private static byte[] read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return body.readNBytes(MAX_BODY_LENGTH + 1);
        } catch (IOException e) {
            throw new ControlPlaneException(
                    ErrorCode.GATEWAY_UNAVAILABLE,
                    "the answer broke off after its head: status=" + response.statusCode(),
                    e);
        }
    }
}
