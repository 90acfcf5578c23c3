package io.vireo.engine.journal;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.EpochClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next segment while the current one is being filled, so that the reactor need not wait for zeros to reach the disk. Threads:
 * the reactor; the executor does the work.
 */
final class SegmentSupply {
    private static final long RETRY_NS = 200_000_000L;

    private final Disk disk;
    private final JournalConfig config;
    private final long logId;
    private final EpochClock clock;
    private final Executor executor;
    private final Runnable wake;
    private @Nullable CompletableFuture<Segment> next;
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

    /** Takes a segment that was found at start. */
    void put(Segment segment) {
        next = CompletableFuture.completedFuture(segment);
    }

    /** Sees to it that this segment is there or being made, unless that failed a moment ago. */
    void prepare(int index) {
        if (next != null && next.isCompletedExceptionally()) {
            failure = reason(next);
            failedNs = clock.nowNs();
            next = null;
        }
        if (next == null && (failure.isEmpty() || Math.abs(clock.nowNs() - failedNs) >= RETRY_NS)) {
            next = CompletableFuture.supplyAsync(() -> create(index), executor);
            next.whenComplete((_, _) -> wake.run());
        }
    }

    /** The segment; null while it is being made, or when it cannot be: {@link #failure} then says why. */
    @Nullable Segment take(int index) {
        prepare(index);
        if (next == null || !next.isDone()) {
            return null;
        }
        try {
            Segment segment = next.join();
            next = null;
            failure = "";
            return segment;
        } catch (CompletionException e) {
            prepare(index);
            return null;
        }
    }

    String failure() {
        return failure;
    }

    void close() throws IOException {
        if (next != null) {
            try {
                next.join().file().close();
            } catch (CompletionException e) {
                failure = reason(next);
            }
        }
    }

    private Segment create(int index) {
        try {
            return Segment.create(disk, config, index, logId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reason(CompletableFuture<Segment> failed) {
        Throwable cause = failed.exceptionNow();
        return String.valueOf(cause.getMessage());
    }
}
