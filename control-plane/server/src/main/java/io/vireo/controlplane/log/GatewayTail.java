package io.vireo.controlplane.log;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.LogLine;
import io.vireo.controlplane.LogQuery;
import io.vireo.controlplane.LogService.Listener;
import io.vireo.controlplane.LogService.Tail;
import io.vireo.identity.ProblemException;
import io.vireo.identity.ProblemKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * A tail: one virtual thread that reads the gateway's open answer and tells the listener. When the answer ends it asks
 * again, after the last line that was delivered, so that nothing is missed or told twice.
 */
final class GatewayTail implements Tail {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayTail.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int MAX_BATCH = 500;

    private final Listener listener;
    private final Function<LogQuery, BufferedReader> source;
    private final Function<String, LogLine> parser;
    private final Consumer<GatewayTail> onEnd;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable BufferedReader open;

    // Touched by the tail's own thread alone.
    private LogQuery position;
    private long pauseMs = FIRST_PAUSE.toMillis();

    GatewayTail(
            LogQuery start,
            Listener listener,
            Function<LogQuery, BufferedReader> source,
            Function<String, LogLine> parser,
            Consumer<GatewayTail> onEnd) {
        this.position = start;
        this.listener = listener;
        this.source = source;
        this.parser = parser;
        this.onEnd = onEnd;
    }

    void start(String name) {
        Thread.ofVirtual().name(name).start(this::run);
    }

    /** Ends the tail because the process stops. */
    void stop() {
        if (!isClosed()) {
            listener.stopping();
            close();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        BufferedReader reading = open;
        if (reading != null) {
            try {
                reading.close();
            } catch (IOException e) {
                LOG.debug("log tail was not closed in order: reason={}", e.toString());
            }
        }
        onEnd.accept(this);
    }

    private void run() {
        try {
            while (!isClosed()) {
                String reason = readUntilItEnds();
                if (!isClosed()) {
                    listener.interrupted(reason);
                    pause();
                }
            }
        } catch (ControlPlaneException e) {
            end(e);
        } catch (ProblemException e) { // the follower lost the right, or the tenant is gone
            end(new ControlPlaneException(ErrorCode.GATEWAY_FAILED, e.getMessage(), e));
        } finally {
            onEnd.accept(this);
        }
    }

    private void end(ControlPlaneException reason) {
        if (!isClosed()) {
            listener.ended(reason);
        }
    }

    /** Why the answer ended. */
    private String readUntilItEnds() {
        try (BufferedReader rows = source.apply(position)) {
            open = rows;
            if (isClosed()) {
                return "closed";
            }
            pauseMs = FIRST_PAUSE.toMillis();
            listener.connected();
            List<LogLine> batch = new ArrayList<>();
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                if (!row.isEmpty()) {
                    batch.add(parser.apply(row));
                }
                if (row.isEmpty() || batch.size() == MAX_BATCH || !rows.ready()) {
                    deliver(batch);
                }
                if (row.isEmpty()) {
                    listener.idle();
                }
            }
            deliver(batch);
            return "the gateway ended the answer";
        } catch (IOException e) {
            return "the answer broke off: " + e.getMessage();
        } catch (ProblemException e) {
            if (e.kind() != ProblemKind.UNAVAILABLE || e.code().equals(ErrorCode.GATEWAY_FAILED.wireName())) {
                throw e;
            }
            return e.getMessage();
        } catch (TransactionException | DataAccessException e) { // a token cannot be made while the database is away
            return "the control plane's database does not answer";
        } finally {
            open = null;
        }
    }

    private void deliver(List<LogLine> batch) {
        if (batch.isEmpty()) {
            return;
        }
        List<LogLine> lines = List.copyOf(batch);
        batch.clear();
        listener.lines(lines);
        LogQuery start = position;
        position = new LogQuery(
                lines.getLast().sequenceNumber(), start.limit(), start.level(), start.grep(), start.version());
    }

    private void pause() {
        try {
            closed.await(pauseMs, TimeUnit.MILLISECONDS);
            pauseMs = Math.min(LONGEST_PAUSE.toMillis(), pauseMs * 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }
}
