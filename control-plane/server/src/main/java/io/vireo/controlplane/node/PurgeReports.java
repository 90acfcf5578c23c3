package io.vireo.controlplane.node;

import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.PurgeStatus;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.tenant.TenantService;
import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * A container is purged once every node says that it holds nothing of it; one that is gone for good is revoked first. Runs inside the
 * transaction that stores the report.
 */
@Component
class PurgeReports {
    private static final Principal REPORTS = Principal.platform("node reports");

    private final TenantService tenants;
    private final PrincipalHolder principals;
    private final JdbcClient database;

    PurgeReports(TenantService tenants, PrincipalHolder principals, JdbcClient database) {
        this.tenants = tenants;
        this.principals = principals;
        this.database = database;
    }

    @EventListener
    void on(NodeReported reported) {
        if (reported.purges().stream().noneMatch(PurgeStatus::getDone)) {
            return;
        }
        List<NodeStatus> nodes = database.sql("""
                        select r.status from node n left join node_report r on r.node_id = n.id
                        where n.revoked_at is null and n.enrolment_id is not null""")
                .query((row, _) -> ReportedProcesses.status(row.getBytes("status")))
                .list();
        for (PurgeStatus purge : reported.purges()) {
            List<PurgeStatus> done = nodes.stream()
                    .flatMap(node -> node.getPurgesList().stream())
                    .filter(other -> other.getContainer() == purge.getContainer() && other.getDone())
                    .toList();
            if (done.size() == nodes.size()) {
                long items =
                        done.stream().mapToLong(PurgeStatus::getDeletedItems).sum();
                principals.runAs(REPORTS, () -> tenants.purged(purge.getContainer(), items));
            }
        }
    }
}
