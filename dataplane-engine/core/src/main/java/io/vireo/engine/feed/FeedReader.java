package io.vireo.engine.feed;

import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.journal.Location;
import io.vireo.engine.journal.LogPosition;
import io.vireo.engine.journal.LogWalk;
import io.vireo.engine.partition.Change;
import io.vireo.engine.partition.ChangeReader;
import io.vireo.engine.store.Records;
import io.vireo.engine.store.SegmentUse;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reads the feeds of a reactor's partitions, a little in each of its rounds and less while there are requests: however many readers there are, and however slow, writers do not see them. A reader
 * is a request: it holds nothing between two of them. What is read at a time is bounded by the number of windows; who finds none free waits for one, in turn. Threads: the reactor alone.
 *
 * <pre>
 *   begin ─► ready ─► walking, with a window ─► images ─► answer
 *              ▲          │ nothing found, and the request may wait
 *              └─ parked ◄┘    until more is durable
 * </pre>
 */
public final class FeedReader {
    private static final int WINDOW_COUNT = 4;
    private static final int WINDOW_LENGTH = 256 << 10;

    /** Records that a round with requests looks at, and one without. */
    private static final int BUSY_COUNT = 256;

    private static final int IDLE_COUNT = 2_048;

    /** Old images that are read at a time for one request. */
    private static final int IMAGE_COUNT = 16;

    private final Journal journal;
    private final Records records;
    private final SegmentUse use;
    private final FeedRetention retention;
    private final EpochClock clock;
    private final ChangeReader changes = new ChangeReader();
    private final ArrayDeque<MemorySegment> windows = new ArrayDeque<>();
    private final ArrayDeque<FeedJob> ready = new ArrayDeque<>();
    private final ArrayDeque<FeedJob> walking = new ArrayDeque<>();
    private final ArrayDeque<FeedJob> imaging = new ArrayDeque<>();
    private final List<FeedJob> parked = new ArrayList<>();
    private final List<Change> found = new ArrayList<>();
    private byte[] metadata = new byte[4_096];
    private int windowCount;

    /** Reads a reactor's log. */
    public FeedReader(Journal journal, Records records, SegmentUse use, FeedRetention retention, EpochClock clock) {
        this.journal = journal;
        this.records = records;
        this.use = use;
        this.retention = retention;
        this.clock = clock;
    }

    /** The first place that can be read. */
    public LogPosition earliest() {
        return LogPosition.startOf(retention.floor());
    }

    /** The place where the next change will be. */
    public LogPosition latest() {
        return LogPosition.before(journal.durable());
    }

    /**
     * Takes a request.
     *
     * @param isWanted false once nobody waits for the answer
     * @param answer takes it, in this call or in a {@link #step}
     */
    public void begin(FeedRequest request, BooleanSupplier isWanted, Consumer<FeedPage> answer) {
        ready.add(new FeedJob(request, isWanted, answer));
    }

    /** Requests that are not answered. */
    public int count() {
        return ready.size() + walking.size() + imaging.size() + parked.size();
    }

    /** How long the reactor may sleep at most. */
    public long sleepNs(long maxNs) {
        if (parked.isEmpty()) {
            return maxNs;
        }
        long sleepNs = maxNs;
        for (FeedJob job : parked) {
            sleepNs = Math.clamp(job.request().leftNs(clock.nowNs()), 1, sleepNs);
        }
        return sleepNs;
    }

    /**
     * Does some of what there is to do.
     *
     * @param isBusy whether the round had requests
     * @return how much was done
     */
    public int step(boolean isBusy) {
        if (count() == 0) {
            return 0;
        }
        unpark();
        while (!ready.isEmpty() && (!windows.isEmpty() || windowCount < WINDOW_COUNT)) {
            FeedJob job = ready.remove();
            MemorySegment window = window();
            job.startWalk(new LogWalk(journal, job.position(), window, this::read), window);
            walking.add(job);
        }
        int work = 0;
        int share = (isBusy ? BUSY_COUNT : IDLE_COUNT) / Math.max(1, walking.size());
        for (int i = walking.size(); i > 0; i--) {
            work += walk(walking.remove(), share);
        }
        for (int i = imaging.size(); i > 0; i--) {
            work += readImages(imaging.remove());
        }
        return work;
    }

    /** One that is free, or the first time a new one. */
    private MemorySegment window() {
        if (!windows.isEmpty()) {
            return windows.remove();
        }
        windowCount++;
        return Arena.ofAuto().allocate(WINDOW_LENGTH, 4_096);
    }

