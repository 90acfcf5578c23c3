package io.vireo.gateway;

import io.netty.buffer.ByteBufUtil;
import io.vireo.gateway.TenantView.FunctionFace;
import io.vireo.gateway.auth.Caller;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.HttpFields;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lets calls of functions in: {@code /functions/NAME/…}, whose callers are known and allowed unless the function is open. */
final class FunctionIngress {
    private static final String PREFIX = "/functions/";
    /** Header fields that are about the connection and not about the call, in lower case. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "expect", "proxy-connection");

    private final FunctionDoor door;
    private final long defaultBodyBytes;

    FunctionIngress(FunctionDoor door, long defaultBodyBytes) {
        this.door = door;
        this.defaultBodyBytes = defaultBodyBytes;
    }

    void handle(Exchange exchange, CompiledTenant tenant) {
        String path = exchange.target().decodedPath();
        int slash = path.indexOf('/', PREFIX.length());
        String name = slash < 0 ? path.substring(PREFIX.length()) : path.substring(PREFIX.length(), slash);
        FunctionFace function = tenant.function(name);
        boolean isOpen = function != null && function.open();
        String principal = isOpen ? "" : allowed(exchange, tenant, name).principal();
        if (function == null) {
            throw new RefusedException(404, -2, "Function not found");
        }
        String pathAfterName = slash < 0 ? "/" : path.substring(slash);
        long maxBytes = function.maxRequestBodyBytes() > 0 ? function.maxRequestBodyBytes() : defaultBodyBytes;
        exchange.receiveWhole(maxBytes, body -> {
            FunctionCall call = new FunctionCall(
                    name,
                    exchange.method().name(),
                    pathAfterName,
                    exchange.target().query(),
                    url(exchange),
                    headers(exchange, isOpen),
                    ByteBufUtil.getBytes(body),
                    principal);
            door.call(call, new ExchangeAnswer(exchange));
        });
    }

    private static Caller allowed(Exchange exchange, CompiledTenant tenant, String name) {
        Caller caller = tenant.authenticator().authenticate(exchange.headers());
        caller.require(Action.FUNCTION_INVOKE, "function/" + name);
        return caller;
    }

    private static String url(Exchange exchange) {
        String query = exchange.target().query();
        return query.isEmpty() ? exchange.target().path() : exchange.target().path() + "?" + query;
    }

    private static List<Header> headers(Exchange exchange, boolean isOpen) {
        List<Header> headers = new ArrayList<>(exchange.headers().size());
        for (Map.Entry<String, String> field : exchange.headers()) {
            boolean isCredential = !isOpen
                    && (HttpFields.SESSION_KEY.contentEqualsIgnoreCase(field.getKey())
                            || HttpFields.AUTHORIZATION.contentEqualsIgnoreCase(field.getKey()));
            if (!isCredential && !isOfTheConnection(field.getKey())) {
                headers.add(new Header(field.getKey(), field.getValue()));
            }
        }
        return headers;
    }

    static boolean isOfTheConnection(String name) {
        return OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT));
    }
}
