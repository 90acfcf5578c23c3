package io.vireo.engine.maintenance;

import io.vireo.engine.feed.FeedRetention;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.partition.Expiry;
import io.vireo.engine.partition.Mover;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.ShardRetention;
import io.vireo.engine.store.SegmentUse;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps a reactor's disk in order, a little in each of its rounds: checkpoints, removal of segments that nothing needs, compaction, blocks of deleted shards, items that have expired, scrubbing.
 * Less of it while there are requests. Threads: the reactor alone.
 */
public final class Maintenance {
    /** Steps of a round without requests. */
    private static final int IDLE_STEPS = 16;

    /** Steps of a round with requests. */
    private static final int BUSY_STEPS = 1;

    /** Between two looks for segments that can go: a look goes over all of them. */
    private static final int STEPS_PER_LOOK = 256;

    /** Steps of busy rounds between two of the scrubber, which asks for the time. */
    private static final int STEPS_PER_SCRUB = 16;

    /** What is collected of moves before it is written. */
    private static final int PENDING_LENGTH_MAX = 1 << 20;

    /** Segments with nothing in use that are kept for want of a checkpoint before one is asked for. */
    private static final int DEAD_COUNT_MAX = 2;

    private static final int FINDING_COUNT_MAX = 1_000;

    private final Journal journal;
    private final SegmentUse use;
    private final List<Partition> partitions;
    private final Checkpointer checkpointer;
    private final Compactor compactor;
    private final Scrubber scrubber;
    private final Sweeper sweeper;
    private final Mover mover;
    private final FeedRetention feeds;
    private final Set<String> findings = new LinkedHashSet<>();

    /** Segments of which nothing is in use, and the commit by whose end that is durable. */
    private final Map<Integer, Long> deadSince = new HashMap<>();

    private Runnable afterFailure = () -> {};
    private int stepsUntilLook;
    private int stepsUntilScrub;
    private long removedCount;

    /** Goes on from what a start found. */
    public Maintenance(
            MaintenanceParts parts,
            Recovery recovered,
            Mover mover,
            FeedRetention feeds,
            Expiry expiry,
            ShardRetention retention,
            long scrubBytesPerSecond) {
        this.journal = parts.journal();
        this.use = parts.use();
        this.partitions = parts.partitions();
        this.mover = mover;
        this.feeds = feeds;
        this.checkpointer = new Checkpointer(parts, recovered);
        this.compactor = new Compactor(parts, mover, feeds, this::tell);
        this.sweeper = new Sweeper(parts, expiry, retention);
        this.scrubber = new Scrubber(journal, parts.clock(), scrubBytesPerSecond, this::tell);
    }

    /** Something that a person should know of. */
    public void tell(String damage) {
        if (findings.size() < FINDING_COUNT_MAX) {
            findings.add(damage);
        }
    }

    /** A commit was sealed, or nothing waits for one. */
    public void atBoundary(RecordWriter writer) {
        checkpointer.atBoundary(writer);
    }

    /** Everything that was not durable was taken back. */
    public void commitFailed() {
        deadSince.clear();
        checkpointer.commitFailed();
        compactor.commitFailed();
        afterFailure.run();
    }

    /** Has an action run, too, when everything that was not durable was taken back. */
    public void whenCommitFails(Runnable action) {
        afterFailure = action;
    }

    /**
     * Does some of what there is to do.
     *
     * @param isBusy whether the round had requests
     * @return how much was done
     */
    public int step(RecordWriter writer, boolean isBusy) {
        int work = 0;
        int steps = isBusy ? BUSY_STEPS : IDLE_STEPS;
        for (int i = 0; i < steps; i++) {
            int done = checkpointer.step(writer);
            if (journal.pendingLength() < PENDING_LENGTH_MAX) {
                boolean isDone =
                        dropOrphans(writer) || sweeper.step(writer) || compactor.step(writer, journal.isDiskFull());
                done += isDone ? 1 : 0;
            }
            work += done;
            if (done == 0) {
                break;
            }
        }
        if (!isBusy || --stepsUntilScrub <= 0) {
            stepsUntilScrub = STEPS_PER_SCRUB;
            scrubber.step();
        }
        stepsUntilLook -= isBusy && !journal.isDiskFull() ? BUSY_STEPS : IDLE_STEPS;
        if (stepsUntilLook <= 0) {
            stepsUntilLook = STEPS_PER_LOOK;
            removeDead(writer);
        }
        return work;
    }

    private boolean dropOrphans(RecordWriter writer) {
        for (int i = 0; i < partitions.size(); i++) {
            Partition partition = partitions.get(i);
            if (!partition.orphans().isEmpty()) {
                return writer.write(partition, () -> mover.dropOrphan(partition));
            }
        }
        return false;
    }

    /** Whether requests must wait: what they change is kept for a checkpoint that does not get on. */
    public boolean isBehind() {
        return checkpointer.isBehind();
    }

    /** Removes segments of which nothing is in use and which no start needs. */
    private void removeDead(RecordWriter writer) {
        feeds.look(journal.isDiskFull());
        int current = journal.position().segment();
        int floor = Math.min(current, checkpointer.replayFloor());
        int waiting = 0;
        List<Integer> segments = journal.segments();
        for (int i = 0; i < segments.size(); i++) {
            int segment = segments.get(i);
            if (segment >= current || use.liveBytes(segment) != 0 || use.isPinned(segment) || feeds.keeps(segment)) {
                forgetDead(segment);
                continue;
            }
            // What made it so must be durable before it goes.
            deadSince.putIfAbsent(segment, writer.lastCommit());
            long commit = deadSince.getOrDefault(segment, 0L);
            if (segment < floor && writer.hasEnded(commit)) {
                deadSince.remove(segment);
                journal.remove(segment);
                use.remove(segment);
                feeds.removed(segment);
                removedCount++;
            } else if (segment >= floor) {
                waiting++;
            }
        }
        if (waiting > 0 && journal.isDiskFull()) {
            checkpointer.keepNewestAlone();
        }
        if (waiting > DEAD_COUNT_MAX || (waiting > 0 && journal.isDiskFull())) {
            checkpointer.want();
        }
    }

    private void forgetDead(int segment) {
        if (!deadSince.isEmpty()) {
            deadSince.remove(segment);
        }
    }

    /** What was found damaged, each once. */
    public Set<String> findings() {
        return findings;
    }

    /** Bytes that were written for checkpoints since the start. */
    public long checkpointBytes() {
        return checkpointer.writtenBytes();
    }

    /** Number of the newest whole checkpoint; 0: none. */
    public long newestCheckpoint() {
        return checkpointer.newest();
    }

    /** Bytes that were moved since the start. */
    public long movedBytes() {
        return compactor.movedBytes();
    }

    /** Segments that were removed since the start. */
    public long removedCount() {
        return removedCount;
    }

    /** Bytes that were compared with their checksums since the start. */
    public long scrubbedBytes() {
        return scrubber.scrubbedBytes();
    }
}