    /** Those that wait for a change go on when there may be one, and are answered when they have waited long enough. */
    private void unpark() {
        if (parked.isEmpty()) {
            return;
        }
        long durable = LogPosition.before(journal.durable()).location();
        long nowNs = clock.nowNs();
        parked.removeIf(job -> {
            boolean isMore = job.position().location() != durable;
            boolean isOver = isMore || !job.isWanted() || job.request().leftNs(nowNs) == 0;
            if (isOver) {
                ready.add(job);
            }
            return isOver;
        });
    }

    /** Reads, keeping the segment there meanwhile. */
    private void read(long location, MemorySegment target, long targetOffset, int length, DiskCalls.Ended ended) {
        int segment = Location.segment(location);
        use.pin(segment);
        journal.read(location, target, targetOffset, length, failure -> {
            use.unpin(segment);
            ended.ended(failure);
        });
    }

    private int walk(FeedJob job, int limit) {
        LogWalk walk = job.walk();
        for (int i = 0; i < limit; i++) {
            if (walk.position().segment() < retention.floor() && !walk.isReading()) {
                miss(job, true);
                return i + 1;
            }
            switch (walk.state()) {
                case WAITS -> {
                    walking.add(job);
                    return i;
                }
                case DAMAGED -> {
                    miss(job, false);
                    return i + 1;
                }
                case ENDED -> {
                    end(job);
                    return i + 1;
                }
                case AT_RECORD -> {
                    if (!job.isWanted()) {
                        windows.add(job.endWalk());
                        return i + 1;
                    }
                    take(job, walk);
                    walk.next();
                    job.passed(walk.position());
                    if (job.isFull() || walk.readBytes() >= Limits.FEED_EXAMINED_LENGTH) {
                        windows.add(job.endWalk());
                        imaging.add(job);
                        return i + 1;
                    }
                }
            }
        }
        walking.add(job);
        return limit;
    }

    private void take(FeedJob job, LogWalk walk) {
        if (walk.partition() != job.request().partition() || walk.metadataLength() == 0) {
            return;
        }
        if (metadata.length < walk.metadataLength()) {
            metadata = new byte[Math.max(walk.metadataLength(), metadata.length * 2)];
        }
        walk.metadata(metadata);
        found.clear();
        changes.read(
                metadata,
                walk.metadataLength(),
                walk.metadataLocation(),
                job.request().directory(),
                found);
        job.found(found, walk.position());
    }

    /** The end of what is durable: that is an answer, unless the request may wait. */
    private void end(FeedJob job) {
        windows.add(job.endWalk());
        boolean mayWait = job.isEmpty() && job.isWanted() && job.request().leftNs(clock.nowNs()) > 0;
        if (mayWait) {
            parked.add(job);
        } else {
            job.reachedEnd();
            imaging.add(job);
        }
    }

    /** What is found so far comes first; that something was missed is told when it is asked for. */
    private void miss(FeedJob job, boolean isTrimmed) {
        LogWalk walk = job.walk();
        LogPosition next = isTrimmed ? earliest() : walk.behindDamage();
        String reason = isTrimmed
                ? "changes from this position on are not kept any more: field=position segment="
                        + job.position().segment() + " earliest=" + retention.floor()
                : walk.fault();
        windows.add(job.endWalk());
        if (job.isEmpty()) {
            job.answer(new FeedPage.Missed(isTrimmed, reason, next));
        } else {
            imaging.add(job);
        }
    }

    /** Reads what was there before, some at a time; answers when all is there. */
    private int readImages(FeedJob job) {
        if (!job.isWanted()) {
            return 1;
        }
        if (job.isReadingImages()) {
            imaging.add(job);
            return 0;
        }
        for (int i = 0; i < IMAGE_COUNT && job.image() != null; i++) {
            IndexEntry image = Objects.requireNonNull(job.image());
            if (journal.segmentLength(image.segment()) > 0) {
                records.read("change of " + job.request().directory(), image, job.fetched());
            }
            job.passImage();
        }
        if (job.image() != null || job.isReadingImages()) {
            imaging.add(job);
            return 1;
        }
        JournalPosition end = journal.durable();
        job.answer(job.page(changes, behindBytes(job.position(), end)));
        return 1;
    }

    private long behindBytes(LogPosition from, JournalPosition end) {
        long segments = (long) end.segment() - from.segment();
        return Math.max(0, segments * journal.segmentLength(end.segment()) + end.offset() - from.record());
    }
}
