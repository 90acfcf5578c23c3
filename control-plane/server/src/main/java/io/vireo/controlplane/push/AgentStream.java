package io.vireo.controlplane.push;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.vireo.controlplane.api.v1.Ack;
import io.vireo.controlplane.api.v1.AgentMessage;
import io.vireo.controlplane.api.v1.ControlMessage;
import io.vireo.controlplane.api.v1.FunctionStatus;
import io.vireo.controlplane.api.v1.Hello;
import io.vireo.controlplane.api.v1.KeyUse;
import io.vireo.controlplane.api.v1.Nack;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.PurgeStatus;
import io.vireo.controlplane.api.v1.Refusal;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.certificate.NodeIdentity;
import io.vireo.controlplane.node.NodeLedger;
import io.vireo.controlplane.snapshot.NodeSnapshot;
import io.vireo.controlplane.snapshot.SnapshotKeeper;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent's open stream. Messages of the agent arrive one after the other; {@link #want} and {@link #refuse} come from
 * other threads. The lock is held while sending, never while writing to the database.
 */
final class AgentStream implements StreamObserver<AgentMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(AgentStream.class);
    private static final int RETRY_MS = 2_000;

    private final NodeIdentity identity;
    private final StreamObserver<ControlMessage> agent;
    private final NodeLedger ledger;
    private final SnapshotKeeper snapshots;
    private final AgentStreams streams;
    private final Clock clock;

    // Guarded by this.
    private @Nullable PushState state;
    private boolean isClosed;

    // Touched by the agent's messages alone.
    private @Nullable Connection connection;
    private List<FunctionStatus> reportedFunctions = List.of();
    private List<KeyUse> reportedKeyUses = List.of();
    private List<PurgeStatus> reportedPurges = List.of();
    private long reportedVersion = -1;
    private ByteString reportedHash = ByteString.EMPTY;
    private @Nullable Nack unsavedRefusal;

    AgentStream(
            NodeIdentity identity,
            StreamObserver<ControlMessage> agent,
            NodeLedger ledger,
            SnapshotKeeper snapshots,
            AgentStreams streams,
            Clock clock) {
        this.identity = identity;
        this.agent = agent;
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.streams = streams;
        this.clock = clock;
    }

    private record Connection(String nodeName, Instant since) {}

    UUID nodeId() {
        return identity.nodeId();
    }

    @Override
    public void onNext(AgentMessage message) {
        if (connection == null && !message.hasHello()) {
            end(Status.FAILED_PRECONDITION.withDescription("the first message must be hello"));
            return;
        }
        if (!clock.instant().isBefore(identity.expiresAt())) {
            end(Status.UNAUTHENTICATED.withDescription(
                    "the certificate of this stream has expired; connect with a new one"));
            return;
        }
        switch (message.getMessageCase()) {
            case HELLO -> hello(message.getHello());
            case ACK -> acknowledge(message.getAck());
            case NACK -> refused(message.getNack());
            case STATUS -> report(message.getStatus());
            case MESSAGE_NOT_SET -> {} // from a newer agent: a message that we do not know yet
        }
    }

    @Override
    public void onError(Throwable error) {
        LOG.info("agent stream broke: node={} reason={}", name(), error.toString());
        closed();
    }

    @Override
    public void onCompleted() {
        end(Status.OK);
        closed();
    }

    /** Names the snapshot that the node should run, and sends it if none is unanswered. */
    void want(NodeSnapshot snapshot) {
        send(push -> {
            push.want(snapshot);
            return push.poll();
        });
    }

    /** Asks the agent to come back later, and ends the stream. */
    void refuse(String reason, int retryAfterMs) {
        synchronized (this) {
            if (!isClosed) {
                agent.onNext(ControlMessage.newBuilder()
                        .setRefusal(Refusal.newBuilder().setReason(reason).setRetryAfterMs(retryAfterMs))
                        .build());
            }
        }
        end(Status.OK);
    }

    /** Ends the stream. */
    void end(Status status) {
        synchronized (this) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            if (status.isOk()) {
                agent.onCompleted();
            } else {
                agent.onError(status.asRuntimeException());
            }
        }
    }

    private void hello(Hello hello) {
        if (connection != null) {
            end(Status.FAILED_PRECONDITION.withDescription("hello came twice"));
            return;
        }
        if (!hello.getNodeId().equals(identity.nodeId().toString())) {
            LOG.warn("agent claims another node's name: certificate={} hello={}", identity.nodeId(), hello.getNodeId());
            end(Status.PERMISSION_DENIED.withDescription("node_id is not the one that the certificate names"));
            return;
        }
        try {
            Optional<NodeLedger.Connection> known = ledger.connected(identity.nodeId(), hello);
            if (known.isEmpty()) {
                end(Status.PERMISSION_DENIED.withDescription("the node is not known or is revoked"));
                return;
            }
            connection = new Connection(known.get().nodeName(), known.get().since());
            synchronized (this) {
                state = new PushState(hello, known.get().refusedVersion(), () -> UUID.randomUUID()
                        .toString());
            }
            streams.opened(this);
            LOG.info(
                    "agent connected: node={} build={} applied={}",
                    name(),
                    hello.getBuild(),
                    hello.getAppliedVersion());
            snapshots.compute(identity.nodeId()).ifPresent(this::want);
        } catch (RuntimeException e) {
            LOG.warn("agent cannot be served now: node={} reason={}", identity.nodeId(), e.toString());
            refuse("the control plane's database does not answer", RETRY_MS);
        }
    }

    private void acknowledge(Ack ack) {
        Optional<PushState.Answer> answer = answered(push -> push.acknowledge(ack));
        if (answer.isEmpty()) {
            return;
        }
        switch (answer.get()) {
            case CURRENT -> {
                LOG.info("snapshot applied: node={} version={}", name(), ack.getVersion());
                record(
                        "acknowledgement",
                        () -> ledger.applied(
                                identity.nodeId(),
                                ack.getVersion(),
                                ack.getHash().toByteArray()));
            }
            case CONTRADICTORY -> {
                Nack contradiction = Nack.newBuilder()
                        .setVersion(ack.getVersion())
                        .setText("the agent acknowledged another version or hash than it was sent")
                        .build();
                keepRefusal(contradiction);
            }
            case UNKNOWN ->
                LOG.info("acknowledgement of an earlier stream: node={} version={}", name(), ack.getVersion());
        }
        send(PushState::poll);
    }

    private void refused(Nack nack) {
        Optional<PushState.Answer> answer = answered(push -> push.refuse(nack));
        if (answer.isEmpty()) {
            return;
        }
        if (answer.get() == PushState.Answer.UNKNOWN) {
            LOG.info("refusal of an earlier stream: node={} version={}", name(), nack.getVersion());
        } else {
            LOG.warn(
                    "snapshot refused: node={} version={} field={} text={}",
                    name(),
                    nack.getVersion(),
                    nack.getField(),
                    nack.getText());
            keepRefusal(nack);
        }
        send(PushState::poll);
    }

    private void report(NodeStatus status) {
        if (unsavedRefusal != null) {
            keepRefusal(unsavedRefusal);
        }
        boolean isNews = status.getAppliedVersion() != reportedVersion
                || !status.getAppliedHash().equals(reportedHash)
                || !status.getFunctionsList().equals(reportedFunctions)
                || !status.getKeyUsesList().equals(reportedKeyUses)
                || !status.getPurgesList().equals(reportedPurges);
        if (record("report", () -> ledger.reported(identity.nodeId(), status, isNews))) {
            reportedVersion = status.getAppliedVersion();
            reportedHash = status.getAppliedHash();
            reportedFunctions = status.getFunctionsList();
            reportedKeyUses = status.getKeyUsesList();
            reportedPurges = status.getPurgesList();
        }
    }

    private void keepRefusal(Nack nack) {
        boolean isKept = record(
                "refusal", () -> ledger.refused(identity.nodeId(), nack.getVersion(), nack.getField(), nack.getText()));
        unsavedRefusal = isKept ? null : nack;
    }

    private void send(Function<PushState, Optional<SnapshotPush>> decision) {
        long sentVersion = 0;
        synchronized (this) {
            if (isClosed || state == null) {
                return;
            }
            Optional<SnapshotPush> push = decision.apply(state);
            if (push.isPresent()) {
                agent.onNext(ControlMessage.newBuilder().setPush(push.get()).build());
                sentVersion = push.get().getVersion();
            }
        }
        if (sentVersion != 0) {
            long version = sentVersion;
            LOG.info("snapshot sent: node={} version={}", identity.nodeId(), version);
            record("push", () -> ledger.sent(identity.nodeId(), version));
        }
    }

    private synchronized Optional<PushState.Answer> answered(Function<PushState, PushState.Answer> take) {
        return state == null ? Optional.empty() : Optional.of(take.apply(state));
    }

    /** The stream outlives a database that is away: the next report writes down what the node runs. */
    private boolean record(String what, Runnable write) {
        try {
            write.run();
            return true;
        } catch (RuntimeException e) {
            LOG.warn("{} is not written down: node={} reason={}", what, identity.nodeId(), e.toString());
            return false;
        }
    }

    private void closed() {
        synchronized (this) {
            isClosed = true;
        }
        streams.closed(this);
        Connection ended = connection;
        if (ended != null) {
            LOG.info("agent disconnected: node={}", ended.nodeName());
            record("end of the stream", () -> ledger.disconnected(identity.nodeId(), ended.since()));
        }
    }

    private String name() {
        Connection open = connection;
        return open == null ? identity.nodeId().toString() : open.nodeName();
    }
}
