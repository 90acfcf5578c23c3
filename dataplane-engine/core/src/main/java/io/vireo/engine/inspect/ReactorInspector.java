package io.vireo.engine.inspect;

import io.vireo.engine.inspect.Damage.Effect;
import io.vireo.engine.inspect.Inspection.OfCheckpoint;
import io.vireo.engine.inspect.Inspection.OfReactor;
import io.vireo.engine.inspect.Inspection.OfSegment;
import io.vireo.engine.io.Disk;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.journal.SegmentHeader;
import io.vireo.engine.journal.StoredSegments;
import io.vireo.engine.maintenance.CheckpointFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Looks at the log and the checkpoints of one reactor, and at whether they fit each other. */
final class ReactorInspector {
    private final Disk disk;
    private final int reactor;
    private final StoredSegments segments;
    private final boolean isVerified;
    private final Findings findings;

    ReactorInspector(Disk disk, int reactor, StoredSegments segments, boolean isVerified, Findings findings) {
        this.disk = disk;
        this.reactor = reactor;
        this.segments = segments;
        this.isVerified = isVerified;
        this.findings = findings;
    }

    OfReactor inspect() throws IOException {
        for (StoredSegments.Unusable each : segments.unusable()) {
            findings.add(each.name(), 0, each.fault(), Effect.STOPS_START);
        }
        List<OfCheckpoint> checkpoints = new ArrayList<>();
        @Nullable CheckpointInspector newest = null;
        CheckpointFiles files = new CheckpointFiles(disk, reactor);
        for (long number : files.numbers()) {
            boolean isVerifiedToo = isVerified && newest == null;
            CheckpointInspector checkpoint = new CheckpointInspector(disk, files.name(number), segments, findings);
            checkpoints.add(checkpoint.inspect(number, isVerifiedToo));
            newest = newest == null && checkpoints.getLast().isWhole() ? checkpoint : newest;
        }
        JournalPosition replayFrom = checkpoints.stream()
                .filter(OfCheckpoint::isWhole)
                .map(OfCheckpoint::position)
                .findFirst()
                .orElse(JournalPosition.START);
        requireSuffix(replayFrom);
        References references = newest == null ? new References() : newest.references();
        LogInspector log = new LogInspector(segments, isVerified, replayFrom, references, findings);
        List<OfSegment> found = new ArrayList<>();
        for (SegmentHeader header : segments.headers().values()) {
            long liveBytes = newest == null ? -1 : newest.liveBytes(header.segmentIndex());
            found.add(log.inspect(header, disk.describe(log.name(header)), liveBytes));
        }
        log.end();
        checkpoints.stream()
                .filter(OfCheckpoint::isWhole)
                .findFirst()
                .ifPresent(checkpoint -> references.report(files.name(checkpoint.number()), findings));
        return new OfReactor(
                reactor,
                segments.logId(),
                log.firstSequence(),
                log.lastSequence(),
                log.endSegment(),
                log.endOffset(),
                log.hasTornEnd(),
                List.copyOf(found),
                List.copyOf(checkpoints),
                log.lost());
    }

    /** From where a start replays, no segment may be missing. */
    private void requireSuffix(JournalPosition from) {
        NavigableMap<Integer, SegmentHeader> headers = segments.headers();
        int last = headers.isEmpty() ? from.segment() : headers.lastKey();
        for (int index = from.segment(); index <= last; index++) {
            String name = StoredSegments.name(reactor, index);
            boolean isUnusable =
                    segments.unusable().stream().anyMatch(each -> each.name().equals(name));
            if (!headers.containsKey(index) && !isUnusable) {
                findings.add(
                        name,
                        0,
                        "journal segment is missing, and a start replays from segment=" + from.segment() + " offset="
                                + from.offset(),
                        Effect.STOPS_START);
            }
        }
    }
}
