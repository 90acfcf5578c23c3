package io.vireo.engine;

import io.vireo.engine.inspect.EntryListing;
import io.vireo.engine.inspect.Inspection;
import io.vireo.engine.inspect.InspectionJson;
import io.vireo.engine.inspect.InspectionText;
import io.vireo.engine.io.Disk;
import io.vireo.engine.io.LocalDisk;
import io.vireo.engine.journal.Location;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process behind {@code vireo engine inspect}: prints what is in an engine's files and verifies them, whether an engine runs on them or not. It opens them for
 * reading alone. Exit codes: 0 sound, 1 damaged or not to be read, 2 wrong usage.
 */
public final class EngineInspect {
    private static final int DAMAGED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int DEFAULT_LIMIT = 100;

    private static final String USAGE =
            "usage: EngineInspect [--json] [--verify] [--reactor N] [--segment N] [--from SEGMENT:OFFSET] [--limit N] FOLDER";

    /**
     * What was asked for.
     *
     * @param segment entries of which are wanted; null: of none, or of those behind {@code from}
     * @param from the place from which entries are wanted; null: from the start of the segment
     */
    record Options(
            Path folder,
            boolean isJson,
            boolean isVerified,
            int reactor,
            @Nullable Integer segment,
            @Nullable Long from,
            int limit) {
        static Options parse(List<String> arguments) {
            Deque<String> rest = new ArrayDeque<>(arguments);
            @Nullable String folder = null;
            boolean isJson = false;
            boolean isVerified = false;
            int reactor = 0;
            @Nullable Integer segment = null;
            @Nullable Long from = null;
            int limit = DEFAULT_LIMIT;
            while (!rest.isEmpty()) {
                String argument = rest.remove();
                switch (argument) {
                    case "--json" -> isJson = true;
                    case "--verify" -> isVerified = true;
                    case "--reactor" -> reactor = number(argument, rest.poll(), 0);
                    case "--segment" -> segment = number(argument, rest.poll(), 0);
                    case "--from" -> from = place(rest.poll());
                    case "--limit" -> limit = number(argument, rest.poll(), 1);
                    default -> {
                        if (argument.startsWith("--") || folder != null) {
                            throw new IllegalArgumentException("unknown argument: " + argument);
                        }
                        folder = argument;
                    }
                }
            }
            if (folder == null) {
                throw new IllegalArgumentException("no folder is named");
            }
            return new Options(Path.of(folder), isJson, isVerified, reactor, segment, from, limit);
        }

        private static int number(String option, @Nullable String value, int min) {
            try {
                int number = Integer.parseInt(String.valueOf(value));
                if (number >= min) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(option + " takes a whole number: value=" + value, e);
            }
            throw new IllegalArgumentException(option + " is too low: value=" + value + " min=" + min);
        }

        private static long place(@Nullable String value) {
            String[] parts = String.valueOf(value).split(":", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("--from takes SEGMENT:OFFSET: value=" + value);
            }
            return Location.of(number("--from", parts[0], 0), number("--from", parts[1], 0));
        }

        boolean wantsEntries() {
            return segment != null || from != null;
        }

        EntryListing entries(Disk disk) throws IOException {
            long start = from != null ? from : Location.of(segment == null ? 0 : segment, 0);
            if (segment != null && Location.segment(start) != segment) {
                throw new IllegalArgumentException("--from is in another segment: segment=" + segment);
            }
            return EntryListing.of(disk, reactor, start, limit, segment != null);
        }
    }

    private EngineInspect() {}

    /** Prints to the standard output. */
    public static void main(String[] arguments) {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(Arrays.asList(arguments), output, errors));
    }

    static int run(List<String> arguments, PrintStream output, PrintStream errors) {
        try {
            return inspect(Options.parse(arguments), output);
        } catch (IllegalArgumentException e) {
            errors.println("engine inspect: " + e.getMessage());
            errors.println(USAGE);
            return WRONG_USAGE;
        } catch (IOException e) {
            errors.println("engine inspect: cannot read: " + e.getMessage());
            return DAMAGED;
        }
    }

    private static int inspect(Options options, PrintStream output) throws IOException {
        Path journal = journal(options.folder());
        boolean isRunning = DataDirectoryLock.isHeld(journal.resolveSibling(DataDirectoryLock.NAME));
        Disk disk = LocalDisk.openToRead(journal);
        Inspection inspection = isRunning
                ? Inspection.besideWriter(disk, options.isVerified())
                : Inspection.of(disk, options.isVerified());
        @Nullable EntryListing entries = options.wantsEntries() ? options.entries(disk) : null;
        if (options.isJson()) {
            output.println(InspectionJson.of(inspection, isRunning, entries));
        } else {
            InspectionText.of(inspection, isRunning, entries).forEach(output::println);
        }
        return inspection.isSound() ? 0 : DAMAGED;
    }

    /** The folder of an installation, of its engine, or the journal itself. */
    static Path journal(Path folder) throws IOException {
        for (Path candidate : List.of(folder.resolve("engine", "journal"), folder.resolve("journal"))) {
            if (Files.isDirectory(candidate)) {
                return candidate.toAbsolutePath().normalize();
            }
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no such folder: " + folder);
        }
        return folder.toAbsolutePath().normalize();
    }
}
