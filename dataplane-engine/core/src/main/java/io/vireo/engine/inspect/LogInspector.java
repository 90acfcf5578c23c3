package io.vireo.engine.inspect;

import io.vireo.engine.inspect.Damage.Effect;
import io.vireo.engine.inspect.Inspection.OfSegment;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.journal.LostFrames;
import io.vireo.engine.journal.SegmentHeader;
import io.vireo.engine.journal.SegmentWalk;
import io.vireo.engine.journal.StoredSegments;
import io.vireo.engine.partition.StoredEntry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goes over the segments of a log in order: frames, records and entries. What is wrong is damage when a frame is behind it, and the end that a crash tore when none
 * is.
 */
final class LogInspector {
    /** Something wrong, until it is known whether a frame comes behind it. */
    private record Suspect(String file, int segment, int offset, int end, long sequence, String what, boolean isBody) {}

    private static final int NOWHERE = -1;
    private static final int FIRST_OFFSET = JournalPosition.START.offset();

    private final StoredSegments segments;
    private final boolean isVerified;
    private final JournalPosition replayFrom;
    private final References references;
    private final Findings findings;
    private final List<LostFrames> lost = new ArrayList<>();
    private @Nullable Suspect suspect;
    private int lastSegment = -1;
    private long firstSequence;

    /** Of the last frame that there was; 0: none yet. */
    private long lastSequence;

    private boolean isLastKnown = true;

    /** Where that frame ended. */
    private int endSegment;

    private int endOffset = FIRST_OFFSET;

    /** Where no frame was, and one is looked for behind. */
    private int soughtFrom = NOWHERE;

    private boolean hasTornEnd;

    private String file = "";
    private long frames;
    private long records;
    private long usedBytes;
    private long bodyBytes;
    private long recordsOfFrame;
    private Map<StoredEntry.Kind, Long> entries = new EnumMap<>(StoredEntry.Kind.class);

    /**
     * @param replayFrom where a start replays from: damage behind it stops the start
     * @param references of the checkpoint that the start begins with
     */
    LogInspector(
            StoredSegments segments,
            boolean isVerified,
            JournalPosition replayFrom,
            References references,
            Findings findings) {
        this.segments = segments;
        this.isVerified = isVerified;
        this.replayFrom = replayFrom;
        this.references = references;
        this.findings = findings;
    }

    String name(SegmentHeader header) {
        return StoredSegments.name(header.reactorIndex(), header.segmentIndex());
    }

    /** The next segment, in ascending order. */
    OfSegment inspect(SegmentHeader header, String described, long liveBytes) {
        file = name(header);
        frames = 0;
        records = 0;
        usedBytes = 0;
        bodyBytes = 0;
        entries = new EnumMap<>(StoredEntry.Kind.class);
        if (header.segmentIndex() != lastSegment + 1) {
            boolean isReplayedWhole =
                    header.segmentIndex() == replayFrom.segment() && replayFrom.offset() == FIRST_OFFSET;
            // What was between is gone, and how much that was only a checkpoint can know.
            isLastKnown = isReplayedWhole;
            lastSequence = isReplayedWhole ? replayFrom.sequence() - 1 : 0;
            endSegment = isReplayedWhole ? header.segmentIndex() : endSegment;
            endOffset = isReplayedWhole ? FIRST_OFFSET : endOffset;
        }
        lastSegment = header.segmentIndex();
        walk(new SegmentWalk(segments, header.segmentIndex()));
        return new OfSegment(header, described, frames, records, usedBytes, bodyBytes, liveBytes, entries);
    }

    private void walk(SegmentWalk walk) {
        soughtFrom = NOWHERE;
        while (true) {
            switch (walk.state()) {
                case WAITS -> {} // files are read at once: the next look tells
                case AT_RECORD -> {
                    beginFrame(walk);
                    record(walk);
                    walk.next();
                    endFrame(walk);
                }
                case DAMAGED -> {
                    if (walk.isBetweenFrames()) {
                        findings.add(file, walk.offset(), walk.fault(), effect(walk.segment(), walk.offset()));
                        return;
                    }
                    beginFrame(walk);
                    suspect(walk, walk.fault(), false);
                    walk.leaveFrame();
                }
                case ENDED -> {
                    if (soughtFrom != NOWHERE) {
                        return;
                    }
                    hasTornEnd |= walk.hasBytesHere();
                    soughtFrom = walk.offset();
                    walk.seekFrame(lastSequence);
                }
            }
        }
    }

    private void beginFrame(SegmentWalk walk) {
        long sequence = walk.frameSequence();
        if (sequence == lastSequence && walk.segment() == endSegment && walk.frameEnd() == endOffset) {
            return;
        }
        confirm(sequence, walk);
        if (soughtFrom != NOWHERE) {
            missing(walk, file, walk.segment(), soughtFrom);
        } else if (isLastKnown && sequence != lastSequence + 1) {
            missing(walk, StoredSegments.name(segments.reactorIndex(), endSegment), endSegment, endOffset);
        }
        soughtFrom = NOWHERE;
        isLastKnown = true;
        firstSequence = firstSequence == 0 ? sequence : firstSequence;
        lastSequence = sequence;
        endSegment = walk.segment();
        endOffset = walk.frameEnd();
        hasTornEnd = false;
        frames++;
        usedBytes += walk.frameEnd() - walk.frameOffset();
        recordsOfFrame = 0;
    }

