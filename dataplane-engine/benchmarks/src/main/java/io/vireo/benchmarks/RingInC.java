package io.vireo.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The peer of the channel: the same ring in C, compiled on this machine. */
final class RingInC implements AutoCloseable {
    private final Path folder;
    private final Path program;

    /**
     * Compiles the program.
     *
     * @param messageLength in bytes; known to the compiler, as a C programmer would have it
     * @throws IOException if there is no gcc
     */
    RingInC(int messageLength) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("vireo-bench");
        program = folder.resolve("ring");
        Path source = folder.resolve("ring.c");
        try (InputStream in = Objects.requireNonNull(RingInC.class.getResourceAsStream("ring.c"))) {
            Files.copy(in, source);
        }
        try {
            output(List.of(
                    "gcc",
                    "-O2",
                    "-std=gnu11",
                    "-Wall",
                    "-Werror",
                    "-DPAYLOAD=" + messageLength,
                    "-o",
                    program.toString(),
                    source.toString()));
        } catch (IOException e) {
            throw new IOException(
                    "cannot compile the ring in C; install gcc (Debian: apt-get install gcc libc6-dev)", e);
        }
    }

    /**
     * What one run gave.
     *
     * @param medianNs of a round trip
     * @param p99Ns 99th percentile of a round trip
     * @param systemCallNs mean of a null system call
     */
    record Result(double medianNs, double p99Ns, double systemCallNs) {}

    Result run(int roundTrips) throws IOException, InterruptedException {
        String[] figures = output(List.of(
                        program.toString(),
                        Integer.toString(roundTrips),
                        Integer.toString(Cpu.FIRST),
                        Integer.toString(Cpu.SECOND)))
                .strip()
                .split(" ");
        return new Result(
                Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Double.parseDouble(figures[2]));
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        boolean hasEnded = process.waitFor(2, TimeUnit.MINUTES);
        if (!hasEnded) {
            process.destroyForcibly();
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!hasEnded || process.exitValue() != 0) {
            throw new IOException("command failed: command=%s output=%s".formatted(command, text));
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        for (String name : List.of("ring", "ring.c")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.deleteIfExists(folder);
    }
}
