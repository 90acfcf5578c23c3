package io.vireo.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.vireo.client.DataClient;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.RefusedException;
import io.vireo.gateway.http.RequestHandler;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends each request where it belongs: by the first words of its path to functions, their logs or health, else to the native API. */
final class Router implements RequestHandler {
    private static final String OWN = "/.vireo/";
    private static final String HEALTH = "/.vireo/health";
    private static final String OWN_FUNCTIONS = "/.vireo/functions/";
    private static final String LOGS = "/logs";
    private static final String FUNCTIONS = "/functions/";

    private final DataClient data;
    private final FunctionIngress functions;
    private final LogIngress logs;
    private volatile @Nullable CompiledTenant tenant;

    Router(GatewayConfig config, DataClient data, FunctionDoor functionDoor, LogDoor logDoor) {
        this.data = data;
        this.functions = new FunctionIngress(functionDoor, config.defaultFunctionBodyBytes());
        this.logs = new LogIngress(logDoor);
    }

    void show(CompiledTenant newTenant) {
        tenant = newTenant;
    }

    @Override
    public void handle(Exchange exchange) {
        String path = exchange.target().path();
        if (path.equals(HEALTH)) {
            answerHealth(exchange);
            return;
        }
        CompiledTenant current = tenant;
        if (current == null) {
            throw RefusedException.tryAgain("gateway has not been told of its tenant yet");
        }
        if (path.startsWith(FUNCTIONS)) {
            functions.handle(exchange, current);
        } else if (path.startsWith(OWN)) {
            handleOwn(exchange, current, path);
        } else {
            current.nativeApi().handle(exchange, current.authenticator().authenticate(exchange.headers()));
        }
    }

    private void handleOwn(Exchange exchange, CompiledTenant current, String path) {
        if (!path.startsWith(OWN_FUNCTIONS) || !path.endsWith(LOGS)) {
            throw new RefusedException(404, RefusedException.INVALID_ARGUMENT, "no such endpoint");
        }
        logs.handle(exchange, current, path.substring(OWN_FUNCTIONS.length(), path.length() - LOGS.length()));
    }

    private void answerHealth(Exchange exchange) {
        String missing = tenant == null ? "configuration" : data.isAvailable() ? "" : "engine";
        String body = missing.isEmpty()
                ? "{\"state\": \"ready\"}"
                : "{\"state\": \"starting\", \"missing\": \"" + missing + "\"}";
        HttpHeaders headers = Exchange.newHeaders();
        headers.set(HttpFields.CONTENT_TYPE, HttpFields.JSON);
        exchange.respond(
                missing.isEmpty() ? 200 : 503, headers, Unpooled.wrappedBuffer(body.getBytes(StandardCharsets.UTF_8)));
    }
}
