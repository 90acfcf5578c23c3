package io.vireo.controlplane;

import java.util.List;
import java.util.Map;

/**
 * A test call of a function.
 *
 * @param method {@code GET}, {@code POST}, {@code PUT}, {@code PATCH}, {@code DELETE}, {@code HEAD} or {@code OPTIONS}
 * @param path what follows the function's name, with its query; empty or starting with {@code /}
 * @param headers name to values
 * @param body at most 8 MiB; not copied
 */
public record InvocationRequest(String method, String path, Map<String, List<String>> headers, byte[] body) {}
