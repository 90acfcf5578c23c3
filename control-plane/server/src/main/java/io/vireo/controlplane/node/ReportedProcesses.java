package io.vireo.controlplane.node;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vireo.controlplane.NodeDetail;
import io.vireo.controlplane.NodeDetail.ProcessState;
import io.vireo.controlplane.PlatformStatus.NodeProcess;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.ProcessStatus;
import io.vireo.identity.ScopedTransactions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The processes that nodes reported last. For the platform itself; checks no principal. */
@Component
public class ReportedProcesses {
    private static final int MAX_NODES = 100;

    private final JdbcClient database;
    private final ScopedTransactions transactions;

    ReportedProcesses(JdbcClient database, ScopedTransactions transactions) {
        this.database = database;
        this.transactions = transactions;
    }

    /** Those of the first hundred nodes by name. */
    public List<NodeProcess> all() {
        return transactions
                .readInPlatform(() -> database.sql("""
                                select n.name, r.status from node n join node_report r on r.node_id = n.id
                                where n.revoked_at is null order by n.name limit ?""")
                        .param(MAX_NODES)
                        .query((row, _) -> {
                            String node = row.getString("name");
                            return status(row.getBytes("status")).getProcessesList().stream()
                                    .map(process -> new NodeProcess(node, process(process)))
                                    .toList();
                        })
                        .list())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    static NodeStatus status(byte @Nullable [] bytes) {
        try {
            return bytes == null ? NodeStatus.getDefaultInstance() : NodeStatus.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("node_report holds what was never a report", e);
        }
    }

    static NodeDetail.Process process(ProcessStatus status) {
        ProcessState state =
                switch (status.getState()) {
                    case STARTING -> ProcessState.STARTING;
                    case READY -> ProcessState.READY;
                    case BACKING_OFF -> ProcessState.BACKING_OFF;
                    case STOPPED -> ProcessState.STOPPED;
                    case PROCESS_STATE_UNSPECIFIED, UNRECOGNIZED -> ProcessState.UNKNOWN;
                };
        return new NodeDetail.Process(
                status.getName(),
                status.getPid(),
                state,
                status.getRssBytes(),
                status.getCpuSeconds(),
                status.getRestarts(),
                status.getDetail());
    }
}
