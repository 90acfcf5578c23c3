package io.vireo.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The peer of an engine in memory: Redis without a file, asked over a Unix socket by its own benchmark program, one connection with several requests
 * under way.
 */
final class RedisServer implements AutoCloseable {
    private static final String SERVER = "redis-server";
    private static final String BENCHMARK = "redis-benchmark";

    private final TemporaryFolder folder;
    private final Path socket;
    private Process process;

    private RedisServer(TemporaryFolder folder, Path socket, Process process) {
        this.folder = folder;
        this.socket = socket;
        this.process = process;
    }

    /** Whether this machine has Redis. */
    static boolean isHere() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(part ->
                        Files.isExecutable(Path.of(part, SERVER)) && Files.isExecutable(Path.of(part, BENCHMARK)));
    }

    /** Starts one that keeps everything in memory, and waits until it serves. */
    static RedisServer start() throws IOException {
        return start("--appendonly", "no");
    }

    /** Starts one that syncs its file before it answers. */
    static RedisServer startDurable() throws IOException {
        return start("--appendonly", "yes", "--appendfsync", "always", "--auto-aof-rewrite-percentage", "0");
    }

    private static RedisServer start(String... persistence) throws IOException {
        TemporaryFolder folder = TemporaryFolder.create();
        Path socket = folder.path().resolve("redis.sock");
        RedisServer server = new RedisServer(folder, socket, launch(folder, socket, persistence));
        try {
            server.awaitReady();
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private static Process launch(TemporaryFolder folder, Path socket, String... persistence) throws IOException {
        List<String> command = new ArrayList<>(List.of(SERVER, "--port", "0", "--save", ""));
        command.addAll(List.of(
                "--unixsocket", socket.toString(), "--dir", folder.path().toString()));
        command.addAll(List.of(persistence));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** Where clients connect. */
    Path socket() {
        return socket;
    }

    /** Ends it at once, and starts it again over the files that it has. */
    void restart() throws IOException {
        process.destroyForcibly().onExit().join();
        process = launch(folder, socket, "--appendonly", "no");
        awaitReady();
    }

    /** It says so in its log, after other lines. */
    private void awaitReady() throws IOException {
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("eady to accept connections")) {
                return;
            }
        }
        throw new IOException("redis-server does not start");
    }

    /**
     * Runs one command many times, and gives what one took, in nanoseconds.
     *
     * @param command {@code set} or {@code get}
     * @param count of commands, over as many keys
     * @param depth requests under way at a time
     */
    double nsPerOperation(String command, int count, int depth, int valueLength)
            throws IOException, InterruptedException {
        Process benchmark = new ProcessBuilder(
                        BENCHMARK,
                        "-s",
                        socket.toString(),
                        "-c",
                        "1",
                        "-P",
                        Integer.toString(depth),
                        "-n",
                        Integer.toString(count),
                        "-r",
                        Integer.toString(count),
                        "-d",
                        Integer.toString(valueLength),
                        "-t",
                        command,
                        "--csv")
                .redirectErrorStream(true)
                .start();
        String text = new String(benchmark.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitValue = benchmark.waitFor();
        // "test","rps",... and below it "SET","123456.78",...
        for (String line : text.lines().toList()) {
            String[] cells = line.split(",");
            if (exitValue == 0 && cells[0].equalsIgnoreCase("\"" + command + "\"")) {
                return 1e9 / Double.parseDouble(cells[1].replace("\"", ""));
            }
        }
        throw new IOException("redis-benchmark failed: exitCode=%d output=%s".formatted(exitValue, text));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        folder.close();
    }
}
