package io.vireo.controlplane.node;

import static io.vireo.controlplane.ErrorCode.NODE_NOT_FOUND;
import static io.vireo.controlplane.ErrorCode.NODE_REVOKED;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.FunctionState;
import io.vireo.controlplane.JoinToken;
import io.vireo.controlplane.NodeChanged;
import io.vireo.controlplane.NodeDetail;
import io.vireo.controlplane.NodeService;
import io.vireo.controlplane.NodeSummary;
import io.vireo.controlplane.api.v1.EngineStatus;
import io.vireo.controlplane.api.v1.FunctionStatus;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.PurgeStatus;
import io.vireo.controlplane.certificate.AuthorityFiles;
import io.vireo.controlplane.certificate.CertificateAuthority;
import io.vireo.identity.Auditor;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Resource;
import io.vireo.identity.ScopedTransactions;
import io.vireo.policy.Action;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The nodes as people see and manage them. */
@Service
class NodeRegistry implements NodeService {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private final StoredNodeRepository nodes;
    private final NodeRows rows;
    private final Enrolment enrolment;
    private final CertificateAuthority authority;
    private final JdbcClient database;
    private final ScopedTransactions transactions;
    private final Authorizer authorizer;
    private final Auditor auditor;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    NodeRegistry(
            StoredNodeRepository nodes,
            NodeRows rows,
            Enrolment enrolment,
            CertificateAuthority authority,
            JdbcClient database,
            ScopedTransactions transactions,
            Authorizer authorizer,
            Auditor auditor,
            ApplicationEventPublisher events,
            Clock clock) {
        this.nodes = nodes;
        this.rows = rows;
        this.enrolment = enrolment;
        this.authority = authority;
        this.database = database;
        this.transactions = transactions;
        this.authorizer = authorizer;
        this.auditor = auditor;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public List<NodeSummary> page(PageQuery query) {
        authorizer.require(Action.NODE_READ, Resource.platform());
        return transactions.readInPlatform(() -> rows.page(query));
    }

    @Override
    public long count(String filter) {
        authorizer.require(Action.NODE_READ, Resource.platform());
        return transactions.readInPlatform(() -> rows.count(filter));
    }

    @Override
    public CursorPage<NodeSummary> list(CursorQuery query) {
        authorizer.require(Action.NODE_READ, Resource.platform());
        return query.page(
                transactions.readInPlatform(() -> rows.after(query.after(), query.limit() + 1)), NodeSummary::name);
    }

    @Override
    public NodeDetail find(String name) {
        authorizer.require(Action.NODE_READ, Resource.node(name));
        return transactions.readInPlatform(() -> database.sql("""
                        select n.*, p.connected_since, p.seen_at, r.status
                        from node n
                        left join node_presence p on p.node_id = n.id
                        left join node_report r on r.node_id = n.id
                        where n.name = ?""")
                .param(name)
                .query((row, _) -> detail(row))
                .optional()
                .orElseThrow(() -> notFound(name)));
    }

    @Override
    public JoinToken issueJoinToken(String name) {
        authorizer.require(Action.NODE_UPDATE, Resource.node(name));
        if (!NAME.matcher(name).matches()) {
            throw ControlPlaneException.invalid(
                    "name", "name must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit");
        }
        return transactions.inPlatform(() -> {
            StoredNode node = nodes.lockByName(name)
                    .orElseGet(() -> nodes.save(new StoredNode(UUID.randomUUID(), name, clock.instant())));
            if (node.isRevoked()) {
                throw new ControlPlaneException(
                        NODE_REVOKED, "node is revoked; enrol it under another name: name=" + name);
            }
            String token = enrolment.issueToken(name);
            auditor.done(Action.NODE_UPDATE, Resource.node(name), Map.of("act", "issue join token"));
            events.publishEvent(new NodeChanged(name));
            return new JoinToken(
                    name,
                    token,
                    AuthorityFiles.fingerprint(authority.certificate()),
                    clock.instant().plus(Enrolment.TOKEN_VALIDITY));
        });
    }

    @Override
    public void revoke(String name) {
        authorizer.require(Action.NODE_UPDATE, Resource.node(name));
        transactions.inPlatform(() -> {
            StoredNode node = nodes.lockByName(name).orElseThrow(() -> notFound(name));
            node.revoke(clock.instant());
            database.sql("delete from join_token where node_name = ? and used_at is null")
                    .param(name)
                    .update();
            auditor.done(Action.NODE_UPDATE, Resource.node(name), Map.of("act", "revoke"));
            events.publishEvent(new NodeRevoked(node.id()));
            events.publishEvent(new NodeChanged(name));
            return node;
        });
    }

    private NodeDetail detail(ResultSet row) throws SQLException {
        NodeStatus status = ReportedProcesses.status(row.getBytes("status"));
        return new NodeDetail(
                rows.summary(row),
                row.getObject("id", UUID.class).toString(),
                hex(row.getBytes("wanted_hash")),
                hex(row.getBytes("applied_hash")),
                NodeRows.instant(row, "wanted_at"),
                NodeRows.instant(row, "applied_at"),
                NodeRows.instant(row, "refused_at"),
                row.getString("refused_field"),
                status.getProcessesList().stream()
                        .map(ReportedProcesses::process)
                        .sorted(Comparator.comparing(NodeDetail.Process::name))
                        .toList(),
                status.getFunctionsList().stream()
                        .map(NodeRegistry::function)
                        .sorted(Comparator.comparing(NodeDetail.Function::tenantId)
                                .thenComparing(NodeDetail.Function::name)
                                .thenComparing(NodeDetail.Function::version))
                        .toList(),
                status.hasEngine() ? engine(status.getEngine()) : null,
                status.getPurgesList().stream().map(this::purge).toList());
    }

    private static NodeDetail.Engine engine(EngineStatus status) {
        return new NodeDetail.Engine(
                status.getDiskAccess(),
                status.getItems(),
                status.getStoredBytes(),
                status.getJournalBytes(),
                status.getFeedBytes(),
                status.getIndexBytes(),
                status.getIndexBudgetBytes(),
                status.getDamageCount(),
                status.getDamage());
    }

    private NodeDetail.Purge purge(PurgeStatus status) {
        return database.sql("""
                        select c.name, t.name as tenant from container c join tenant t on t.id = c.tenant_id
                        where c.id = ?""")
                .param(status.getContainer())
                .query((row, _) -> purge(status, row.getString("tenant"), row.getString("name")))
                .optional()
                .orElseGet(() -> purge(status, "", ""));
    }

    private static NodeDetail.Purge purge(PurgeStatus status, String tenant, String name) {
        return new NodeDetail.Purge(status.getContainer(), tenant, name, status.getDeletedItems(), status.getDone());
    }

    private static NodeDetail.Function function(FunctionStatus status) {
        FunctionState state =
                switch (status.getState()) {
                    case FETCHING, STARTING_WORKERS -> FunctionState.DEPLOYING;
                    case SERVING -> FunctionState.SERVING;
                    case FAILED -> FunctionState.FAILED;
                    case FUNCTION_STATE_UNSPECIFIED, UNRECOGNIZED -> FunctionState.UNKNOWN;
                };
        return new NodeDetail.Function(
                status.getTenantId(),
                status.getFunctionName(),
                status.getVersion(),
                state,
                status.getMessage(),
                status.getWorkersReady(),
                status.getWorkersWanted());
    }

    private static String hex(byte @Nullable [] bytes) {
        return bytes == null ? "" : HexFormat.of().formatHex(bytes);
    }

    private static ControlPlaneException notFound(String name) {
        return new ControlPlaneException(NODE_NOT_FOUND, "there is no such node: name=" + name);
    }
}
