package io.vireo.console.data;

import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.tenant.TenantSummary;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Deletions that can still be undone: an item leaves the person's lists at once and its container after ten seconds. Until then
 * nothing was written, so a restart of this process loses a deletion, never an item; and an item that somebody writes meanwhile is
 * kept.
 */
@Component
class PendingDeletes {
    static final Duration DELAY = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(PendingDeletes.class);

    private final GatewayClient gateway;
    private final PrincipalHolder principals;
    private final Map<Place, Pending> pending = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("pending-deletes").factory());

    PendingDeletes(GatewayClient gateway, PrincipalHolder principals) {
        this.gateway = gateway;
        this.principals = principals;
    }

    /** What is to be deleted. */
    record Place(UUID tenantId, String container, String path) {}

    private record Pending(UUID by, ScheduledFuture<?> commit) {}

    /**
     * Deletes an item after the delay.
     *
     * @param settled told on another thread when it is done (null) or was not (the reason)
     */
    void delete(
            TenantSummary tenant,
            String container,
            DataRecord record,
            Consumer<@org.jspecify.annotations.Nullable RuntimeException> settled) {
        Principal person = principals.require();
        Place place = new Place(tenant.id(), container, record.path());
        ScheduledFuture<?> commit = clockwork.schedule(
                () -> Thread.ofVirtual()
                        .start(() -> principals.runAs(person, () -> commit(tenant, place, record, settled))),
                DELAY.toMillis(),
                TimeUnit.MILLISECONDS);
        pending.put(place, new Pending(idOf(person), commit));
    }

    /** Keeps the item after all; false if it is too late. */
    boolean undo(TenantSummary tenant, String container, String path) {
        Pending waiting = pending.remove(new Place(tenant.id(), container, path));
        return waiting != null && waiting.commit().cancel(false);
    }

    /** Whether the person of this thread has deleted the item and may still undo it: then their lists leave it out. */
    boolean isPending(TenantSummary tenant, String container, String path) {
        Pending waiting = pending.get(new Place(tenant.id(), container, path));
        return waiting != null && waiting.by().equals(idOf(principals.require()));
    }

    private static UUID idOf(Principal person) {
        return person.accountId() == null ? new UUID(0, 0) : person.accountId();
    }

    private void commit(
            TenantSummary tenant,
            Place place,
            DataRecord shown,
            Consumer<@org.jspecify.annotations.Nullable RuntimeException> settled) {
        RuntimeException failure = null;
        try {
            DataRecord now = gateway.read(tenant, place.container(), place.path());
            if (!now.guard().equals(shown.guard())) {
                throw new DataException(DataException.Code.ITEM_CHANGED, "it was written again meanwhile and is kept");
            }
            gateway.delete(tenant, place.container(), place.path());
        } catch (DataException e) {
            failure = e.errorCode() == DataException.Code.ITEM_NOT_FOUND ? null : e;
        } catch (RuntimeException e) {
            LOG.warn("item was not deleted container={} tenant={}", place.container(), tenant.name(), e);
            failure = e;
        } finally {
            pending.remove(place);
        }
        settled.accept(failure);
    }

    @PreDestroy
    void stop() {
        clockwork.shutdownNow();
    }
}
