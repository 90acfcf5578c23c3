package io.vireo.invoker.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One version of a function, as it is to run.
 *
 * @param name unique in the tenant
 * @param version the deployed one, 1 or more
 * @param codeSha256 of the ZIP archive, 32 bytes
 * @param runtime {@code python}, or with its version {@code python:3.11}
 * @param handler {@code module:function}
 * @param workers processes, 1 to {@value #MAX_WORKERS}; 0 stands for 1
 * @param eventTimeoutMs after which an event is answered 408 and its worker replaced, up to one hour; 0: never
 * @param environment variables of the workers
 * @param bindings what {@code context.bindings} holds
 * @param open whether callers need no credential
 * @param memoryMib limit of a worker; 0: none
 * @param maxRequestBodyBytes of a call, up to {@value #MAX_REQUEST_BODY_BYTES}; 0: the gateway's default
 */
public record FunctionConfig(
        String name,
        int version,
        byte[] codeSha256,
        String runtime,
        String handler,
        int workers,
        int eventTimeoutMs,
        Map<String, String> environment,
        List<Binding> bindings,
        boolean open,
        int memoryMib,
        int maxRequestBodyBytes) {
    /** Of one function on one node. */
    public static final int MAX_WORKERS = 64;

    /** Bodies of calls are handed over whole. */
    public static final int MAX_REQUEST_BODY_BYTES = 16 * 1024 * 1024;

    private static final int MAX_EVENT_TIMEOUT_MS = 3_600_000;
    private static final int SHA_256_LENGTH = 32;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern HANDLER = Pattern.compile("[\\w|-]+(\\.[\\w|-]+)*:\\w+");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Puts empty values where JSON has none. */
    public FunctionConfig(
            @Nullable String name,
            int version,
            byte @Nullable [] codeSha256,
            @Nullable String runtime,
            @Nullable String handler,
            int workers,
            int eventTimeoutMs,
            @Nullable Map<String, String> environment,
            @Nullable List<Binding> bindings,
            boolean open,
            int memoryMib,
            int maxRequestBodyBytes) {
        this.name = Given.text(name);
        this.version = version;
        this.codeSha256 = Given.bytes(codeSha256);
        this.runtime = Given.text(runtime);
        this.handler = Given.text(handler);
        this.workers = workers == 0 ? 1 : workers;
        this.eventTimeoutMs = eventTimeoutMs;
        this.environment = environment == null ? Map.of() : Map.copyOf(environment);
        this.bindings = Given.list(bindings);
        this.open = open;
        this.memoryMib = memoryMib;
        this.maxRequestBodyBytes = maxRequestBodyBytes;
    }

    /**
     * A container that the handler reaches as {@code context.bindings[name]}.
     *
     * @param container id
     * @param prefix of the paths that it may touch; empty: all
     */
    public record Binding(String name, long container, String prefix, boolean writable) {
        /** Puts empty values where JSON has none. */
        public Binding(@Nullable String name, long container, @Nullable String prefix, boolean writable) {
            this.name = Given.text(name);
            this.container = container;
            this.prefix = Given.text(prefix);
            this.writable = writable;
        }
    }

    /** Whether both run the same way, so that workers of the one do for the other. */
    public boolean runsLike(FunctionConfig other) {
        return name.equals(other.name)
                && version == other.version
                && java.util.Arrays.equals(codeSha256, other.codeSha256)
                && runtime.equals(other.runtime)
                && handler.equals(other.handler)
                && workers == other.workers
                && eventTimeoutMs == other.eventTimeoutMs
                && environment.equals(other.environment)
                && bindings.equals(other.bindings)
                && memoryMib == other.memoryMib
                && maxRequestBodyBytes == other.maxRequestBodyBytes;
    }

    /** Refuses what cannot run. */
    void validate(String path) {
        check(NAME.matcher(name).matches(), path + ".name", "is not 1 to 63 letters, digits, '.', '_' or '-': " + name);
        check(version >= 1, path + ".version", "is below 1: value=" + version);
        check(
                codeSha256.length == SHA_256_LENGTH,
                path + ".codeSha256",
                "has the wrong length: length=" + codeSha256.length + " wanted=" + SHA_256_LENGTH);
        check(
                runtime.equals("python") || runtime.startsWith("python:"),
                path + ".runtime",
                "is not one that this node runs: value=" + runtime + " known=python");
        check(HANDLER.matcher(handler).matches(), path + ".handler", "is not module:function: value=" + handler);
        checkRange(path + ".workers", workers, 1, MAX_WORKERS);
        checkRange(path + ".eventTimeoutMs", eventTimeoutMs, 0, MAX_EVENT_TIMEOUT_MS);
        checkRange(path + ".memoryMib", memoryMib, 0, Integer.MAX_VALUE);
        checkRange(path + ".maxRequestBodyBytes", maxRequestBodyBytes, 0, MAX_REQUEST_BODY_BYTES);
        for (String variable : environment.keySet()) {
            check(
                    VARIABLE.matcher(variable).matches(),
                    path + ".environment",
                    "holds what is no variable name: " + variable);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < bindings.size(); i++) {
            Binding binding = bindings.get(i);
            String at = path + ".bindings[" + i + "]";
            check(!binding.name().isEmpty(), at + ".name", "is empty");
            check(names.add(binding.name()), at + ".name", "comes twice: name=" + binding.name());
            check(binding.container() != 0, at + ".container", "is missing");
        }
    }

    private static void checkRange(String field, int value, int min, int max) {
        check(value >= min && value <= max, field, "is out of range: value=" + value + " min=" + min + " max=" + max);
    }

    private static void check(boolean holds, String field, String reason) {
        if (!holds) {
            throw new ConfigException(field, reason);
        }
    }
}
