package io.vireo.engine.journal;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.EpochClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next segments while the current one is being filled, so that the reactor need not wait for zeros to reach the disk. Threads:
 * the reactor; the executor does the work.
 */
final class SegmentSupply {
    private static final long RETRY_NS = 200_000_000L;

    /** Segments that are there before they are needed: the next one, and one that is kept for what makes room when the disk is full. */
    private static final int AHEAD_COUNT = 2;

    private final Disk disk;
    private final JournalConfig config;
    private final long logId;
    private final EpochClock clock;
    private final Executor executor;
    private final Runnable wake;
    private final ArrayDeque<Segment> ready = new ArrayDeque<>();
    private @Nullable CompletableFuture<Segment> making;
    private String failure = "";
    private long failedNs;

    /** @param wake is run when a segment is there, or cannot be made */
    SegmentSupply(Disk disk, JournalConfig config, long logId, EpochClock clock, Executor executor, Runnable wake) {
        this.disk = disk;
        this.config = config;
        this.logId = logId;
        this.clock = clock;
        this.executor = executor;
        this.wake = wake;
    }

    /** Takes a segment that was found at start; false when there are more than can be: one had been taken and not been written to yet. */
    boolean put(Segment segment) {
        return ready.size() <= AHEAD_COUNT && ready.add(segment);
    }

    /** Sees to it that this segment, and the one after it, are there or being made, unless that failed a moment ago. */
    void prepare(int index) {
        collect();
        boolean mayTry = failure.isEmpty() || Math.abs(clock.nowNs() - failedNs) >= RETRY_NS;
        if (making == null && ready.size() < AHEAD_COUNT && mayTry) {
            int next = index + ready.size();
            making = CompletableFuture.supplyAsync(() -> create(next), executor);
            making.whenComplete((_, _) -> wake.run());
            if (making.isDone()) {
                prepare(index);
            }
        }
    }

    /** Takes what was made, or why it was not. */
    private void collect() {
        @Nullable CompletableFuture<Segment> made = making;
        if (made == null || !made.isDone()) {
            return;
        }
        making = null;
        if (made.isCompletedExceptionally()) {
            failure = String.valueOf(made.exceptionNow().getMessage());
            failedNs = clock.nowNs();
        } else {
            failure = "";
            ready.add(made.resultNow());
        }
    }

    /**
     * The segment; null while it is being made, or when it cannot be: {@link #failure} then says why. The last one is given only when another can be made,
     * or to what makes room.
     */
    @Nullable Segment take(int index, boolean isReserve) {
        prepare(index);
        boolean isLastGiven = isReserve && !failure.isEmpty();
        boolean isGiven = ready.size() >= AHEAD_COUNT || (!ready.isEmpty() && isLastGiven);
        if (!isGiven) {
            return null;
        }
        Segment segment = ready.remove();
        prepare(index + 1);
        return segment;
    }

    /** Whether a segment is there that has not been taken. */
    boolean hasReady() {
        return !ready.isEmpty();
    }

    /** Why the last attempt to make a segment failed; empty when it did not. */
    String failure() {
        return failure;
    }

    void close() throws IOException {
        @Nullable CompletableFuture<Segment> made = making;
        if (made != null) {
            try {
                made.join().file().close();
            } catch (CompletionException e) {
                failure = String.valueOf(e.getMessage());
            }
        }
        for (Segment segment : ready) {
            segment.file().close();
        }
    }

    private Segment create(int index) {
        try {
            return Segment.create(disk, config, index, logId);
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        }
    }
}
