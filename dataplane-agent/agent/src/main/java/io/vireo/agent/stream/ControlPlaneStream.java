package io.vireo.agent.stream;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.vireo.agent.AgentConfig;
import io.vireo.agent.identity.NodeIdentity;
import io.vireo.agent.identity.NodeKey;
import io.vireo.controlplane.api.v1.AgentMessage;
import io.vireo.controlplane.api.v1.CodeChunk;
import io.vireo.controlplane.api.v1.CodeRequest;
import io.vireo.controlplane.api.v1.ControlMessage;
import io.vireo.controlplane.api.v1.EnrollRequest;
import io.vireo.controlplane.api.v1.EnrollResponse;
import io.vireo.controlplane.api.v1.Hello;
import io.vireo.controlplane.api.v1.NodeServiceGrpc;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.RenewRequest;
import io.vireo.controlplane.api.v1.SnapshotPush;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to the control plane: enrols, dials, says hello, takes pushes, and comes back when it is lost, for ever.
 *
 * <p>One thread of its own dials and waits; {@link Listener} is called on gRPC's threads, one call at a time. The other methods may be called by any
 * thread.
 */
public final class ControlPlaneStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlaneStream.class);
    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
    private static final Duration FETCH_LIMIT = Duration.ofMinutes(2);
    private static final Duration RENEWAL_CHECK = Duration.ofMinutes(1);

    private final AgentConfig config;
    private final Clock clock;
    private final Listener listener;
    private final Reconnection reconnection;
    private final AtomicReference<Optional<ManagedChannel>> channel = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<StreamObserver<AgentMessage>>> upward =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<NodeIdentity>> identity;
    private final AtomicLong retryAfterMs = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private int dials; // of the dialling thread

    /** Who lives on the line. */
    public interface Listener {
        /** What to say first, once the node has this identity. */
        Hello hello(NodeIdentity identity);

        /** The line is open; send a status. */
        void connected();

        /** The line is lost, for this reason. */
        void disconnected(String reason);

        /** A configuration came; the answer is given with {@link #send}. Must not block. */
        void pushed(SnapshotPush push);
    }

    /** @param random for the waits between dials */
    public ControlPlaneStream(AgentConfig config, Clock clock, RandomGenerator random, Listener listener) {
        this.config = config;
        this.clock = clock;
        this.listener = listener;
        reconnection = new Reconnection(random, config.isControlPlaneLocal());
        identity = new AtomicReference<>(NodeIdentity.load(config.agentDirectory()));
    }

    /** Begins to dial. */
    public void start() {
        Thread.ofVirtual().name("control-plane").start(this::dialForEver);
    }

    /** The node's identity, once it has enrolled. */
    public Optional<NodeIdentity> identity() {
        return identity.get();
    }

    public boolean isConnected() {
        return upward.get().isPresent();
    }

    /** Sends a message if the line is open; otherwise it is dropped, and the control plane hears how things are at the next hello. */
    public void send(AgentMessage message) {
        Optional<StreamObserver<AgentMessage>> open = upward.get();
        if (open.isPresent()) {
            synchronized (open.get()) { // a StreamObserver takes one call at a time
                try {
                    open.get().onNext(message);
                } catch (IllegalStateException e) {
                    LOG.debug("message dropped: the line is closing", e);
                }
            }
        }
    }

    /** Sends how the node is. */
    public void send(NodeStatus status) {
        send(AgentMessage.newBuilder().setStatus(status).build());
    }

    /**
     * Fetches an archive over the connection.
     *
     * @throws IOException if there is no connection, or the control plane does not have it
     */
    public void fetchCode(com.google.protobuf.ByteString sha256, OutputStream output) throws IOException {
        ManagedChannel open = channel.get().orElseThrow(() -> new IOException("the control plane is not connected"));
        try {
            Iterator<CodeChunk> chunks = NodeServiceGrpc.newBlockingStub(open)
                    .withDeadlineAfter(FETCH_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .fetchCode(CodeRequest.newBuilder().setSha256(sha256).build());
            while (chunks.hasNext()) {
                chunks.next().getData().writeTo(output);
            }
        } catch (StatusRuntimeException e) {
            throw new IOException("the control plane did not give the code: " + text(e), e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        channel.get().ifPresent(ManagedChannel::shutdownNow);
    }

    private void dialForEver() {
        try {
            while (closed.getCount() > 0) {
                long begin = System.nanoTime();
                String reason = dialOnce();
                Duration connected = upward.getAndSet(Optional.empty()).isPresent()
                        ? Duration.ofNanos(System.nanoTime() - begin)
                        : Duration.ZERO;
                channel.getAndSet(Optional.empty()).ifPresent(ManagedChannel::shutdownNow);
                if (closed.getCount() == 0) {
                    return;
                }
                listener.disconnected(reason);
                Duration wait = reconnection.afterLoss(connected);
                long asked = retryAfterMs.getAndSet(0);
                if (closed.await(Math.max(wait.toMillis(), asked), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection from dial to loss; returns why it ended. */
    private String dialOnce() throws InterruptedException {
        String address =
                config.controlPlane().get(dials++ % config.controlPlane().size());
        try {
            if (identity.get().isEmpty() || identity.get().get().isExpired(clock.instant())) {
                enroll(address);
            }
            ManagedChannel opened = ControlPlaneChannel.open(address, config.caFingerprint(), identity.get());
            channel.set(Optional.of(opened));
            return talk(opened);
        } catch (StatusRuntimeException e) {
            return address + ": " + text(e);
        } catch (IOException e) {
            return address + ": " + e.getMessage();
        }
    }

    private String talk(ManagedChannel opened) throws InterruptedException, IOException {
        Downward downward = new Downward();
        StreamObserver<AgentMessage> observer = NodeServiceGrpc.newStub(opened).connect(downward);
        upward.set(Optional.of(observer));
        NodeIdentity self = identity.get().orElseThrow();
        send(AgentMessage.newBuilder().setHello(listener.hello(self)).build());
        listener.connected();
        while (!downward.ended.await(RENEWAL_CHECK.toSeconds(), TimeUnit.SECONDS)) {
            if (self.isHalfOver(clock.instant())) {
                renew(opened);
                return "the certificate was renewed";
            }
        }
        return downward.reason.get();
    }

    private void enroll(String address) throws IOException, InterruptedException {
        String token = Files.readString(config.joinTokenFile()).strip();
        ManagedChannel anonymous = ControlPlaneChannel.open(address, config.caFingerprint(), Optional.empty());
        try {
            NodeKey key = NodeKey.generate();
            EnrollResponse response = NodeServiceGrpc.newBlockingStub(anonymous)
                    .withDeadlineAfter(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .enroll(EnrollRequest.newBuilder()
                            .setJoinToken(token)
                            .setNodeName(config.nodeName())
                            .setCsrDer(
                                    com.google.protobuf.ByteString.copyFrom(key.certificateRequest(config.nodeName())))
                            .build());
            keep(key, response);
            LOG.info("enrolled: nodeId={}", response.getNodeId());
        } finally {
            anonymous.shutdownNow();
        }
    }

    private void renew(ManagedChannel opened) throws IOException {
        NodeKey key = NodeKey.generate();
        EnrollResponse response = NodeServiceGrpc.newBlockingStub(opened)
                .withDeadlineAfter(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS)
                .renew(RenewRequest.newBuilder()
                        .setCsrDer(com.google.protobuf.ByteString.copyFrom(key.certificateRequest(config.nodeName())))
                        .build());
        keep(key, response);
        LOG.info("certificate renewed: expires={}", identity.get().orElseThrow().notAfter());
    }

    private void keep(NodeKey key, EnrollResponse response) throws IOException {
        identity.set(Optional.of(NodeIdentity.save(config.agentDirectory(), key, response)));
    }

    private static String text(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        String detail = status.getDescription() == null ? "" : ": " + status.getDescription();
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause(); // transports wrap what TLS says several times over
        }
        return status.getCode() + detail + (root.equals(failure) ? "" : " (" + root.getMessage() + ")");
    }

    /** What comes down the line. */
    private final class Downward implements StreamObserver<ControlMessage> {
        private final CountDownLatch ended = new CountDownLatch(1);
        private final AtomicReference<String> reason = new AtomicReference<>("the control plane closed the line");

        @Override
        public void onNext(ControlMessage message) {
            switch (message.getMessageCase()) {
                case PUSH -> listener.pushed(message.getPush());
                case REFUSAL -> {
                    retryAfterMs.set(message.getRefusal().getRetryAfterMs());
                    reason.set("refused: " + message.getRefusal().getReason());
                    ended.countDown();
                }
                case MESSAGE_NOT_SET -> LOG.warn("a message of a newer control plane is passed over");
            }
        }

        @Override
        public void onError(Throwable failure) {
            reason.set(failure instanceof StatusRuntimeException status ? text(status) : failure.toString());
            ended.countDown();
        }

        @Override
        public void onCompleted() {
            ended.countDown();
        }
    }
}
