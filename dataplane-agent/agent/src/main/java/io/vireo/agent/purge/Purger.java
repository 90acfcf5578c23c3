package io.vireo.agent.purge;

import io.vireo.channel.Grant;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.Grant.Scope;
import io.vireo.channel.GrantSigner;
import io.vireo.client.DataClient;
import io.vireo.client.DataClientConfig;
import io.vireo.controlplane.api.v1.ContainerPurge;
import io.vireo.controlplane.api.v1.PurgeStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is in the containers that the configuration names, one after the other, and says how far it is. It keeps nothing of its
 * own: an agent that starts again begins again, and finds what is left.
 *
 * <p>Threads: any; the deleting is done on one of its own.
 */
public final class Purger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Purger.class);

    /** After an engine that is away, or refused. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Set<Action> ALLOWED = EnumSet.of(Action.LIST, Action.DELETE);

    private final Path engineSocket;
    private final GrantSigner signer;
    private final Runnable changed;
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("purge").factory());
    private final Map<Long, Progress> purges = new TreeMap<>(); // guarded by this
    private boolean isScheduled; // guarded by this

    private record Progress(ContainerPurge order, long deletedItems, boolean isDone) {}

    /** @param changed called when one is done; must not block */
    public Purger(Path engineSocket, GrantSigner signer, Runnable changed) {
        this.engineSocket = engineSocket;
        this.signer = signer;
        this.changed = changed;
    }

    /** These are to be empty, and no others. */
    public synchronized void want(List<ContainerPurge> orders) {
        Set<Long> wanted = new HashSet<>();
        for (ContainerPurge order : orders) {
            wanted.add(order.getContainer());
            purges.putIfAbsent(order.getContainer(), new Progress(order, 0, false));
        }
        purges.keySet().retainAll(wanted);
        schedule(Duration.ZERO);
    }

    /** How far each is, by container. */
    public synchronized List<PurgeStatus> statuses() {
        return purges.values().stream()
                .map(purge -> PurgeStatus.newBuilder()
                        .setContainer(purge.order.getContainer())
                        .setDeletedItems(purge.deletedItems)
                        .setDone(purge.isDone)
                        .build())
                .toList();
    }

    /** Stops; what is deleted is deleted. */
    @Override
    public void close() {
        work.shutdownNow();
    }

    private synchronized void schedule(Duration delay) {
        if (!isScheduled && next().isPresent() && !work.isShutdown()) {
            isScheduled = true;
            var _ = work.schedule(this::purgeNext, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private Optional<ContainerPurge> next() {
        return purges.values().stream()
                .filter(purge -> !purge.isDone)
                .map(Progress::order)
                .findFirst();
    }

    private void purgeNext() {
        Optional<ContainerPurge> order;
        synchronized (this) {
            isScheduled = false;
            order = next();
        }
        Duration pause = Duration.ZERO;
        if (order.isPresent()) {
            long container = order.get().getContainer();
            try (DataClient data = DataClient.start(DataClientConfig.of(engineSocket), grant(order.get()))) {
                new ContainerContents(data, container).deleteAll(count -> deleted(container, count));
                done(container);
            } catch (RuntimeException e) {
                LOG.warn("container not purged yet, trying again: container={} reason={}", container, e.toString());
                pause = PAUSE;
            }
        }
        schedule(pause);
    }

    private synchronized void deleted(long container, long count) {
        purges.computeIfPresent(
                container, (_, purge) -> new Progress(purge.order, purge.deletedItems + count, purge.isDone));
    }

    private void done(long container) {
        synchronized (this) {
            purges.computeIfPresent(container, (_, purge) -> {
                LOG.info("container purged: container={} items={}", container, purge.deletedItems);
                return new Progress(purge.order, purge.deletedItems, true);
            });
        }
        changed.run();
    }

    private byte[] grant(ContainerPurge order) {
        return signer.sign(new Grant(order.getTenantId(), List.of(new Scope(order.getContainer(), "", ALLOWED)), 0));
    }
}
