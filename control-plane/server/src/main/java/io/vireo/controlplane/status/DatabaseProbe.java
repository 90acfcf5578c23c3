package io.vireo.controlplane.status;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells within a second whether the database answers, however it fails: refused, cut off, or silent.
 *
 * <p>One question is under way at a time, on a platform thread of its own. Whoever asks meanwhile waits for that one, so a silent
 * database holds one connection and one thread, not one for each who asks; and a question that is overdue is answered "no" at once.
 * Safe for any thread.
 */
@Component
class DatabaseProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);
    private static final Duration TIME_LIMIT = Duration.ofSeconds(1);

    private record Question(CompletableFuture<Void> answer, long askedNs) {}

    private final JdbcClient database;
    private final LongSupplier nanoClock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("database-probe").factory());
    private @Nullable Question question; // guarded by this

    DatabaseProbe(JdbcClient database, LongSupplier nanoClock) {
        this.database = database;
        this.nanoClock = nanoClock;
    }

    /** Whether it answered a question that was asked at most a second ago. */
    boolean isAnswering() {
        Question current = question();
        long remainingNs = TIME_LIMIT.toNanos() - (nanoClock.getAsLong() - current.askedNs());
        try {
            current.answer().get(Math.max(0, remainingNs), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            LOG.debug("database does not answer: reason={}", String.valueOf(e.getCause()));
            return false;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized Question question() {
        Question current = question;
        if (current == null || current.answer().isDone()) {
            current = new Question(CompletableFuture.runAsync(this::ask, thread), nanoClock.getAsLong());
            question = current;
        }
        return current;
    }

    private void ask() {
        database.sql("select 1").query(Integer.class).single();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
