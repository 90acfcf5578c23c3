package io.vireo.engine.maintenance;

import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.SegmentWalk;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is not written to any more, over and over, at a bounded rate, and compares checksums: so that damage is known before the data are needed. Threads: the
 * reactor alone.
 */
final class Scrubber {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final Journal journal;
    private final EpochClock clock;
    private final long bytesPerSecond;
    private final Consumer<String> findings;
    private @Nullable SegmentWalk walk;
    private int lastSegment = -1;
    private long walkedBytes;
    private long nextNs;
    private long scrubbedBytes;

    /**
     * @param bytesPerSecond 0: not at all
     * @param findings takes what is damaged
     */
    Scrubber(Journal journal, EpochClock clock, long bytesPerSecond, Consumer<String> findings) {
        this.journal = journal;
        this.clock = clock;
        this.bytesPerSecond = bytesPerSecond;
        this.findings = findings;
    }

    /** Bytes that were compared since the start. */
    long scrubbedBytes() {
        return scrubbedBytes;
    }

    /** Looks at a record, if it is time. */
    void step() {
        if (bytesPerSecond == 0 || clock.nowNs() < nextNs) {
            return;
        }
        @Nullable SegmentWalk current = walk;
        if (current == null || journal.segmentLength(current.segment()) == 0) {
            begin();
            return;
        }
        switch (current.state()) {
            case WAITS -> {}
            case AT_RECORD -> {
                if (!current.isBodySound()) {
                    findings.accept("stored body fails its checksum: segment=" + current.segment() + " offset="
                            + (int) current.bodyLocation());
                }
                current.next();
            }
            case ENDED -> walk = null;
            case DAMAGED -> {
                findings.accept(current.fault());
                walk = null;
            }
        }
        pace(current);
    }

    private void pace(SegmentWalk current) {
        long read = current.readBytes() - walkedBytes;
        if (read > 0) {
            walkedBytes += read;
            scrubbedBytes += read;
            nextNs = clock.nowNs() + read * NS_PER_SECOND / bytesPerSecond;
        }
    }

    private void begin() {
        int current = journal.position().segment();
        int first = -1;
        int next = -1;
        for (int segment : journal.segments()) {
            if (segment < current) {
                first = first < 0 ? segment : first;
                next = next < 0 && segment > lastSegment ? segment : next;
            }
        }
        int chosen = next < 0 ? first : next;
        nextNs = clock.nowNs() + NS_PER_SECOND;
        if (chosen >= 0) {
            lastSegment = chosen;
            walkedBytes = 0;
            walk = new SegmentWalk(journal, chosen);
        }
    }
}
