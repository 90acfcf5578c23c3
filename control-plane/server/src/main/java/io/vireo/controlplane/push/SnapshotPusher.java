package io.vireo.controlplane.push;

import io.vireo.controlplane.node.DesiredStateChanged;
import io.vireo.controlplane.snapshot.SnapshotKeeper;
import io.vireo.identity.AccessKeyChanged;
import io.vireo.tenant.ContainerChanged;
import io.vireo.tenant.TenantChanged;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Recomputes and pushes snapshots soon after the desired state changed. Changes that come close together fall together:
 * the computation waits until none came for {@link #QUIET}, {@link #PATIENCE} at most. Every {@link #SWEEP} it computes
 * anyway, so that a change which nobody announced (another instance's, a key's expiry) reaches the nodes too.
 */
@Component
class SnapshotPusher implements AutoCloseable {
    static final Duration QUIET = Duration.ofMillis(100);
    static final Duration PATIENCE = Duration.ofSeconds(2);
    static final Duration SWEEP = Duration.ofSeconds(60);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotPusher.class);

    private final SnapshotKeeper snapshots;
    private final AgentStreams streams;
    private final LongSupplier nanoClock;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("snapshot-pusher").daemon().factory());

    private long retryMs = FIRST_RETRY.toMillis(); // touched by the worker alone

    // Guarded by this.
    private boolean isScheduled;
    private long firstChangeNs;
    private long lastChangeNs;

    SnapshotPusher(SnapshotKeeper snapshots, AgentStreams streams, LongSupplier nanoClock) {
        this.snapshots = snapshots;
        this.streams = streams;
        this.nanoClock = nanoClock;
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(DesiredStateChanged changed) {
        changed();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(TenantChanged changed) {
        changed();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(ContainerChanged changed) {
        changed();
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(AccessKeyChanged changed) {
        changed();
    }

    @EventListener
    void on(ApplicationReadyEvent ready) {
        worker.scheduleWithFixedDelay(this::changed, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    private synchronized void changed() {
        lastChangeNs = nanoClock.getAsLong();
        if (!isScheduled && !worker.isShutdown()) {
            isScheduled = true;
            firstChangeNs = lastChangeNs;
            worker.schedule(this::computeWhenQuiet, QUIET.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void computeWhenQuiet() {
        long waitNs = remainingWaitNs();
        if (waitNs > 0) {
            worker.schedule(this::computeWhenQuiet, waitNs, TimeUnit.NANOSECONDS);
            return;
        }
        try {
            streams.want(snapshots.computeAll());
            retryMs = FIRST_RETRY.toMillis();
        } catch (RuntimeException e) {
            if (!worker.isShutdown()) {
                LOG.warn("snapshots cannot be computed, trying again: retryMs={} reason={}", retryMs, e.toString());
                worker.schedule(this::changed, retryMs, TimeUnit.MILLISECONDS);
                retryMs = Math.min(LONGEST_RETRY.toMillis(), 2 * retryMs);
            }
        }
    }

    /** 0 when it is time to compute; changes from then on count for the next time. */
    private synchronized long remainingWaitNs() {
        long now = nanoClock.getAsLong();
        long untilQuiet = lastChangeNs + QUIET.toNanos() - now;
        long untilPatienceEnds = firstChangeNs + PATIENCE.toNanos() - now;
        long waitNs = Math.min(untilQuiet, untilPatienceEnds);
        if (waitNs <= 0) {
            isScheduled = false;
            return 0;
        }
        return waitNs;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
