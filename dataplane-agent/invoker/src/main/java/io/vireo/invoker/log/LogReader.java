package io.vireo.invoker.log;

import io.vireo.client.EngineException;
import io.vireo.client.EngineStatus;
import io.vireo.client.EngineUnavailableException;
import io.vireo.client.SeekTo;
import io.vireo.client.StreamPage;
import io.vireo.client.StreamRecord;
import io.vireo.gateway.LogAnswer;
import io.vireo.gateway.LogQuery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers one question for log lines: first what the stream holds, then, for a follower, each row as it is written. A follower that
 * reads slowly is not buffered for: it goes back to reading the stream where it was.
 *
 * <p>Threads: the log thread.
 */
final class LogReader {
    private static final int PAGE_LENGTH = 500;
    private static final int RETRY_MS = 500;
    private static final int MAX_RETRIES = 120;

    private final LogQuery query;
    private final LogRow.Filter filter;
    private final LogAnswer answer;
    private final FunctionLog log;
    private final boolean isKnown;
    private final ScheduledExecutorService thread;
    private final ArrayDeque<StreamRecord> latest = new ArrayDeque<>();
    private long nextSequence;
    private int sent;
    private int retries;

    /**
     * @param isKnown whether there is such a function, so that a missing stream only means that it never logged
     */
    LogReader(
            LogQuery query,
            LogRow.Filter filter,
            LogAnswer answer,
            FunctionLog log,
            boolean isKnown,
            ScheduledExecutorService thread) {
        this.query = query;
        this.filter = filter;
        this.answer = answer;
        this.log = log;
        this.isKnown = isKnown;
        this.thread = thread;
    }

    void start() {
        answer.onCancel(() -> thread.execute(() -> log.unfollow(this)));
        if (query.after() >= 0) {
            nextSequence = query.after() + 1;
            readForward();
        } else if (query.before() > 0) {
            readBackward(query.before());
        } else {
            log.stream().seek(new SeekTo.Latest()).whenCompleteAsync(this::foundEnd, thread);
        }
    }

    /** Takes a row that was just written; false when this reader is no follower any more. */
    boolean take(long sequence, byte[] row) {
        if (sequence < nextSequence) {
            return true;
        }
        if (answer.isCancelled() || sequence > nextSequence || !answer.isWritable()) {
            log.unfollow(this);
            readForward();
            return false;
        }
        nextSequence = sequence + 1;
        send(sequence, row);
        return true;
    }

    private void foundEnd(@Nullable Long end, @Nullable Throwable failure) {
        if (end == null) {
            failed(failure, this::start);
        } else {
            nextSequence = end;
            readBackward(end);
        }
    }

    /** Looks at the rows before {@code end}, newest first, until there are enough. */
    private void readBackward(long end) {
        if (end <= 1 || latest.size() >= query.limit()) {
            for (StreamRecord row : latest) {
                send(row.sequence(), row.data());
            }
            latest.clear();
            atEnd();
            return;
        }
        long start = Math.max(1, end - PAGE_LENGTH);
        collect(start, start, end, new ArrayList<>());
    }

    private void collect(long start, long location, long end, List<StreamRecord> found) {
        log.stream()
                .read(location, (int) (end - location))
                .whenCompleteAsync(
                        (page, failure) -> {
                            if (page == null) {
                                failed(failure, () -> collect(start, location, end, found));
                                return;
                            }
                            for (StreamRecord row : page.records()) {
                                if (row.sequence() < end && filter.matches(row.data())) {
                                    found.add(row);
                                }
                            }
                            if (!page.records().isEmpty() && page.nextLocation() < end) {
                                collect(start, page.nextLocation(), end, found);
                                return;
                            }
                            for (StreamRecord row : found.reversed()) {
                                if (latest.size() < query.limit()) {
                                    latest.addFirst(row);
                                }
                            }
                            boolean isBeforeRetention = page.records().isEmpty();
                            readBackward(isBeforeRetention ? 0 : start);
                        },
                        thread);
    }

    private void readForward() {
        if (answer.isCancelled()) {
            return;
        }
        if (!answer.isWritable()) {
            answer.onWritable(() -> thread.execute(this::readForward));
            return;
        }
        log.stream().read(nextSequence, PAGE_LENGTH).whenCompleteAsync(this::readPage, thread);
    }

    private void readPage(@Nullable StreamPage page, @Nullable Throwable failure) {
        if (page == null) {
            failed(failure, this::readForward);
            return;
        }
        retries = 0;
        for (StreamRecord row : page.records()) {
            if (!query.follow() && sent >= query.limit()) {
                break;
            }
            send(row.sequence(), row.data());
        }
        nextSequence = Math.max(nextSequence, page.nextLocation());
        if (!query.follow() && sent >= query.limit()) {
            answer.end();
        } else if (page.records().isEmpty()) {
            atEnd();
        } else {
            readForward();
        }
    }

    private void atEnd() {
        if (!query.follow()) {
            answer.end();
        } else if (!log.follow(this, nextSequence)) {
            readForward();
        }
    }

    private void send(long sequence, byte[] row) {
        if (filter.matches(row)) {
            sent++;
            answer.line(LogRow.withSequence(sequence, row));
        }
    }

    private void failed(@Nullable Throwable failure, Runnable again) {
        Throwable cause = FunctionLog.cause(failure);
        if (answer.isCancelled()) {
            return;
        }
        boolean isAbsent = cause instanceof EngineException refused && refused.status() == EngineStatus.NOT_FOUND;
        if (isAbsent && isKnown) {
            nextSequence = Math.max(nextSequence, 1); // nothing was ever logged
            atEnd();
        } else if (isAbsent) {
            answer.refuse(404, "no such function: " + query.function());
        } else if (query.follow() && cause instanceof EngineUnavailableException && retries < MAX_RETRIES) {
            retries++;
            thread.schedule(again, RETRY_MS, TimeUnit.MILLISECONDS);
        } else if (sent == 0) {
            answer.refuse(503, "the log cannot be read now: " + cause.getMessage());
        } else {
            answer.end();
        }
    }
}
