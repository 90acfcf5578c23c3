package io.vireo.e2e.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** One installation of the platform in a folder of its own, driven by {@code ./vireo}. */
public final class Installation implements AutoCloseable {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);

    private final ObjectMapper json = new ObjectMapper();
    private final Path data;

    private Installation(Path data) {
        this.data = data;
    }

    /** Starts an installation with its data in {@code data}; returns when all of it is ready. */
    public static Installation up(Path data) {
        Installation installation = new Installation(data);
        installation.run("up").orFail();
        return installation;
    }

    /** Stops every process; the data stay. */
    public void down() {
        run("down").orFail();
    }

    /** Starts what {@link #down} stopped. */
    public void upAgain() {
        run("up").orFail();
    }

    public Path data() {
        return data;
    }

    /** What {@code status --json} says. */
    public JsonNode status() {
        return json.readTree(run("status", "--json").orFail().output());
    }

    public String console() {
        return status().path("console").asString();
    }

    public String bootstrapLink() {
        return status().path("bootstrapLink").asString();
    }

    /** Process id of the process of this name. */
    public long pid(String process) {
        for (JsonNode row : status().path("processes")) {
            if (row.path("name").asString().equals(process)) {
                return row.path("pid").asLong();
            }
        }
        throw new AssertionError("no process " + process + " in " + status());
    }

    /** One call of the command line against this installation. */
    public Outcome run(String... arguments) {
        return runWith("", arguments);
    }

    /** The same, with something on its standard input. */
    public Outcome runWith(String input, String... arguments) {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("vireo").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        try {
            Path output = Files.createTempFile("vireo-e2e-", ".out");
            Path errors = Files.createTempFile("vireo-e2e-", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                try (OutputStream stdin = process.getOutputStream()) {
                    stdin.write(input.getBytes(StandardCharsets.UTF_8));
                }
                if (!process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(command + " did not end within " + COMMAND_LIMIT);
                }
                return new Outcome(
                        String.join(" ", command),
                        process.exitValue(),
                        Files.readString(output, StandardCharsets.UTF_8),
                        Files.readString(errors, StandardCharsets.UTF_8));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        down();
    }

    /** What a command printed and how it ended. */
    public record Outcome(String command, int exitCode, String output, String errors) {
        /** This, when the command was done. */
        public Outcome orFail() {
            if (exitCode != 0) {
                throw new AssertionError(command + " ended with " + exitCode + "\n" + output + errors);
            }
            return this;
        }
    }
}
