package io.vireo.controlplane.push;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.stub.StreamObserver;
import io.vireo.controlplane.api.v1.Ack;
import io.vireo.controlplane.api.v1.AgentMessage;
import io.vireo.controlplane.api.v1.CodeRequest;
import io.vireo.controlplane.api.v1.ControlMessage;
import io.vireo.controlplane.api.v1.EnrollRequest;
import io.vireo.controlplane.api.v1.EnrollResponse;
import io.vireo.controlplane.api.v1.FunctionState;
import io.vireo.controlplane.api.v1.FunctionStatus;
import io.vireo.controlplane.api.v1.Hello;
import io.vireo.controlplane.api.v1.Nack;
import io.vireo.controlplane.api.v1.NodeServiceGrpc;
import io.vireo.controlplane.api.v1.NodeStatus;
import io.vireo.controlplane.api.v1.ProcessState;
import io.vireo.controlplane.api.v1.ProcessStatus;
import io.vireo.controlplane.api.v1.RenewRequest;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import io.vireo.controlplane.certificate.CertificateAuthority;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** An agent that does what a test says, over the real wire. */
public final class ScriptedAgent implements AutoCloseable {
    static final int WAIT_SECONDS = 10;

    private int port;
    private final X509Certificate authority;
    public KeyPair keys = CertificateAuthority.newKeyPair(new SecureRandom());
    public String bootId = UUID.randomUUID().toString();
    public String nodeId = "";
    public X509Certificate certificate;
    private ManagedChannel channel;
    private StreamObserver<AgentMessage> stream;
    private BlockingQueue<ControlMessage> received = new LinkedBlockingQueue<>();
    private CompletableFuture<Status> ended = new CompletableFuture<>();
    public SnapshotPush applied = SnapshotPush.getDefaultInstance();
    private String epoch = "";

    public ScriptedAgent(int port, X509Certificate authority) {
        this.port = port;
        this.authority = authority;
    }

    /** Takes another's identity over. */
    void becomes(ScriptedAgent other) {
        keys = other.keys;
        certificate = other.certificate;
        nodeId = other.nodeId;
    }

    /** The server has another port now. */
    void movesTo(int newPort) {
        port = newPort;
    }

    /** Turns a token into a certificate. */
    public EnrollResponse enrol(String token, String nodeName) throws Exception {
        return enrolWith(token, nodeName, csr(keys));
    }

    EnrollResponse enrolWith(String token, String nodeName, ByteString csr) throws Exception {
        ManagedChannel bare = channel(false);
        try {
            EnrollResponse response = NodeServiceGrpc.newBlockingStub(bare)
                    .withDeadlineAfter(WAIT_SECONDS, SECONDS)
                    .enroll(EnrollRequest.newBuilder()
                            .setJoinToken(token)
                            .setNodeName(nodeName)
                            .setCsrDer(csr)
                            .build());
            take(response);
            return response;
        } finally {
            bare.shutdownNow();
        }
    }

    public void renew() throws Exception {
        take(blocking().renew(RenewRequest.newBuilder().setCsrDer(csr(keys)).build()));
    }

