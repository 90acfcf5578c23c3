package io.vireo.gateway;

import java.util.List;

/**
 * A call of a function over HTTP.
 *
 * @param function its name
 * @param method HTTP method, upper case
 * @param path what followed the name, decoded; begins with {@code /}
 * @param query what followed the question mark, as sent; empty: none
 * @param url path and query as the client sent them, with the name
 * @param headers without those that carry the caller's credential, and without those of the connection
 * @param body whole, at most as long as the function allows
 * @param principal who calls; empty: an open function was called without a credential
 */
public record FunctionCall(
        String function,
        String method,
        String path,
        String query,
        String url,
        List<Header> headers,
        byte[] body,
        String principal) {}
