package io.vireo.controlplane.function;

import io.vireo.controlplane.FunctionFiles;

/** Bounds of functions, with their relations. */
final class FunctionLimits {
    static final int MAX_FUNCTIONS_PER_TENANT = 1_000;
    static final int MAX_VERSIONS_PER_FUNCTION = 10_000;
    static final int MAX_MESSAGE_LENGTH = 500;

    static final int MAX_WORKERS = 32;
    static final int MAX_EVENT_TIMEOUT_MS = 3_600_000;
    static final int MIN_MEMORY_MIB = 32;
    static final int MAX_MEMORY_MIB = 65_536;
    static final int MAX_REQUEST_BODY_BYTES = 16 * 1024 * 1024; // what the channel to a worker holds

    static final int MAX_VARIABLES = 100;
    static final int MAX_ENVIRONMENT_BYTES = 128 * 1024; // names and values; the kernel takes 2 MiB with the arguments
    static final int MAX_BINDINGS = 16;
    static final int MAX_PREFIX_BYTES = 1_024;

    /** A configuration file is read by a parser that builds a tree: it stays small. */
    static final int MAX_YAML_BYTES = 64 * 1024;

    static {
        assert MAX_YAML_BYTES <= FunctionFiles.MAX_TOTAL_LENGTH;
        assert MAX_ENVIRONMENT_BYTES >= MAX_VARIABLES;
    }

    private FunctionLimits() {}
}
