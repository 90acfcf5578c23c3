package io.vireo.controlplane.push;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.vireo.controlplane.api.v1.AgentMessage;
import io.vireo.controlplane.api.v1.CodeChunk;
import io.vireo.controlplane.api.v1.CodeRequest;
import io.vireo.controlplane.api.v1.ControlMessage;
import io.vireo.controlplane.api.v1.EnrollRequest;
import io.vireo.controlplane.api.v1.EnrollResponse;
import io.vireo.controlplane.api.v1.NodeServiceGrpc;
import io.vireo.controlplane.api.v1.RenewRequest;
import io.vireo.controlplane.certificate.CertificateRequest;
import io.vireo.controlplane.certificate.InvalidCertificateRequestException;
import io.vireo.controlplane.certificate.NodeIdentity;
import io.vireo.controlplane.function.DeployedFunctions;
import io.vireo.controlplane.node.Enrolment;
import io.vireo.controlplane.node.Enrolment.Enrolled;
import io.vireo.controlplane.node.EnrolmentRefusedException;
import io.vireo.controlplane.node.NodeLedger;
import io.vireo.controlplane.snapshot.SnapshotKeeper;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What agents call. Who they are was settled by {@link NodeAuthentication}. */
@Component
class AgentEndpoint extends NodeServiceGrpc.NodeServiceImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(AgentEndpoint.class);
    private static final int CHUNK_LENGTH = 64 * 1024;
    private static final int SHA256_LENGTH = 32;

    private final Enrolment enrolment;
    private final NodeLedger ledger;
    private final SnapshotKeeper snapshots;
    private final DeployedFunctions functions;
    private final AgentStreams streams;
    private final Clock clock;

    AgentEndpoint(
            Enrolment enrolment,
            NodeLedger ledger,
            SnapshotKeeper snapshots,
            DeployedFunctions functions,
            AgentStreams streams,
            Clock clock) {
        this.enrolment = enrolment;
        this.ledger = ledger;
        this.snapshots = snapshots;
        this.functions = functions;
        this.streams = streams;
        this.clock = clock;
    }

    @Override
    public void enroll(EnrollRequest request, StreamObserver<EnrollResponse> agent) {
        certify(request.getCsrDer(), agent, csr -> enrolment.enrol(request.getJoinToken(), request.getNodeName(), csr));
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<EnrollResponse> agent) {
        NodeIdentity identity = NodeAuthentication.current();
        certify(request.getCsrDer(), agent, csr -> enrolment.renew(identity, csr));
    }

    @Override
    public StreamObserver<AgentMessage> connect(StreamObserver<ControlMessage> agent) {
        // With a handler, sending to an agent that is gone does nothing; without one it would throw at whoever pushes.
        ((ServerCallStreamObserver<ControlMessage>) agent).setOnCancelHandler(() -> {});
        return new AgentStream(NodeAuthentication.current(), agent, ledger, snapshots, streams, clock);
    }

    @Override
    public void fetchCode(CodeRequest request, StreamObserver<CodeChunk> agent) {
        if (request.getSha256().size() != SHA256_LENGTH) {
            agent.onError(Status.INVALID_ARGUMENT
                    .withDescription("sha256 must have 32 bytes: length="
                            + request.getSha256().size())
                    .asRuntimeException());
            return;
        }
        Optional<byte[]> archive =
                answered(agent, () -> functions.archive(request.getSha256().toByteArray()));
        if (archive.isEmpty()) {
            return;
        }
        ((ServerCallStreamObserver<CodeChunk>) agent)
                .setOnReadyHandler(new ChunkSender(archive.get(), (ServerCallStreamObserver<CodeChunk>) agent));
    }

    /** The answer, or nothing after the agent was told why. */
    private static Optional<byte[]> answered(StreamObserver<?> agent, Supplier<Optional<byte[]>> question) {
        try {
            Optional<byte[]> archive = question.get();
            if (archive.isEmpty()) {
                agent.onError(Status.NOT_FOUND
                        .withDescription("no function version has this archive")
                        .asRuntimeException());
            }
            return archive;
        } catch (RuntimeException e) {
            unavailable(agent, e);
            return Optional.empty();
        }
    }

    private static void certify(
            ByteString csr, StreamObserver<EnrollResponse> agent, Function<CertificateRequest, Enrolled> issue) {
        try {
            Enrolled enrolled = issue.apply(CertificateRequest.parse(csr.toByteArray()));
            agent.onNext(EnrollResponse.newBuilder()
                    .setNodeId(enrolled.nodeId().toString())
                    .addCertificateChainDer(
                            ByteString.copyFrom(enrolled.certificate().getEncoded()))
                    .addTrustAnchorsDer(ByteString.copyFrom(enrolled.authority().getEncoded()))
                    .build());
            agent.onCompleted();
        } catch (InvalidCertificateRequestException e) {
            agent.onError(
                    Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
        } catch (EnrolmentRefusedException e) {
            LOG.warn("enrolment refused: {}", e.getMessage());
            agent.onError(
                    Status.PERMISSION_DENIED.withDescription(e.getMessage()).asRuntimeException());
        } catch (CertificateEncodingException e) {
            throw new AssertionError("a certificate that was just made has an encoding", e);
        } catch (RuntimeException e) {
            unavailable(agent, e);
        }
    }

    private static void unavailable(StreamObserver<?> agent, RuntimeException reason) {
        LOG.warn("agent cannot be answered now: reason={}", reason.toString());
        agent.onError(Status.UNAVAILABLE
                .withDescription("the control plane cannot answer now; try again")
                .asRuntimeException());
    }

    /** Sends an archive at the pace of the agent. */
    private static final class ChunkSender implements Runnable {
        private final ByteString archive;
        private final ServerCallStreamObserver<CodeChunk> agent;
        private int position;
        private boolean isComplete;

        ChunkSender(byte[] archive, ServerCallStreamObserver<CodeChunk> agent) {
            this.archive = ByteString.copyFrom(archive);
            this.agent = agent;
        }

        @Override
        public void run() {
            while (!isComplete && agent.isReady()) {
                int end = Math.min(archive.size(), position + CHUNK_LENGTH);
                agent.onNext(CodeChunk.newBuilder()
                        .setData(archive.substring(position, end))
                        .build());
                position = end;
                if (position == archive.size()) {
                    isComplete = true;
                    agent.onCompleted();
                }
            }
        }
    }
}
