package io.vireo.invoker.log;

import io.vireo.client.Appended;
import io.vireo.client.EngineException;
import io.vireo.client.EngineStatus;
import io.vireo.client.EngineUnavailableException;
import io.vireo.client.NewRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the log of one function. Lines wait at most {@value #BATCH_DELAY_MS} ms for others to be written with; while the engine is
 * away they are kept up to a bound, and what is over it is counted and told in a line of its own. Nobody who logs ever waits.
 *
 * <p>Threads: {@link #offer} any; the rest on the log thread.
 */
final class FunctionLog {
    static final int MAX_PENDING_LINES = 10_000;
    static final long MAX_PENDING_BYTES = 4L * 1024 * 1024;
    static final int BATCH_DELAY_MS = 20;
    private static final int MAX_BATCH_LINES = 500;
    private static final int MAX_BATCH_BYTES = 96 * 1024;
    private static final int FIRST_RETRY_MS = 100;
    private static final int MAX_RETRY_MS = 1_000;
    private static final int LINE_OVERHEAD_BYTES = 160;

    /** A worker bounds itself at less; one that does not must not fill the disk at the speed of the disk. */
    static final int MAX_LINES_PER_SECOND = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(FunctionLog.class);

    private final String function;
    private final LogStream stream;
    private final ScheduledExecutorService thread;
    private final LongSupplier epochNs;
    private final Set<LogReader> followers = new LinkedHashSet<>();
    private long lastSequence = -1;
    private int retryMs = FIRST_RETRY_MS;

    // Guarded by this: what is handed over between threads.
    private final ArrayDeque<LogLine> pending = new ArrayDeque<>();
    private long pendingBytes;
    private long dropped;
    private boolean isWriting;
    private long currentSecond;
    private int linesThisSecond;

    FunctionLog(String function, LogStream stream, ScheduledExecutorService thread, LongSupplier epochNs) {
        this.function = function;
        this.stream = stream;
        this.thread = thread;
        this.epochNs = epochNs;
    }

    LogStream stream() {
        return stream;
    }

    /** Takes a line, or counts it when too many wait. */
    void offer(LogLine line) {
        boolean isTaken;
        synchronized (this) {
            long bytes = bytesOf(line);
            isTaken = pending.size() < MAX_PENDING_LINES && pendingBytes + bytes <= MAX_PENDING_BYTES && !isTooFast();
            if (isTaken) {
                pending.addLast(line);
                pendingBytes += bytes;
            } else {
                dropped++;
            }
            if (isWriting) {
                return;
            }
            isWriting = true;
        }
        // The count of what is dropped is a line too, but not one for each.
        thread.schedule(this::writeNext, isTaken ? BATCH_DELAY_MS : MAX_RETRY_MS, TimeUnit.MILLISECONDS);
    }

    /** Whether there are lines that are not in the stream yet. */
    synchronized boolean isWriting() {
        return isWriting;
    }

    /**
     * Hands the reader each further row, if it has read to the end.
     *
     * @param nextSequence the row that the reader wants next
     * @return false if there are rows that it has not read
     */
    boolean follow(LogReader reader, long nextSequence) {
        if (nextSequence <= lastSequence) {
            return false;
        }
        followers.add(reader);
        return true;
    }

    void unfollow(LogReader reader) {
        followers.remove(reader);
    }

    private void writeNext() {
        List<byte[]> rows = nextBatch();
        if (!rows.isEmpty()) {
            write(rows);
        }
    }

    private List<byte[]> nextBatch() {
        List<LogLine> lines = new ArrayList<>();
        synchronized (this) {
            if (dropped > 0) {
                lines.add(droppedLine(dropped));
                dropped = 0;
            }
            long bytes = 0;
            for (LogLine line = pending.peekFirst(); line != null; line = pending.peekFirst()) {
                bytes += bytesOf(line);
                if (!lines.isEmpty() && (bytes > MAX_BATCH_BYTES || lines.size() >= MAX_BATCH_LINES)) {
                    break;
                }
                lines.add(pending.removeFirst());
                pendingBytes -= bytesOf(line);
            }
            isWriting = !lines.isEmpty();
        }
        return lines.stream().map(LogRow::encode).toList();
    }

    private void write(List<byte[]> rows) {
        stream.append(rows.stream().map(NewRecord::of).toList())
                .whenCompleteAsync((appended, failure) -> written(rows, appended, failure), thread);
    }

    private void written(List<byte[]> rows, @Nullable Appended appended, @Nullable Throwable failure) {
        if (appended != null) {
            retryMs = FIRST_RETRY_MS;
            publish(appended.firstSequence(), rows);
            writeNext();
            return;
        }
        switch (cause(failure)) {
            case EngineException refused
            when refused.status() == EngineStatus.NOT_FOUND ->
                stream.create().whenCompleteAsync((_, failed) -> created(rows, failed), thread);
            case EngineException refused
            when refused.status() != EngineStatus.BUSY -> giveUp(rows, refused.status() + " " + refused.getMessage());
            case EngineException _, EngineUnavailableException _ -> retry(rows);
            case Throwable other -> giveUp(rows, other.toString());
        }
    }

    private void created(List<byte[]> rows, @Nullable Throwable failure) {
        boolean isThere = failure == null
                || cause(failure) instanceof EngineException refused && refused.status() == EngineStatus.EXISTS;
        if (isThere) {
            write(rows);
        } else if (cause(failure) instanceof EngineUnavailableException) {
            retry(rows);
        } else {
            giveUp(rows, String.valueOf(cause(failure)));
        }
    }

    private void retry(List<byte[]> rows) {
        thread.schedule(() -> write(rows), retryMs, TimeUnit.MILLISECONDS);
        retryMs = Math.min(2 * retryMs, MAX_RETRY_MS);
    }

    private void giveUp(List<byte[]> rows, String reason) {
        LOG.warn("log lines not written function={} lines={} reason={}", function, rows.size(), reason);
        synchronized (this) {
            dropped += rows.size();
            isWriting = true;
        }
        thread.schedule(this::writeNext, MAX_RETRY_MS, TimeUnit.MILLISECONDS);
    }

    private void publish(long firstSequence, List<byte[]> rows) {
        lastSequence = firstSequence + rows.size() - 1;
        if (followers.isEmpty()) {
            return;
        }
        for (LogReader follower : List.copyOf(followers)) {
            for (int i = 0; i < rows.size(); i++) {
                if (!follower.take(firstSequence + i, rows.get(i))) {
                    break;
                }
            }
        }
    }

    private boolean isTooFast() {
        long second = epochNs.getAsLong() / 1_000_000_000L;
        if (second != currentSecond) {
            currentSecond = second;
            linesThisSecond = 0;
        }
        linesThisSecond++;
        return linesThisSecond > MAX_LINES_PER_SECOND;
    }

    private LogLine droppedLine(long count) {
        return new LogLine(
                epochNs.getAsLong(),
                LogLine.Level.WARN,
                LogLine.Source.PLATFORM,
                count + " log lines dropped: they came faster than they could be written",
                "",
                "",
                0,
                "");
    }

    static Throwable cause(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause == null ? new IllegalStateException("failed without a reason") : cause;
    }

    private static long bytesOf(LogLine line) {
        return LINE_OVERHEAD_BYTES + line.message().length() + line.fields().length();
    }
}
