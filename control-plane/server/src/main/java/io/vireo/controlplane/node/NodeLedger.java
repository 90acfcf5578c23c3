package io.vireo.controlplane.node;

import io.vireo.controlplane.NodeChanged;
import io.vireo.controlplane.api.v1.Hello;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.identity.ScopedTransactions;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Writes down what happens between a node and the control plane. Each call is a transaction of its own. Any thread; calls
 * about one node are ordered by its row.
 */
@Component
public class NodeLedger {
    private final StoredNodeRepository nodes;
    private final JdbcClient database;
    private final ScopedTransactions transactions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    NodeLedger(
            StoredNodeRepository nodes,
            JdbcClient database,
            ScopedTransactions transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        this.nodes = nodes;
        this.database = database;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What the ledger knows of a node when its stream opens.
     *
     * @param refusedVersion of the snapshot that this very agent process refused last; 0: none
     * @param since names the connection when it ends
     */
    public record Connection(String nodeName, long refusedVersion, Instant since) {}

    /** A node's stream opened; empty if the node is gone or revoked. */
    public Optional<Connection> connected(UUID nodeId, Hello hello) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
        return transactions.inPlatform(
                () -> nodes.lock(nodeId).filter(node -> !node.isRevoked()).map(node -> {
                    long refusedVersion = node.connect(hello.getBootId(), hello.getBuild());
                    node.applied(
                            hello.getAppliedVersion(), hello.getAppliedHash().toByteArray(), now);
                    database.sql("""
                                    insert into node_presence (node_id, connected_since, seen_at) values (:id, :now, :now)
                                    on conflict (node_id) do update set connected_since = :now, seen_at = :now""").param("id", nodeId).param("now", at(now)).update();
                    publishProgress(node);
                    return new Connection(node.name(), refusedVersion, now);
                }));
    }

    /** A node's stream ended. Changes nothing if a newer one is open. */
    public void disconnected(UUID nodeId, Instant since) {
        change(nodeId, node -> database.sql(
                        "update node_presence set connected_since = null where node_id = ? and connected_since = ?")
                .params(nodeId, at(since))
                .update());
    }

    /** A snapshot was sent to a node. */
    public void sent(UUID nodeId, long version) {
        change(nodeId, node -> node.sent(version));
    }

    /** A node runs a snapshot. */
    public void applied(UUID nodeId, long version, byte[] hash) {
        change(nodeId, node -> node.applied(version, hash, clock.instant()));
    }

    /** A node refused a snapshot and keeps what it had. */
    public void refused(UUID nodeId, long version, String field, String text) {
        change(nodeId, node -> node.refused(version, field, text, clock.instant()));
    }

    /**
     * A node reported.
     *
     * @param isNews its functions, the snapshot that it runs the last uses of keys or its purges differ from its report before
     */
    public void reported(UUID nodeId, NodeStatus status, boolean isNews) {
        OffsetDateTime now = at(clock.instant());
        transactions.inPlatform(() -> {
            database.sql("update node_presence set seen_at = ? where node_id = ?")
                    .params(now, nodeId)
                    .update();
            database.sql("""
                            insert into node_report (node_id, status, reported_at) values (:id, :status, :now)
                            on conflict (node_id) do update set status = :status, reported_at = :now""")
                    .param("id", nodeId)
                    .param("status", status.toBuilder().clearKeyUses().build().toByteArray())
                    .param("now", now)
                    .update();
            if (isNews) {
                nodes.lock(nodeId).ifPresent(node -> {
                    node.applied(
                            status.getAppliedVersion(), status.getAppliedHash().toByteArray(), clock.instant());
                    nodes.flush();
                    events.publishEvent(new NodeReported(
                            nodeId,
                            status.getAppliedVersion(),
                            status.getFunctionsList(),
                            status.getKeyUsesList(),
                            status.getPurgesList()));
                });
            }
            nodes.findById(nodeId).ifPresent(node -> events.publishEvent(new NodeChanged(node.name())));
            return isNews;
        });
    }

    private void change(UUID nodeId, Consumer<StoredNode> change) {
        transactions.inPlatform(() -> {
            Optional<StoredNode> node = nodes.lock(nodeId);
            node.ifPresent(found -> {
                change.accept(found);
                publishProgress(found);
            });
            return node.isPresent();
        });
    }

    private void publishProgress(StoredNode node) {
        events.publishEvent(new NodeProgressed(node.id()));
        events.publishEvent(new NodeChanged(node.name()));
    }

    private static OffsetDateTime at(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