    private void take(EnrollResponse response) throws Exception {
        nodeId = response.getNodeId();
        certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        response.getCertificateChainDer(0).toByteArray()));
    }

    public static ByteString csr(KeyPair keys) throws Exception {
        return ByteString.copyFrom(new JcaPKCS10CertificationRequestBuilder(
                        new X500Principal("CN=node"), keys.getPublic())
                .build(new JcaContentSignerBuilder(
                                keys.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA")
                        .build(keys.getPrivate()))
                .getEncoded());
    }

    /** Opens the stream and says hello. */
    public ScriptedAgent connect() throws Exception {
        return connect(nodeId);
    }

    public ScriptedAgent connect(String claimedNodeId) throws Exception {
        open();
        stream.onNext(AgentMessage.newBuilder()
                .setHello(Hello.newBuilder()
                        .setNodeId(claimedNodeId)
                        .setBootId(bootId)
                        .setBuild("test-1")
                        .setEpoch(epoch)
                        .setAppliedVersion(applied.getVersion())
                        .setAppliedHash(applied.getHash()))
                .build());
        return this;
    }

    /** Opens the stream and says nothing. */
    public void open() throws Exception {
        received = new LinkedBlockingQueue<>();
        CompletableFuture<Status> end = new CompletableFuture<>();
        ended = end;
        BlockingQueue<ControlMessage> inbox = received;
        stream = NodeServiceGrpc.newStub(channel()).connect(new StreamObserver<>() {
            @Override
            public void onNext(ControlMessage message) {
                inbox.add(message);
            }

            @Override
            public void onError(Throwable error) {
                end.complete(Status.fromThrowable(error));
            }

            @Override
            public void onCompleted() {
                end.complete(Status.OK);
            }
        });
    }

    public NodeServiceGrpc.NodeServiceBlockingStub blocking() throws Exception {
        return NodeServiceGrpc.newBlockingStub(channel()).withDeadlineAfter(WAIT_SECONDS, SECONDS);
    }

    /** An archive by its hash. */
    public byte[] fetch(ByteString sha256) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        blocking()
                .fetchCode(CodeRequest.newBuilder().setSha256(sha256).build())
                .forEachRemaining(chunk -> bytes.writeBytes(chunk.getData().toByteArray()));
        return bytes.toByteArray();
    }

    public void send(AgentMessage message) {
        stream.onNext(message);
    }

    /** The next push, which has to come. */
    public SnapshotPush push() throws InterruptedException {
        ControlMessage message = received.poll(WAIT_SECONDS, SECONDS);
        assertThat(message).as("a push within %d s", WAIT_SECONDS).isNotNull();
        assertThat(message.hasPush()).as("a push, not %s", message).isTrue();
        return message.getPush();
    }

    public ControlMessage message() throws InterruptedException {
        return received.poll(WAIT_SECONDS, SECONDS);
    }

    /** Whether nothing came for a while that is long against the debounce. */
    public boolean isQuiet() throws InterruptedException {
        return received.poll(600, MILLISECONDS) == null;
    }

    public void acknowledge(SnapshotPush push) throws Exception {
        applied = push;
        epoch = snapshot(push).getEpoch();
        send(AgentMessage.newBuilder()
                .setAck(Ack.newBuilder()
                        .setVersion(push.getVersion())
                        .setHash(push.getHash())
                        .setNonce(push.getNonce()))
                .build());
    }

    public void refuse(SnapshotPush push, String field, String text) {
        send(AgentMessage.newBuilder()
                .setNack(Nack.newBuilder()
                        .setVersion(push.getVersion())
                        .setNonce(push.getNonce())
                        .setField(field)
                        .setText(text))
                .build());
    }

    /** Takes pushes and acknowledges them until one fits. */
    public Snapshot acknowledgeUntil(Predicate<Snapshot> fits) throws Exception {
        while (true) {
            SnapshotPush push = push();
            acknowledge(push);
            if (fits.test(snapshot(push))) {
                return snapshot(push);
            }
        }
    }

    public void report(FunctionStatus... functions) {
        send(AgentMessage.newBuilder()
                .setStatus(NodeStatus.newBuilder()
                        .setAppliedVersion(applied.getVersion())
                        .setAppliedHash(applied.getHash())
                        .addProcesses(ProcessStatus.newBuilder()
                                .setName("engine")
                                .setPid(42)
                                .setState(ProcessState.READY)
                                .setRssBytes(1000))
                        .addAllFunctions(List.of(functions)))
                .build());
    }

    public static FunctionStatus function(
            UUID tenantId, String name, int version, FunctionState state, String message) {
        return FunctionStatus.newBuilder()
                .setTenantId(tenantId.toString())
                .setFunctionName(name)
                .setVersion(version)
                .setState(state)
                .setMessage(message)
                .setWorkersReady(state == FunctionState.SERVING ? 1 : 0)
                .setWorkersWanted(1)
                .build();
    }

    public static Snapshot snapshot(SnapshotPush push) throws Exception {
        return Snapshot.parseFrom(push.getSnapshot());
    }

    /** How the server ended the stream. */
    public Status end() throws Exception {
        return ended.get(WAIT_SECONDS, SECONDS);
    }

    /** Breaks the connection. */
    public void disconnect() {
        if (channel != null) {
            channel.shutdownNow();
            channel = null;
        }
    }

    @Override
    public void close() {
        disconnect();
    }

    private ManagedChannel channel() throws Exception {
        if (channel == null) {
            channel = channel(certificate != null);
        }
        return channel;
    }

    private ManagedChannel channel(boolean isCertified) throws Exception {
        SslContextBuilder tls = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK)
                .protocols("TLSv1.3")
                .trustManager(authority);
        if (isCertified) {
            tls.keyManager(keys.getPrivate(), new ArrayList<>(List.of(certificate)));
        }
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .sslContext(tls.build())
                .build();
    }
}
