package io.vireo.invoker.log;

import io.vireo.client.DataClient;
import io.vireo.gateway.LogAnswer;
import io.vireo.gateway.LogDoor;
import io.vireo.gateway.LogQuery;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The logs of a tenant's functions. Owns the log thread, on which lines are encoded, written and handed to readers.
 *
 * <p>Threads: any.
 */
public final class FunctionLogs implements LogDoor, AutoCloseable {
    private static final int CLOSE_TIMEOUT_MS = 2_000;
    private static final int POLL_MS = 10;

    private final DataClient data;
    private final LongSupplier epochNs;
    private final ScheduledExecutorService thread;
    private final Map<String, FunctionLog> logs = new ConcurrentHashMap<>();
    private volatile long container;
    private volatile Set<String> functions = Set.of();

    /**
     * @param epochNs nanoseconds since 1970-01-01T00:00:00Z
     */
    public FunctionLogs(DataClient data, LongSupplier epochNs) {
        this.data = data;
        this.epochNs = epochNs;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("log").daemon().factory());
    }

    /**
     * Goes on with these functions.
     *
     * @param systemContainer id of the container that holds the streams
     */
    public void apply(long systemContainer, Set<String> names) {
        container = systemContainer;
        functions = Set.copyOf(names);
    }

    /** Where lines of a function go. */
    public Consumer<LogLine> of(String function) {
        return log(function)::offer;
    }

    @Override
    public void tail(LogQuery query, LogAnswer answer) {
        LogRow.Filter filter;
        try {
            filter = new LogRow.Filter(query.level(), query.grep(), query.version());
        } catch (IllegalArgumentException e) {
            answer.refuse(400, "level is not one of debug, info, warn, error: level=" + query.level());
            return;
        }
        boolean isKnown = functions.contains(query.function());
        FunctionLog log = isKnown ? log(query.function()) : unknown(query.function());
        LogReader reader = new LogReader(query, filter, answer, log, isKnown, thread);
        thread.execute(reader::start);
    }

    /** Writes what waits, for at most two seconds, and ends. */
    @Override
    public void close() {
        thread.schedule(() -> closeWhenWritten(CLOSE_TIMEOUT_MS / POLL_MS), 0, TimeUnit.MILLISECONDS);
        try {
            if (!thread.awaitTermination(2L * CLOSE_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void closeWhenWritten(int attempts) {
        if (attempts == 0 || logs.values().stream().noneMatch(FunctionLog::isWriting)) {
            thread.shutdownNow();
        } else {
            thread.schedule(() -> closeWhenWritten(attempts - 1), POLL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private FunctionLog log(String function) {
        return logs.computeIfAbsent(function, this::unknown);
    }

    private FunctionLog unknown(String function) {
        return new FunctionLog(function, LogStream.of(data, container, function), thread, epochNs);
    }
}
