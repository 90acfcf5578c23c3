package io.vireo.invoker.trigger;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vireo.gateway.FunctionCall;
import io.vireo.gateway.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A call over HTTP in the terms of the common event schema.
 *
 * @param contentType of the body; empty: none was named
 * @param headers with canonical names, such as {@code X-Request-Id}
 * @param fields query parameters, decoded; of a parameter that comes twice the last value
 */
public record HttpEvent(String contentType, List<Header> headers, List<Header> fields) {
    /** How the trigger is called in events. */
    public static final String TRIGGER_KIND = "http";

    private static final int MAX_FIELDS = 1_000;

    /** The event of a call. */
    public static HttpEvent of(FunctionCall call) {
        String contentType = "";
        List<Header> headers = new ArrayList<>(call.headers().size());
        for (Header header : call.headers()) {
            String name = canonical(header.name());
            headers.add(name.equals(header.name()) ? header : new Header(name, header.value()));
            if (name.equals("Content-Type")) {
                contentType = header.value();
            }
        }
        return new HttpEvent(contentType, headers, fieldsOf(call.query()));
    }

    private static List<Header> fieldsOf(String query) {
        if (query.isEmpty()) {
            return List.of();
        }
        List<Header> fields = new ArrayList<>();
        QueryStringDecoder decoder = new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MAX_FIELDS);
        for (Map.Entry<String, List<String>> parameter : decoder.parameters().entrySet()) {
            fields.add(new Header(parameter.getKey(), parameter.getValue().getLast()));
        }
        return fields;
    }

    /** Capital letters at the start and after each hyphen, small ones elsewhere. */
    static String canonical(String name) {
        boolean capital = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != (capital ? upper(c) : lower(c))) {
                return canonicalCopy(name);
            }
            capital = c == '-';
        }
        return name;
    }

    private static String canonicalCopy(String name) {
        char[] chars = name.toCharArray();
        boolean capital = true;
        for (int i = 0; i < chars.length; i++) {
            chars[i] = capital ? upper(chars[i]) : lower(chars[i]);
            capital = chars[i] == '-';
        }
        return new String(chars);
    }

    private static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
