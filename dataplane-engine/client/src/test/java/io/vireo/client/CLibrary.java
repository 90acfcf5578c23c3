package io.vireo.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The C client as a library that other languages can load, made by gcc of the one file that users compile. */
final class CLibrary {
    private static final Path SOURCE = Path.of("c/vireo.c").toAbsolutePath();

    private CLibrary() {}

    /** Compiles it into a folder; warnings are errors. */
    static Path compile(Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("libvireo.so");
        Process gcc = new ProcessBuilder(
                        "gcc",
                        "-std=c11",
                        "-O2",
                        "-Wall",
                        "-Wextra",
                        "-Wconversion",
                        "-Wshadow",
                        "-Werror",
                        "-fPIC",
                        "-shared",
                        "-o",
                        library.toString(),
                        SOURCE.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (gcc.waitFor() != 0) {
            throw new IOException("the C client does not compile: " + output);
        }
        return library;
    }
}
