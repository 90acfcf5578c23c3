package io.vireo.controlplane.deployment;

import io.vireo.controlplane.DeploymentChanged;
import io.vireo.controlplane.DeploymentState;
import io.vireo.controlplane.FunctionChanged;
import io.vireo.controlplane.node.DesiredStateChanged;
import io.vireo.controlplane.node.NodeProgressed;
import io.vireo.controlplane.node.SnapshotComputed;
import io.vireo.controlplane.node.SnapshotComputed.DeployedVersion;
import io.vireo.identity.ScopedTransactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Moves deployments on: whenever a node makes progress, a snapshot is computed, or a deadline comes, all that are under
 * way are judged anew. State is in the database alone, so a restart takes up where the process before left off.
 *
 * <p>One thread judges; wake-ups that come while it works fall together.
 */
@Component
class DeploymentProgress implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentProgress.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final StoredDeploymentRepository deployments;
    private final FunctionReports reports;
    private final ScopedTransactions transactions;
    private final JdbcClient database;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final ScheduledExecutorService judge = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("deployment-progress").daemon().factory());
    private final AtomicBoolean isAwake = new AtomicBoolean();

    DeploymentProgress(
            StoredDeploymentRepository deployments,
            FunctionReports reports,
            ScopedTransactions transactions,
            JdbcClient database,
            ApplicationEventPublisher events,
            Clock clock) {
        this.deployments = deployments;
        this.reports = reports;
        this.transactions = transactions;
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Notes the snapshot that a deployment is first in; within the transaction that stores the snapshot. */
    @EventListener
    void include(SnapshotComputed computed) {
        Set<DeployedVersion> held = new HashSet<>(computed.functions());
        deployments.lockAllOpen().stream()
                .filter(open -> held.contains(new DeployedVersion(open.functionId(), open.toVersion())))
                .forEach(open -> open.includedIn(computed.version()));
    }

    @TransactionalEventListener
    void on(SnapshotComputed computed) {
        wake();
    }

    @TransactionalEventListener
    void on(NodeProgressed progressed) {
        wake();
    }

    @TransactionalEventListener
    void on(DeploymentStarted started) {
        wakeAt(started.deadlineAt());
    }

    /** Takes up what an earlier process left under way. */
    @EventListener
    void on(ApplicationReadyEvent ready) {
        transactions
                .readInPlatform(() -> database.sql("select deadline_at from deployment where ended_at is null")
                        .query(OffsetDateTime.class)
                        .list())
                .forEach(deadline -> wakeAt(deadline.toInstant()));
        wake();
    }

    private void wake() {
        if (!judge.isShutdown() && isAwake.compareAndSet(false, true)) {
            judge.execute(this::judgeAll);
        }
    }

    private void wakeAt(Instant moment) {
        long delayMs = Math.max(0, Duration.between(clock.instant(), moment).toMillis() + 1);
        judge.schedule(this::wake, delayMs, TimeUnit.MILLISECONDS);
    }

    private void judgeAll() {
        isAwake.set(false); // before reading: what comes from now on wakes us again
        try {
            transactions.inPlatform(() -> {
                // Functions before deployments, in the order in which who starts a deployment takes them.
                database.sql("""
                                select id from function f where exists (
                                    select from deployment d where d.function_id = f.id and d.ended_at is null)
                                order by id for update""").query(UUID.class).list();
                List<StoredDeployment> open = deployments.lockAllOpen();
                open.forEach(this::judge);
                return open.size();
            });
        } catch (RuntimeException e) {
            if (!judge.isShutdown()) {
                LOG.warn(
                        "deployments cannot be judged, trying again: retryMs={} reason={}",
                        RETRY.toMillis(),
                        e.toString());
                judge.schedule(this::wake, RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }

    private void judge(StoredDeployment deployment) {
        Instant now = clock.instant();
        boolean isOverdue = !now.isBefore(deployment.deadlineAt());
        Verdict verdict = Verdict.of(
                deployment.firstSnapshot(),
                reports.views(deployment.functionId(), deployment.toVersion(), deployment.firstSnapshot()),
                isOverdue);
        if (verdict.state() == DeploymentState.FAILED) {
            deployment.fail(verdict.message(), now);
            database.sql("""
                            update function set wanted_version = live_version, version = version + 1
                            where id = ? and wanted_version = ?""")
                    .params(deployment.functionId(), deployment.toVersion())
                    .update();
            events.publishEvent(new DesiredStateChanged());
        } else if (deployment.reach(verdict.state(), now)) {
            if (verdict.state() == DeploymentState.SERVING) {
                database.sql("update function set live_version = ?, version = version + 1 where id = ?")
                        .params(deployment.toVersion(), deployment.functionId())
                        .update();
            }
        } else {
            return;
        }
        LOG.info(
                "deployment moved: function={} version={} state={}",
                deployment.functionName(),
                deployment.toVersion(),
                deployment.state());
        events.publishEvent(new DeploymentChanged(
                deployment.tenantId(), deployment.functionName(), deployment.id(), deployment.state()));
        events.publishEvent(new FunctionChanged(deployment.tenantId(), deployment.functionName()));
    }

    @Override
    public void close() {
        judge.shutdownNow();
    }
}
