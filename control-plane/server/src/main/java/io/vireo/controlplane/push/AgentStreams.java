package io.vireo.controlplane.push;

import io.grpc.Status;
import io.vireo.controlplane.node.NodeRevoked;
import io.vireo.controlplane.snapshot.NodeSnapshot;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** The streams that are open, one for each node. Any thread. */
@Component
class AgentStreams {
    private static final int RETRY_MS = 500;

    private final Map<UUID, AgentStream> open = new ConcurrentHashMap<>();

    /** A stream said hello; one that the node had before ends. */
    void opened(AgentStream stream) {
        AgentStream before = open.put(stream.nodeId(), stream);
        if (before != null && before != stream) {
            before.end(Status.ABORTED.withDescription("the node opened another stream"));
        }
    }

    void closed(AgentStream stream) {
        open.remove(stream.nodeId(), stream);
    }

    /** Names what each node should run; nodes without a stream hear of it when they come. */
    void want(Map<UUID, NodeSnapshot> snapshots) {
        snapshots.forEach((nodeId, snapshot) -> {
            AgentStream stream = open.get(nodeId);
            if (stream != null) {
                stream.want(snapshot);
            }
        });
    }

    /** Asks every agent to come back in a moment. */
    void refuseAll(String reason) {
        List.copyOf(open.values()).forEach(stream -> stream.refuse(reason, RETRY_MS));
    }

    @TransactionalEventListener
    void on(NodeRevoked revoked) {
        AgentStream stream = open.get(revoked.nodeId());
        if (stream != null) {
            stream.end(Status.PERMISSION_DENIED.withDescription("the node is revoked"));
        }
    }
}
