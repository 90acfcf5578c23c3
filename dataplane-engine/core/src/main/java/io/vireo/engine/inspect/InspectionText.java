package io.vireo.engine.inspect;

import io.vireo.engine.inspect.Inspection.OfCheckpoint;
import io.vireo.engine.inspect.Inspection.OfReactor;
import io.vireo.engine.inspect.Inspection.OfSegment;
import io.vireo.engine.journal.Location;
import io.vireo.engine.partition.StoredEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** An inspection for people: a summary of each reactor, then the damage, then entries when they were asked for. */
public final class InspectionText {
    private static final double MEBIBYTE = 1 << 20;

    private InspectionText() {}

    /**
     * The lines.
     *
     * @param entries null: none were asked for
     */
    public static List<String> of(Inspection inspection, boolean isRunning, @Nullable EntryListing entries) {
        List<String> lines = new ArrayList<>();
        lines.add("journal " + inspection.folder());
        lines.add(
                isRunning
                        ? "  an engine runs on it; this only reads, and shows what was there while it read"
                        : "  no engine runs on it");
        for (OfReactor reactor : inspection.reactors()) {
            addReactor(lines, reactor);
        }
        if (inspection.reactors().isEmpty()) {
            lines.add("  nothing is stored here");
        }
        addDamage(lines, inspection);
        if (entries != null) {
            addEntries(lines, entries);
        }
        return lines;
    }

    private static void addReactor(List<String> lines, OfReactor reactor) {
        long frames = 0;
        long records = 0;
        long bytes = 0;
        long used = 0;
        long bodies = 0;
        long live = 0;
        boolean isLiveKnown = !reactor.segments().isEmpty();
        Map<StoredEntry.Kind, Long> entries = new EnumMap<>(StoredEntry.Kind.class);
        for (OfSegment segment : reactor.segments()) {
            frames += segment.frames();
            records += segment.records();
            bytes += segment.header().segmentLength();
            used += segment.usedBytes();
            bodies += segment.bodyBytes();
            live += segment.liveBytes();
            isLiveKnown &= segment.liveBytes() >= 0;
            segment.entries().forEach((kind, count) -> entries.merge(kind, count, Long::sum));
        }
        lines.add("reactor " + reactor.index() + ", log " + Long.toHexString(reactor.logId()));
        lines.add("  segments     " + reactor.segments().size() + ", " + mebibytes(bytes) + ", of which written "
                + mebibytes(used) + ", bodies " + mebibytes(bodies));
        lines.add("  frames       " + count(frames) + " (" + reactor.firstSequence() + " to " + reactor.lastSequence()
                + "), " + count(records) + " records");
        lines.add("  entries      " + kinds(entries));
        addCheckpoints(lines, reactor);
        lines.add("  in use       "
                + (isLiveKnown
                        ? mebibytes(live) + " when that checkpoint was taken"
                        : "not known without a checkpoint"));
        lines.add("  ends at      " + reactor.endSegment() + ":" + reactor.endOffset()
                + (reactor.hasTornEnd()
                        ? "; what is behind was never acknowledged, the next start overwrites it"
                        : ""));
    }

    private static void addCheckpoints(List<String> lines, OfReactor reactor) {
        if (reactor.checkpoints().isEmpty()) {
            lines.add("  checkpoint   none: a start replays the log from its beginning");
        }
        for (OfCheckpoint checkpoint : reactor.checkpoints()) {
            lines.add("  checkpoint   " + checkpoint.number()
                    + (checkpoint.isWhole()
                            ? ", " + count(checkpoint.entries()) + " index entries of " + checkpoint.partitions()
                                    + " partitions, " + mebibytes(checkpoint.length()) + "; replayed from frame "
                                    + checkpoint.position().sequence() + " at "
                                    + checkpoint.position().segment() + ":"
                                    + checkpoint.position().offset()
                            : ", damaged"));
        }
    }

    private static String kinds(Map<StoredEntry.Kind, Long> entries) {
        StringJoiner kinds = new StringJoiner(", ");
        entries.forEach((kind, count) -> kinds.add(kind.name().toLowerCase(Locale.ROOT) + " " + count(count)));
        return kinds.length() == 0 ? "none" : kinds.toString();
    }

    private static void addDamage(List<String> lines, Inspection inspection) {
        if (inspection.isSound()) {
            lines.add(
                    inspection.isVerified()
                            ? "damage: none; headers, frames, records, bodies, checkpoints and what they refer to are sound"
                            : "damage: none in headers, frames, records and checkpoints; --verify compares bodies too");
            return;
        }
        lines.add("damage: " + inspection.damage().size());
        for (Damage damage : inspection.damage()) {
            lines.add("  file=" + damage.file() + " offset=" + damage.offset());
            lines.add("    " + damage.what());
            lines.add("    " + damage.effect().text());
        }
    }

    private static void addEntries(List<String> lines, EntryListing entries) {
        lines.add("entries");
        long sequence = -1;
        for (EntryListing.Line line : entries.lines()) {
            if (line.sequence() != sequence) {
                sequence = line.sequence();
                lines.add("  frame " + sequence + " at " + line.segment() + ":" + line.frameOffset());
            }
            StoredEntry entry = line.entry();
            lines.add("    " + place(entry.location()) + " "
                    + entry.kind().name().toLowerCase(Locale.ROOT) + " " + entry.subject() + " partition="
                    + line.partition() + " bytes=" + entry.length() + " " + entry.detail());
        }
        if (entries.lines().isEmpty()) {
            lines.add("  none from there on");
        }
        if (entries.next() != EntryListing.END) {
            lines.add("  more: --from " + place(entries.next()));
        }
    }

    /** A place in a log as people write it. */
    static String place(long location) {
        return Location.segment(location) + ":" + Location.offset(location);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / MEBIBYTE);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
