package io.vireo.gateway.http;

import java.util.HashMap;
import java.util.Map;

/**
 * What the first line of a request names, split but not decoded.
 *
 * @param path begins with {@code /}
 * @param query what follows the question mark; empty: none
 */
public record RequestTarget(String path, String query) {

    /**
     * Splits the target of a request, which may carry scheme and authority.
     *
     * @throws RefusedException 400 if there is no path in it
     */
    public static RequestTarget parse(String target) {
        int start = 0;
        if (!target.startsWith("/")) {
            int scheme = target.indexOf("://");
            if (scheme < 0) {
                throw RefusedException.invalid("path", "does not begin with a slash");
            }
            start = target.indexOf('/', scheme + 3);
            if (start < 0) {
                return new RequestTarget("/", "");
            }
        }
        while (target.startsWith("//", start)) {
            start++; // the public asynchronous Python client puts a slash before one
        }
        int fragment = target.indexOf('#', start);
        int end = fragment < 0 ? target.length() : fragment;
        int question = target.indexOf('?', start);
        if (question < 0 || question > end) {
            return new RequestTarget(target.substring(start, end), "");
        }
        return new RequestTarget(target.substring(start, question), target.substring(question + 1, end));
    }

    /**
     * The parameters of the query, decoded; the first of a name wins, one without a value is empty.
     *
     * @throws RefusedException 400 naming the parameter
     */
    public Map<String, String> parameters() {
        if (query.isEmpty()) {
            return Map.of();
        }
        Map<String, String> parameters = new HashMap<>();
        int start = 0;
        while (start <= query.length()) {
            int ampersand = query.indexOf('&', start);
            int end = ampersand < 0 ? query.length() : ampersand;
            if (end > start) {
                int equals = query.indexOf('=', start);
                int nameEnd = equals < 0 || equals > end ? end : equals;
                String name = PercentDecoder.decode(query.substring(start, nameEnd), true, "query");
                String value =
                        nameEnd == end ? "" : PercentDecoder.decode(query.substring(nameEnd + 1, end), true, name);
                parameters.putIfAbsent(name, value);
            }
            start = end + 1;
        }
        return parameters;
    }

    /** The decoded path of a function call, where the rules of data paths do not hold. */
    public String decodedPath() {
        return PercentDecoder.decode(path, false, "path");
    }
}
