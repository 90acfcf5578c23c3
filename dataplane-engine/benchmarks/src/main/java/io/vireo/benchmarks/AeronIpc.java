package io.vireo.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The peer of the channel among libraries: Aeron's IPC between two JVMs, as {@link AeronEnd} drives it. */
final class AeronIpc {
    private final int messageLength;

    /** @param messageLength in bytes, without Aeron's own header */
    AeronIpc(int messageLength) {
        this.messageLength = messageLength;
    }

    /** Starts both ends, measures and ends them: its echo spins, and must not do so while others are measured. */
    RingInC.Result run(int roundTrips) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            Process echo = start(folder.path(), "echo", Cpu.SECOND);
            try {
                String line = echo.inputReader().readLine();
                if (!"ready".equals(line)) {
                    throw new IOException("Aeron does not start: output=" + line);
                }
                return ping(folder.path(), roundTrips);
            } finally {
                echo.destroyForcibly().waitFor();
            }
        }
    }

    private RingInC.Result ping(Path folder, int roundTrips) throws IOException, InterruptedException {
        Process ping = start(folder, "ping", Cpu.FIRST, Integer.toString(messageLength), Integer.toString(roundTrips));
        String text = new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (ping.waitFor() != 0) {
            throw new IOException("Aeron was not measured: output=" + text);
        }
        String[] figures = text.strip().split(" ");
        return new RingInC.Result(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), 0);
    }

    private static Process start(Path folder, String role, int cpu, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                AeronEnd.class.getName(),
                role,
                folder.resolve("aeron").toString(),
                Integer.toString(cpu)));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
