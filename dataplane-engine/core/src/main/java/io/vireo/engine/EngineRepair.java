package io.vireo.engine;

import io.vireo.engine.inspect.Damage;
import io.vireo.engine.inspect.EntryListing;
import io.vireo.engine.inspect.Inspection;
import io.vireo.engine.inspect.Inspection.OfReactor;
import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskFile;
import io.vireo.engine.io.LocalDisk;
import io.vireo.engine.journal.Location;
import io.vireo.engine.journal.LostFrames;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The process behind {@code vireo engine repair}: gives up commits whose bytes are damaged, which nobody but a person may do, so that the engine starts again with
 * everything else. Without {@code --accept-loss} it says what would be lost. What it writes over it copies before, into the folder {@code lost} beside the journal.
 * Exit codes: 0 an engine would start now, 1 it would not, 2 wrong usage.
 */
public final class EngineRepair {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final String ACCEPT_LOSS = "--accept-loss";

    /** Entries of a damaged commit that are listed. */
    private static final int LISTED_COUNT = 1_000;

    private final Path journal;
    private final Disk disk;
    private final PrintStream output;

    private EngineRepair(Path journal, PrintStream output) throws IOException {
        this.journal = journal;
        this.disk = LocalDisk.open(journal);
        this.output = output;
    }

    /** Prints to the standard output. */
    public static void main(String[] arguments) {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(Arrays.asList(arguments), output, errors));
    }

    static int run(List<String> arguments, PrintStream output, PrintStream errors) {
        boolean isLossAccepted = arguments.contains(ACCEPT_LOSS);
        List<String> folders = arguments.stream()
                .filter(argument -> !argument.equals(ACCEPT_LOSS))
                .toList();
        if (folders.size() != 1 || folders.getFirst().startsWith("--")) {
            errors.println("usage: EngineRepair [--accept-loss] FOLDER");
            return WRONG_USAGE;
        }
        try {
            Path journal = EngineInspect.journal(Path.of(folders.getFirst()));
            try (DataDirectoryLock _ = DataDirectoryLock.acquire(journal.resolveSibling(""))) {
                return new EngineRepair(journal, output).repair(isLossAccepted);
            }
        } catch (IOException e) {
            errors.println("engine repair: " + e.getMessage());
            return FAILED;
        }
    }

    private int repair(boolean isLossAccepted) throws IOException {
        Inspection before = Inspection.of(disk, false);
        if (!before.stopsStart()) {
            output.println("nothing to repair: no damage keeps an engine from starting on " + journal);
            return 0;
        }
        for (OfReactor reactor : before.reactors()) {
            for (LostFrames lost : reactor.lost()) {
                tell(reactor, lost);
                if (isLossAccepted && lost.canBeGivenUp()) {
                    save(reactor, lost);
                    lost.giveUp(disk, reactor.index(), reactor.logId());
                }
            }
        }
        Inspection after = isLossAccepted ? Inspection.of(disk, false) : before;
        List<Damage> left = isLossAccepted ? stopping(after) : beyondRepair(before);
        for (Damage damage : left) {
            output.println(
                    "cannot be repaired: " + damage.what() + " file=" + damage.file() + " offset=" + damage.offset());
            output.println("  put the file back as it was, from a copy");
        }
        if (!isLossAccepted) {
            output.println("nothing was changed; to give up what is listed and keep everything else, run again with "
                    + ACCEPT_LOSS);
            return FAILED;
        }
        output.println(left.isEmpty() ? "repaired: the engine can be started" : "the engine still refuses to start");
        return left.isEmpty() ? 0 : FAILED;
    }

    private static List<Damage> stopping(Inspection inspection) {
        return inspection.damage().stream()
                .filter(damage -> damage.effect() == Damage.Effect.STOPS_START)
                .toList();
    }

    /** What keeps an engine from starting and is no damaged frame. */
    private static List<Damage> beyondRepair(Inspection inspection) {
        return stopping(inspection).stream()
                .filter(damage -> inspection.reactors().stream()
                        .flatMap(reactor -> reactor.lost().stream())
                        .noneMatch(lost -> lost.from() == damage.offset() && lost.canBeGivenUp()))
                .toList();
    }

    private void tell(OfReactor reactor, LostFrames lost) throws IOException {
        output.println(
                "damaged: reactor=" + reactor.index() + " segment=" + lost.segment() + " from=" + lost.from() + " to="
                        + lost.to() + ": commits " + lost.firstSequence() + " to " + lost.lastSequence() + " of "
                        + reactor.lastSequence());
        EntryListing readable =
                EntryListing.of(disk, reactor.index(), Location.of(lost.segment(), lost.from()), LISTED_COUNT, true);
        for (EntryListing.Line line : readable.lines()) {
            if (line.sequence() >= lost.firstSequence() && line.sequence() <= lost.lastSequence()) {
                output.println("  with what can still be read of it: "
                        + line.entry().kind().name().toLowerCase(Locale.ROOT) + " "
                        + line.entry().subject() + " " + line.entry().detail());
            }
        }
    }

    private void save(OfReactor reactor, LostFrames lost) throws IOException {
        Disk folder = LocalDisk.open(journal.resolveSibling("lost"));
        String name =
                String.format(Locale.ROOT, "reactor-%03d-%08d-%d.bytes", reactor.index(), lost.segment(), lost.from());
        try (DiskFile file = folder.begin(name)) {
            file.write(lost.found(disk, reactor.index()), 0);
            file.force();
        }
        folder.publish(name);
        output.println("  its bytes were copied to " + folder.describe(name));
    }
}
