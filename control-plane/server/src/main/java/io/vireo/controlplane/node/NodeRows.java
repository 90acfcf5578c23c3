package io.vireo.controlplane.node;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.NodeState;
import io.vireo.controlplane.NodeSummary;
import io.vireo.identity.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Nodes as lists show them. Every call belongs in a transaction with the platform's scope. */
@Repository
class NodeRows {
    private static final Duration SUSPECT_AFTER = Duration.ofSeconds(15);
    private static final Duration LOST_AFTER = Duration.ofSeconds(60);

    private static final Map<String, String> SORT_COLUMNS =
            Map.of("", "n.name", "name", "n.name", "seenAt", "p.seen_at");

    private static final String ROWS = """
            select n.*, p.connected_since, p.seen_at
            from node n left join node_presence p on p.node_id = n.id
            """;

    private final JdbcClient database;
    private final Clock clock;

    NodeRows(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    List<NodeSummary> page(PageQuery query) {
        boolean isDescending = query.sort().startsWith("-");
        String column = SORT_COLUMNS.get(isDescending ? query.sort().substring(1) : query.sort());
        if (column == null) {
            throw ControlPlaneException.invalid("sort", "sort must be name or seenAt: sort=" + query.sort());
        }
        String order = " order by " + column + (isDescending ? " desc nulls last" : " nulls first") + ", n.id";
        return database.sql(ROWS + " where n.name like :pattern" + order + " offset :offset limit :limit")
                .param("pattern", PageQuery.likePattern(query.filter()))
                .param("offset", query.offset())
                .param("limit", query.limit())
                .query((row, _) -> summary(row))
                .list();
    }

    long count(String filter) {
        return database.sql("select count(*) from node where name like ?")
                .param(PageQuery.likePattern(filter))
                .query(Long.class)
                .single();
    }

    List<NodeSummary> after(String name, int limit) {
        return database.sql(ROWS + " where n.name > ? order by n.name limit ?")
                .params(name, limit)
                .query((row, _) -> summary(row))
                .list();
    }

    NodeSummary summary(ResultSet row) throws SQLException {
        Instant connectedSince = instant(row, "connected_since");
        Instant seenAt = instant(row, "seen_at");
        long wantedVersion = row.getLong("wanted_version");
        long refusedVersion = row.getLong("refused_version");
        boolean isRefused = refusedVersion != 0 && refusedVersion == wantedVersion;
        return new NodeSummary(
                row.getString("name"),
                state(row, connectedSince, seenAt),
                wantedVersion,
                row.getLong("applied_version"),
                isRefused ? refusedVersion : 0,
                isRefused ? refusal(row.getString("refused_field"), row.getString("refused_text")) : "",
                row.getString("build"),
                connectedSince,
                seenAt,
                instant(row, "certificate_expires_at"));
    }

    private NodeState state(ResultSet row, @Nullable Instant connectedSince, @Nullable Instant seenAt)
            throws SQLException {
        if (row.getObject("revoked_at") != null) {
            return NodeState.REVOKED;
        }
        if (row.getObject("enrolled_at") == null) {
            return NodeState.EXPECTED;
        }
        Duration silence = seenAt == null ? LOST_AFTER : Duration.between(seenAt, clock.instant());
        if (silence.compareTo(LOST_AFTER) >= 0) {
            return NodeState.LOST;
        }
        return connectedSince == null || silence.compareTo(SUSPECT_AFTER) >= 0
                ? NodeState.SUSPECT
                : NodeState.CONNECTED;
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }

    private static String refusal(String field, String text) {
        return field.isEmpty() ? text : field + ": " + text;
    }
}