    private void missing(SegmentWalk next, String inFile, int segment, int offset) {
        String which = isLastKnown ? " sequences=" + (lastSequence + 1) + " to " + (next.frameSequence() - 1) : "";
        findings.add(
                inFile,
                offset,
                "frames are damaged or missing though frames after them are whole:" + which + " nextFrame="
                        + next.frameSequence() + " next=" + place(next.segment(), next.frameOffset()),
                effect(segment, offset));
        if (isLastKnown) {
            int end = segment == next.segment() ? next.frameOffset() : (int) segments.segmentLength(segment);
            lose(new LostFrames(segment, offset, end, lastSequence + 1, next.frameSequence() - 1));
        }
    }

    private void lose(LostFrames frames) {
        if (effect(frames.segment(), frames.from()) == Effect.STOPS_START) {
            lost.add(frames);
        }
    }

    private void endFrame(SegmentWalk walk) {
        if (walk.isBetweenFrames() && recordsOfFrame != walk.frameRecordCount()) {
            suspect(
                    walk,
                    "frame holds another number of records than it says: says=" + walk.frameRecordCount() + " holds="
                            + recordsOfFrame,
                    false);
        }
    }

    private void record(SegmentWalk walk) {
        recordsOfFrame++;
        records++;
        bodyBytes += walk.bodyLength();
        if (isVerified && !walk.isBodySound()) {
            suspect(walk, "stored body fails its checksum: at=" + place(walk.segment(), walk.offset()), true);
        }
        try {
            for (StoredEntry entry : StoredEntry.of(walk.metadata(), walk.metadataLocation())) {
                entries.merge(entry.kind(), 1L, Long::sum);
                if (isReplayed(walk.segment(), walk.frameOffset())) {
                    references.supersede(entry);
                }
            }
        } catch (IllegalStateException e) {
            findings.add(
                    file,
                    walk.offset(),
                    "record has a good checksum and no sense: " + e.getMessage(),
                    effect(walk.segment(), walk.offset()));
        }
    }

    private void suspect(SegmentWalk walk, String what, boolean isBody) {
        if (suspect == null || suspect.sequence() != walk.frameSequence()) {
            suspect = new Suspect(
                    file, walk.segment(), walk.frameOffset(), walk.frameEnd(), walk.frameSequence(), what, isBody);
        } else if (isBody || suspect.isBody()) {
            // One frame may hold several damaged bodies, each of an item of its own.
            suspect = new Suspect(
                    file,
                    walk.segment(),
                    walk.frameOffset(),
                    walk.frameEnd(),
                    walk.frameSequence(),
                    suspect.what() + "; " + what,
                    suspect.isBody() && isBody);
        }
    }

    /** A frame has come: what was wrong with the one before it is no torn end. */
    private void confirm(long nextSequence, SegmentWalk next) {
        @Nullable Suspect before = suspect;
        suspect = null;
        if (before != null) {
            findings.add(
                    before.file(),
                    before.offset(),
                    before.what() + " sequence=" + before.sequence() + " nextFrame=" + nextSequence + " next="
                            + place(next.segment(), next.frameOffset()),
                    before.isBody() ? Effect.COSTS_ITEMS : effect(before.segment(), before.offset()));
            if (!before.isBody()) {
                lose(new LostFrames(
                        before.segment(), before.offset(), before.end(), before.sequence(), before.sequence()));
            }
        }
    }

    private Effect effect(int segment, int offset) {
        return isReplayed(segment, offset) ? Effect.STOPS_START : Effect.COSTS_ITEMS;
    }

    private boolean isReplayed(int segment, int offset) {
        return segment > replayFrom.segment() || segment == replayFrom.segment() && offset >= replayFrom.offset();
    }

    private static String place(int segment, int offset) {
        return segment + ":" + offset;
    }

    /** There are no more segments. */
    void end() {
        @Nullable Suspect last = suspect;
        if (last != null) {
            // The end that a crash tore: nobody was told of that commit.
            hasTornEnd = true;
            lastSequence = last.sequence() - 1;
            endSegment = last.segment();
            endOffset = last.offset();
        }
    }

    /** Damaged frames that a start would replay. */
    List<LostFrames> lost() {
        return List.copyOf(lost);
    }

    long firstSequence() {
        return firstSequence;
    }

    long lastSequence() {
        return lastSequence;
    }

    int endSegment() {
        return endSegment;
    }

    int endOffset() {
        return endOffset;
    }

    boolean hasTornEnd() {
        return hasTornEnd;
    }
}
