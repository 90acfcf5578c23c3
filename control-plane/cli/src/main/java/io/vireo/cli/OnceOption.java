package io.vireo.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** By what a write is known that may be tried again. */
final class OnceOption {
    @Option(
            names = "--once",
            paramLabel = "KEY",
            description = "Do it once, however often it is tried with this key within ten minutes; up to 64 bytes.")
    private @Nullable String key;

    @Nullable String key() {
        return key;
    }
}
