package io.vireo.channel.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The Cap'n Proto compiler of the machine, which knows the encoding better than we do. */
final class CapnpTool {
    static final Path SCHEMAS = Path.of("src/main/capnp");

    private CapnpTool() {}

    /** Skips the test where the tool is absent; CI installs it. */
    static void assumePresent() {
        boolean isPresent = List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "capnp")));
        Assumptions.assumeTrue(isPresent, "capnp is missing: apt-get install capnproto");
    }

    /** The compiler's request for all schemas. */
    static byte[] codeGeneratorRequest() throws IOException, InterruptedException {
        return run(new byte[0], "compile", "-o-", "item.capnp", "worker.capnp", "engine.capnp");
    }

    /** Text of a framed message. */
    static String decode(String schema, String type, byte[] message) throws IOException, InterruptedException {
        return new String(run(message, "decode", "--short", schema, type), StandardCharsets.UTF_8);
    }

    /** Framed message of a text. */
    static byte[] encode(String schema, String type, String text) throws IOException, InterruptedException {
        return run(text.getBytes(StandardCharsets.UTF_8), "encode", schema, type);
    }

    private static byte[] run(byte[] input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("capnp"));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile("capnp", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(SCHEMAS.toFile())
                .redirectError(errors.toFile())
                .start();
        Thread feeder = Thread.ofVirtual().start(() -> {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                throw new IllegalStateException("cannot write to " + command, e);
            }
        });
        byte[] output = process.getInputStream().readAllBytes();
        feeder.join();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        Files.delete(errors);
        return output;
    }
}
