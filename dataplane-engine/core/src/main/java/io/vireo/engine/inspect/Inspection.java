package io.vireo.engine.inspect;

import io.vireo.engine.io.Disk;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.journal.LostFrames;
import io.vireo.engine.journal.SegmentHeader;
import io.vireo.engine.journal.StoredSegments;
import io.vireo.engine.partition.StoredEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was found in the folder of a journal.
 *
 * @param folder for messages
 * @param isVerified whether bodies, and what checkpoints refer to, were compared with their checksums too
 * @param reactors in order
 * @param damage that was found, at most {@link #DAMAGE_LIMIT} of a reactor
 */
public record Inspection(String folder, boolean isVerified, List<OfReactor> reactors, List<Damage> damage) {
    /** Findings of a reactor that are kept. */
    public static final int DAMAGE_LIMIT = 1_000;

    /** How often files that somebody writes to are looked at, before what is found in them each time counts as damage. */
    private static final int LOOKS_BESIDE_WRITER = 3;

    /**
     * The log and the checkpoints of a reactor.
     *
     * @param logId random, the same in all files of a log
     * @param firstSequence of the oldest frame; 0 when there is none
     * @param lastSequence of the newest frame; 0 when there is none
     * @param endSegment where the log ends
     * @param endOffset in that segment
     * @param hasTornEnd whether bytes are behind the end that belong to no commit: the next start overwrites them
     * @param segments in order
     * @param checkpoints the newest first
     * @param lost frames that are damaged and that a start would replay, oldest first
     */
    public record OfReactor(
            int index,
            long logId,
            long firstSequence,
            long lastSequence,
            int endSegment,
            int endOffset,
            boolean hasTornEnd,
            List<OfSegment> segments,
            List<OfCheckpoint> checkpoints,
            List<LostFrames> lost) {}

    /**
     * A segment.
     *
     * @param usedBytes of frames, with their headers
     * @param bodyBytes of bodies in them
     * @param liveBytes in use when the newest checkpoint was taken; -1 when that is not known
     */
    public record OfSegment(
            SegmentHeader header,
            String file,
            long frames,
            long records,
            long usedBytes,
            long bodyBytes,
            long liveBytes,
            Map<StoredEntry.Kind, Long> entries) {}

    /**
     * A checkpoint.
     *
     * @param isWhole if not, what follows is not known
     * @param position from which the log is replayed on top of it
     * @param entries of the indexes
     * @param partitions whose indexes it holds
     */
    public record OfCheckpoint(
            long number,
            String file,
            long length,
            boolean isWhole,
            JournalPosition position,
            long entries,
            int partitions) {}

    /** Whether nothing is damaged. */
    public boolean isSound() {
        return damage.isEmpty();
    }

    /** Whether an engine would refuse to start. */
    public boolean stopsStart() {
        return damage.stream().anyMatch(each -> each.effect() == Damage.Effect.STOPS_START);
    }

    /**
     * Looks at everything in a folder once.
     *
     * @param isVerified whether to read and compare bodies, and what the newest checkpoint refers to, too
     */
    public static Inspection of(Disk disk, boolean isVerified) throws IOException {
        List<OfReactor> reactors = new ArrayList<>();
        List<Damage> damage = new ArrayList<>();
        for (int reactor : StoredSegments.reactors(disk)) {
            Findings findings = new Findings(disk);
            try (StoredSegments segments = StoredSegments.open(disk, reactor)) {
                reactors.add(new ReactorInspector(disk, reactor, segments, isVerified, findings).inspect());
            }
            damage.addAll(findings.damage());
        }
        return new Inspection(disk.describe(""), isVerified, List.copyOf(reactors), List.copyOf(damage));
    }

    /** As {@link #of}, while an engine writes to the files and removes some: what only looks damaged because of that is found once, not again. */
    public static Inspection besideWriter(Disk disk, boolean isVerified) throws IOException {
        Inspection last = of(disk, isVerified);
        Set<Damage> everyTime = new LinkedHashSet<>(last.damage);
        for (int look = 1; look < LOOKS_BESIDE_WRITER && !everyTime.isEmpty(); look++) {
            last = of(disk, isVerified);
            everyTime.retainAll(last.damage);
        }
        return new Inspection(last.folder, isVerified, last.reactors, List.copyOf(everyTime));
    }
}
