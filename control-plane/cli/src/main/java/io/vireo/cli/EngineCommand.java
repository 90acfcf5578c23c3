package io.vireo.cli;

import io.vireo.cli.installation.Distribution;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The files of this machine's engine. They are read by the engine's own program: its formats are known there alone. */
@Command(name = "engine", description = "Look into the files of this machine's engine, and repair them.")
final class EngineCommand {
    private static final List<String> FLAGS = List.of("-Xmx256m");

    private final Console console;

    EngineCommand(Console console) {
        this.console = console;
    }

    @Command(
            description = {
                "Print and verify the journal and the checkpoints of the engine. Only reads; the engine may run.",
                "Exit code 1 when something is damaged."
            })
    int inspect(
            @Mixin InstallationOptions installation,
            @Parameters(
                            paramLabel = "PATH",
                            arity = "0..1",
                            description = "Another folder with the files of an engine, such as a copy.")
                    @Nullable Path path,
            @Option(names = "--json", description = "Print JSON.") boolean json,
            @Option(
                            names = "--verify",
                            description =
                                    "Compare bodies, and what the newest checkpoint refers to, with their checksums too.")
                    boolean verify,
            @Option(names = "--reactor", paramLabel = "N", description = "Whose entries to list; default: 0.") @Nullable Integer reactor,
            @Option(names = "--segment", paramLabel = "N", description = "List the entries of a segment.") @Nullable Integer segment,
            @Option(
                            names = "--from",
                            paramLabel = "LOCATION",
                            description = "List entries from a place on: SEGMENT:OFFSET, as it is printed.")
                    @Nullable String from,
            @Option(names = "--limit", paramLabel = "N", description = "Entries to list; default: 100.") @Nullable Integer limit)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>();
        if (json) {
            options.add("--json");
        }
        if (verify) {
            options.add("--verify");
        }
        add(options, "--reactor", reactor);
        add(options, "--segment", segment);
        add(options, "--from", from);
        add(options, "--limit", limit);
        return run("io.vireo.engine.EngineInspect", options, installation, path);
    }

    @Command(
            description = {
                "Say which commits are damaged so that the engine does not start, and give them up with --accept-loss.",
                "Everything else is kept; what is given up is copied before. The engine must not run."
            })
    int repair(
            @Mixin InstallationOptions installation,
            @Parameters(
                            paramLabel = "PATH",
                            arity = "0..1",
                            description = "Another folder with the files of an engine.")
                    @Nullable Path path,
            @Option(names = "--accept-loss", description = "Give up what is damaged.") boolean acceptLoss)
            throws IOException, InterruptedException {
        List<String> options = acceptLoss ? List.of("--accept-loss") : List.of();
        return run("io.vireo.engine.EngineRepair", options, installation, path);
    }

    private int run(String mainClass, List<String> options, InstallationOptions installation, @Nullable Path path)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(Distribution.current().java("engine", mainClass, FLAGS));
        command.addAll(options);
        Path folder =
                path == null ? installation.directory(console.environment()).engine() : path;
        command.add(folder.toAbsolutePath().toString());
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static void add(List<String> options, String option, @Nullable Object value) {
        if (value != null) {
            options.addAll(List.of(option, value.toString()));
        }
    }
}
