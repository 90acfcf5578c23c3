package io.vireo.controlplane.deployment;

import io.vireo.controlplane.FunctionChanged;
import io.vireo.controlplane.api.v1.FunctionState;
import io.vireo.controlplane.api.v1.FunctionStatus;
import io.vireo.controlplane.deployment.NodeView.Report;
import io.vireo.controlplane.deployment.NodeView.State;
import io.vireo.controlplane.node.NodeProgressed;
import io.vireo.controlplane.node.NodeReported;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What nodes say about versions of functions. Every call belongs in a transaction with the platform's scope. */
@Repository
class FunctionReports {
    /** A node that has not reported for longer is not waited for. */
    private static final Duration PRESENCE = Duration.ofSeconds(60);

    private final JdbcClient database;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    FunctionReports(JdbcClient database, ApplicationEventPublisher events, Clock clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /** Replaces what the node said before. Lines about functions that are gone meanwhile are dropped. */
    @EventListener
    void on(NodeReported reported) {
        Set<FunctionChanged> changed = new HashSet<>();
        Set<String> kept = new HashSet<>();
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        for (FunctionStatus line : reported.functions()) {
            Optional<UUID> tenantId = uuid(line.getTenantId());
            Optional<State> state = state(line.getState());
            if (tenantId.isEmpty() || state.isEmpty()) {
                continue; // from a newer agent: a state that we do not know yet
            }
            Optional<UUID> functionId = database.sql("""
                            insert into function_report as r (tenant_id, function_id, node_id, version, state, message,
                                workers_ready, workers_wanted, snapshot, reported_at)
                            select tenant_id, id, :node, :version, :state, :message, :ready, :wanted, :snapshot, :now
                            from function where tenant_id = :tenant and name = :name
                            on conflict (function_id, node_id, version) do update set state = excluded.state,
                                message = excluded.message, workers_ready = excluded.workers_ready,
                                workers_wanted = excluded.workers_wanted, snapshot = excluded.snapshot,
                                reported_at = excluded.reported_at
                            returning function_id""")
                    .param("node", reported.nodeId())
                    .param("version", line.getVersion())
                    .param("state", state.get().name())
                    .param("message", bounded(line.getMessage()))
                    .param("ready", line.getWorkersReady())
                    .param("wanted", line.getWorkersWanted())
                    .param("snapshot", reported.appliedVersion())
                    .param("now", now)
                    .param("tenant", tenantId.get())
                    .param("name", line.getFunctionName())
                    .query(UUID.class)
                    .optional();
            functionId.ifPresent(id -> {
                kept.add(id + ":" + line.getVersion());
                changed.add(new FunctionChanged(tenantId.get(), line.getFunctionName()));
            });
        }
        changed.addAll(forgetAllBut(kept, reported.nodeId()));
        changed.forEach(events::publishEvent);
        events.publishEvent(new NodeProgressed(reported.nodeId()));
    }

    private List<FunctionChanged> forgetAllBut(Set<String> kept, UUID nodeId) {
        return database.sql("""
                        delete from function_report r using function f
                        where f.id = r.function_id and r.node_id = :node
                            and r.function_id || ':' || r.version <> all (:kept)
                        returning f.tenant_id, f.name""")
                .param("node", nodeId)
                .param("kept", kept.toArray(String[]::new))
                .query((row, _) -> new FunctionChanged(row.getObject(1, UUID.class), row.getString(2)))
                .list();
    }

    /** What the connected nodes say about the version of a deployment. */
    List<NodeView> views(UUID functionId, int version, @Nullable Long firstSnapshot) {
        Instant fresh = clock.instant().minus(PRESENCE);
        return database.sql("""
                        select n.name, n.sent_version, n.applied_version, n.refused_version, n.refused_field,
                            n.refused_text, r.state, r.message, r.workers_ready, r.workers_wanted
                        from node n
                        join node_presence p on p.node_id = n.id
                        left join function_report r on r.node_id = n.id and r.function_id = :function
                            and r.version = :version and r.snapshot >= :snapshot
                        where n.revoked_at is null and p.connected_since is not null and p.seen_at > :fresh
                        order by n.name""")
                .param("function", functionId)
                .param("version", version)
                .param("snapshot", firstSnapshot == null ? Long.MAX_VALUE : firstSnapshot)
                .param("fresh", fresh.atOffset(ZoneOffset.UTC))
                .query((row, _) -> view(row))
                .list();
    }

    private static NodeView view(ResultSet row) throws SQLException {
        String state = row.getString("state");
        Report report = state == null
                ? null
                : new Report(
                        State.valueOf(state),
                        row.getString("message"),
                        row.getInt("workers_ready"),
                        row.getInt("workers_wanted"));
        String field = row.getString("refused_field");
        return new NodeView(
                row.getString("name"),
                row.getLong("sent_version"),
                row.getLong("applied_version"),
                row.getLong("refused_version"),
                (field.isEmpty() ? "" : field + ": ") + row.getString("refused_text"),
                report);
    }

    private static Optional<State> state(FunctionState state) {
        return switch (state) {
            case FETCHING -> Optional.of(State.FETCHING);
            case STARTING_WORKERS -> Optional.of(State.STARTING);
            case SERVING -> Optional.of(State.SERVING);
            case FAILED -> Optional.of(State.FAILED);
            case FUNCTION_STATE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // names no tenant of ours
        }
    }

    /** Bounded, and without the character that PostgreSQL's text cannot hold. */
    private static String bounded(String message) {
        String text = message.replace("\0", "\uFFFD");
        int max = StoredDeployment.MAX_MESSAGE_LENGTH;
        return text.length() <= max ? text : "…" + text.substring(text.length() - max + 1);
    }
}
