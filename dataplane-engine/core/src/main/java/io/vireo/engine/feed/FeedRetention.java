package io.vireo.engine.feed;

import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.partition.FeedSettings;
import io.vireo.engine.partition.StreamDirectory;
import io.vireo.engine.store.SegmentHistory;
import io.vireo.engine.store.SegmentUse;
import java.util.List;

/**
 * What segments of a reactor's log are kept for feeds, and how far back one can be read.
 *
 * <pre>
 *   segments   3   4   .   6   7   8   9        4 and older: refused as trimmed, for 5 is gone
 *                          ↑       ↑   ↑
 *                      floor()  kept   current      what feeds want: from 8 on, and whatever a change there took the place of
 * </pre>
 *
 * Threads: the reactor alone.
 */
public final class FeedRetention {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final Journal journal;
    private final SegmentHistory history;
    private final StreamDirectory directory;
    private final EpochClock clock;

    /** The first segment from which on all are there. */
    private int floor;

    /** The first segment that a feed wants, as of the last look. */
    private int keptFrom = Integer.MAX_VALUE;

    /** The first segment that secondary indexes have to read yet; none: the greatest number. */
    private int heldFrom = Integer.MAX_VALUE;

    /** What is before it was given up, for the disk was full. */
    private int givenUpBefore;

    private long shortenedCount;

    /** Over a log that was replayed. */
    public FeedRetention(Journal journal, SegmentHistory history, StreamDirectory directory, EpochClock clock) {
        this.journal = journal;
        this.history = history;
        this.directory = directory;
        this.clock = clock;
        this.floor = journal.position().segment();
        List<Integer> segments = journal.segments();
        for (int i = segments.size() - 1; i >= 0; i--) {
            if (segments.get(i) == floor - 1) {
                floor--;
            }
        }
    }

    /** The first segment that a feed can be read from: none after it is missing. */
    public int floor() {
        return floor;
    }

    /** Secondary indexes have to read on from this segment; {@link Integer#MAX_VALUE}: they read nothing. */
    public void hold(int segment) {
        heldFrom = segment;
    }

    /** A segment is gone. */
    public void removed(int segment) {
        floor = Math.max(floor, segment + 1);
    }

    /** Whether a segment must stay, as of the last {@link #look}: a feed wants its changes, or what one of the wanted changes took the place of. */
    public boolean keeps(int segment) {
        return segment >= keptFrom || history.namedBy(segment) >= keptFrom;
    }

    /**
     * Looks at what is wanted now.
     *
     * @param isDiskFull feeds are then shortened, a segment a look: writes come before them
     */
    public void look(boolean isDiskFull) {
        int current = journal.position().segment();
        int wanted = Math.min(current, heldFrom);
        List<FeedSettings> feeds = directory.feeds();
        if (!feeds.isEmpty()) {
            List<Integer> segments = journal.segments();
            long nowNs = clock.nowNs();
            for (FeedSettings feed : feeds) {
                wanted = Math.min(wanted, firstWanted(feed, segments, nowNs));
            }
        }
        wanted = Math.max(wanted, floor);
        if (isDiskFull && Math.max(wanted, givenUpBefore) < current) {
            givenUpBefore = Math.max(wanted, givenUpBefore) + 1;
            shortenedCount++;
        }
        keptFrom = Math.max(wanted, givenUpBefore);
    }

    private int firstWanted(FeedSettings feed, List<Integer> segments, long nowNs) {
        int current = journal.position().segment();
        int first = current;
        if (feed.seconds() == 0 && feed.bytes() == 0) {
            return first;
        }
        long sinceNs = feed.seconds() == 0 ? Long.MIN_VALUE : nowNs - feed.seconds() * NS_PER_SECOND;
        long bytes = 0;
        for (int i = segments.size() - 1; i >= 0 && segments.get(i) >= floor; i--) {
            int segment = segments.get(i);
            bytes += journal.segmentLength(segment);
            if (segment >= current) {
                continue;
            }
            long newestNs = history.newestNs(segment); // 0: there are only moves in it, it goes with what is around it
            boolean isTooMuch = feed.bytes() > 0 && bytes > feed.bytes();
            if (isTooMuch || (newestNs != 0 && newestNs < sinceNs)) {
                break;
            }
            first = newestNs == 0 ? first : segment;
        }
        return first;
    }

    /** Bytes of segments that are there for feeds alone. */
    public long keptBytes(SegmentUse use) {
        long bytes = 0;
        for (int segment : journal.segments()) {
            boolean isForFeeds =
                    segment < journal.position().segment() && use.liveBytes(segment) == 0 && keeps(segment);
            bytes += isForFeeds ? journal.segmentLength(segment) : 0;
        }
        return bytes;
    }

    /** How often feeds were made a segment shorter because the disk was full, since the start. */
    public long shortenedCount() {
        return shortenedCount;
    }
}
