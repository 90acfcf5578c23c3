package io.vireo.benchmarks;

import io.vireo.channel.Grant;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.GrantSigner;
import io.vireo.client.DataClient;
import io.vireo.client.DataClientConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** An engine process as an installation runs it, over a folder of its own that {@link #close} removes. It can be killed and started again. */
final class EngineUnderBench implements AutoCloseable {
    static final long CONTAINER = 1;

    private static final byte[] GRANT_KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String TENANT = "00000000-0000-0000-0000-000000000001";

    private final Path folder;
    private Process process;
    private String firstLine;

    private EngineUnderBench(Path folder, Process process, String firstLine) {
        this.folder = folder;
        this.process = process;
        this.firstLine = firstLine;
    }

    /**
     * Starts one, and waits until it serves.
     *
     * @param memoryBytes outside the heap
     * @param more further keys of its configuration as JSON, each with a comma before it
     */
    static EngineUnderBench start(long memoryBytes, String more) throws IOException {
        return start(Path.of(System.getProperty("java.io.tmpdir")), memoryBytes, more);
    }

    /** Likewise, with its files below this folder. */
    static EngineUnderBench start(Path parent, long memoryBytes, String more) throws IOException {
        Path folder = Files.createTempDirectory(parent, "vireo-bench-engine-");
        Path key = Files.write(folder.resolve("grant.key"), GRANT_KEY);
        Files.writeString(folder.resolve("engine.json"), """
                {"dataDirectory": "%s", "socket": "%s", "grantKeyFile": "%s", "memoryBytes": %d%s}
                """.formatted(
                        folder.resolve("data"), folder.resolve("s"), key, memoryBytes, more));
        Process process = launch(folder);
        return new EngineUnderBench(folder, process, awaitReady(process));
    }

    private static Process launch(Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xss512k"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        String more = System.getProperty("vireo.bench.engine-flags", ""); // to profile it
        if (!more.isEmpty()) {
            command.addAll(List.of(more.split(" ")));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(
                "io.vireo.engine.EngineProcess",
                "--config",
                folder.resolve("engine.json").toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String awaitReady(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready")) {
                return line;
            }
        }
        process.destroyForcibly();
        throw new IOException(
                "engine did not start: exit code " + process.onExit().join().exitValue());
    }

    /** What it said when it was ready. */
    String firstLine() {
        return firstLine;
    }

    EngineClient connect() throws IOException {
        return EngineClient.connect(folder.resolve("s"), token());
    }

    /** The SDK's client, for what takes more than a message. */
    DataClient client() {
        return DataClient.start(DataClientConfig.of(folder.resolve("s")), token());
    }

    private static byte[] token() {
        Scope everything = new Scope(CONTAINER, "", EnumSet.allOf(Action.class));
        return new GrantSigner(GRANT_KEY).sign(new Grant(TENANT, List.of(everything), 0));
    }

    /** Signal 9; it has ended when this returns. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Starts it again. */
    void restart() throws IOException {
        process = launch(folder);
        firstLine = awaitReady(process);
    }

    /** Processor time that it has taken since it was started, in nanoseconds; of hundredths of a second. */
    long processorNs() {
        return process.toHandle().info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** Memory that is resident, in bytes. */
    long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("the kernel does not say what is resident: pid=" + process.pid());
    }

    /** What its files take, in bytes. */
    long storedBytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long total = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                total += Files.size(file);
            }
            return total;
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        new TemporaryFolder(folder).close();
    }
}
