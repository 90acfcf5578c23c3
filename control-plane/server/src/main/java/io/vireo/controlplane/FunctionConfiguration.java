package io.vireo.controlplane;

import java.util.List;
import java.util.Map;

/**
 * How a function runs, without its code. Checked when a version is made; a draft may hold anything.
 *
 * @param handler {@code module:entrypoint}, such as {@code main:handler}
 * @param runtime {@code python}
 * @param workers processes per node, 1 to 32
 * @param eventTimeoutMs after which an event's worker is killed and replaced, 0 (never) to 3,600,000
 * @param environment variables of the workers, at most 100
 * @param bindings what {@code context.bindings} holds, at most 16
 * @param isOpen callers need no credential
 * @param memoryMib limit per worker, 0 (none) or 32 to 65,536
 * @param maxRequestBodyBytes of a call, 1 to 16 MiB
 */
public record FunctionConfiguration(
        String handler,
        String runtime,
        int workers,
        int eventTimeoutMs,
        Map<String, String> environment,
        List<Binding> bindings,
        boolean isOpen,
        int memoryMib,
        int maxRequestBodyBytes) {
    /** What a function gets that says nothing. */
    public static final FunctionConfiguration DEFAULT = new FunctionConfiguration(
            "main:handler", "python", 1, 30_000, Map.of(), List.of(), false, 0, 4 * 1024 * 1024);

    /** Copies the collections. */
    public FunctionConfiguration {
        environment = Map.copyOf(environment);
        bindings = List.copyOf(bindings);
    }

    /**
     * A container that the function reaches without a credential.
     *
     * @param name under which the handler finds it: {@code context.bindings[name]}
     * @param container name of one of the tenant's containers
     * @param prefix of the paths that it may touch; empty: all
     * @param isWritable it may also write and delete
     */
    public record Binding(String name, String container, String prefix, boolean isWritable) {}
}
