package io.vireo.controlplane.function;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.FunctionState;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.identity.PageQuery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Functions as lists show them: each with its last deployment and with what the nodes that are there report of its live
 * version. Every call belongs in a transaction with a tenant's scope.
 */
@Repository
class FunctionRows {
    /** What a node reported longer ago than this is history. */
    private static final Duration FRESHNESS = Duration.ofSeconds(60);

    private static final Map<String, String> SORT_COLUMNS = Map.of(
            "", "f.name",
            "name", "f.name",
            "changedAt", "f.changed_at",
            "createdAt", "f.created_at");

    private static final String ROWS = """
            select f.*, d.state as d_state, d.message as d_message, d.to_version as d_version,
                r.nodes as r_nodes, r.serving as r_serving, r.failed as r_failed, r.message as r_message,
                r.ready as r_ready, r.wanted as r_wanted
            from function f
            left join lateral (
                select state, message, to_version from deployment
                where function_id = f.id order by started_at desc limit 1) d on true
            cross join lateral (
                select count(*) as nodes,
                    count(*) filter (where r.state = 'SERVING') as serving,
                    count(*) filter (where r.state = 'FAILED') as failed,
                    max(r.message) filter (where r.state = 'FAILED') as message,
                    coalesce(sum(r.workers_ready), 0) as ready,
                    coalesce(sum(r.workers_wanted), 0) as wanted
                from node_presence p
                left join function_report r
                    on r.node_id = p.node_id and r.function_id = f.id and r.version = f.live_version
                where p.connected_since is not null and p.seen_at > :fresh) r
            """;

    private final JdbcClient database;
    private final Clock clock;

    FunctionRows(JdbcClient database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    List<FunctionSummary> page(UUID tenantId, PageQuery query) {
        boolean isDescending = query.sort().startsWith("-");
        String column = SORT_COLUMNS.get(isDescending ? query.sort().substring(1) : query.sort());
        if (column == null) {
            throw ControlPlaneException.invalid(
                    "sort", "sort must be name, changedAt or createdAt: sort=" + query.sort());
        }
        String order = " order by " + column + (isDescending ? " desc" : "") + ", f.id";
        return database.sql(ROWS + " where f.tenant_id = :tenant and f.name like :pattern" + order
                        + " offset :offset limit :limit")
                .param("fresh", fresh())
                .param("tenant", tenantId)
                .param("pattern", PageQuery.likePattern(query.filter()))
                .param("offset", query.offset())
                .param("limit", query.limit())
                .query((row, _) -> summary(row))
                .list();
    }

    long count(UUID tenantId, String filter) {
        return database.sql("select count(*) from function where tenant_id = ? and name like ?")
                .params(tenantId, PageQuery.likePattern(filter))
                .query(Long.class)
                .single();
    }

    List<FunctionSummary> after(UUID tenantId, String name, int limit) {
        return database.sql(ROWS + " where f.tenant_id = :tenant and f.name > :name order by f.name limit :limit")
                .param("fresh", fresh())
                .param("tenant", tenantId)
                .param("name", name)
                .param("limit", limit)
                .query((row, _) -> summary(row))
                .list();
    }

    List<FunctionSummary> of(Collection<UUID> tenantIds, int limit) {
        return database.sql(ROWS + " where f.tenant_id = any(:tenants) order by f.tenant_id, f.name limit :limit")
                .param("fresh", fresh())
                .param("tenants", tenantIds.toArray(UUID[]::new))
                .param("limit", limit)
                .query((row, _) -> summary(row))
                .list();
    }

    Optional<FunctionSummary> find(UUID tenantId, String name) {
        return database.sql(ROWS + " where f.tenant_id = :tenant and f.name = :name")
                .param("fresh", fresh())
                .param("tenant", tenantId)
                .param("name", name)
                .query((row, _) -> summary(row))
                .optional();
    }

    private OffsetDateTime fresh() {
        return clock.instant().minus(FRESHNESS).atOffset(ZoneOffset.UTC);
    }

    private static FunctionSummary summary(ResultSet row) throws SQLException {
        Integer liveVersion = row.getObject("live_version", Integer.class);
        Integer draftOf = row.getObject("draft_of", Integer.class);
        int latestVersion = row.getInt("latest_version");
        Standing standing = standing(row, liveVersion);
        return new FunctionSummary(
                row.getObject("id", UUID.class),
                row.getObject("tenant_id", UUID.class),
                row.getString("name"),
                row.getString("runtime"),
                standing.state,
                standing.message,
                liveVersion,
                latestVersion == 0 ? null : latestVersion,
                draftOf == null || draftOf != latestVersion,
                row.getInt("r_ready"),
                row.getInt("r_wanted"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"));
    }

    private static Standing standing(ResultSet row, @Nullable Integer liveVersion) throws SQLException {
        String deployment = row.getString("d_state");
        boolean isDeploymentFailed = "FAILED".equals(deployment);
        if (deployment != null && !isDeploymentFailed && !deployment.equals("SERVING")) {
            return new Standing(FunctionState.DEPLOYING, "");
        }
        String deploymentMessage = isDeploymentFailed ? row.getString("d_message") : "";
        if (liveVersion == null) {
            return isDeploymentFailed
                    ? new Standing(FunctionState.FAILED, deploymentMessage)
                    : new Standing(FunctionState.NOT_DEPLOYED, "");
        }
        if (row.getInt("r_nodes") == 0) {
            return new Standing(FunctionState.UNKNOWN, "no node has reported within the last minute");
        }
        if (row.getInt("r_serving") == 0) {
            return row.getInt("r_failed") > 0
                    ? new Standing(FunctionState.FAILED, row.getString("r_message"))
                    : new Standing(FunctionState.DEGRADED, "no node serves version " + liveVersion + " yet");
        }
        if (row.getInt("r_failed") > 0) {
            return new Standing(FunctionState.DEGRADED, row.getString("r_message"));
        }
        if (isDeploymentFailed) {
            return new Standing(
                    FunctionState.DEGRADED,
                    "version " + row.getInt("d_version") + " failed, version " + liveVersion + " goes on serving: "
                            + deploymentMessage);
        }
        if (row.getInt("r_ready") < row.getInt("r_wanted")) {
            return new Standing(
                    FunctionState.DEGRADED,
                    row.getInt("r_ready") + " of " + row.getInt("r_wanted") + " workers are ready");
        }
        return new Standing(FunctionState.SERVING, "");
    }

    private record Standing(FunctionState state, String message) {}
}
