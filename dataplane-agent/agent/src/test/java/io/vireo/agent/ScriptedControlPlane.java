package io.vireo.agent;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.vireo.controlplane.api.EncodedSnapshot;
import io.vireo.controlplane.api.v1.AgentMessage;
import io.vireo.controlplane.api.v1.CodeChunk;
import io.vireo.controlplane.api.v1.CodeRequest;
import io.vireo.controlplane.api.v1.ControlMessage;
import io.vireo.controlplane.api.v1.EnrollRequest;
import io.vireo.controlplane.api.v1.EnrollResponse;
import io.vireo.controlplane.api.v1.NodeServiceGrpc;
import io.vireo.controlplane.api.v1.Snapshot;
import io.vireo.controlplane.api.v1.SnapshotPush;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** A control plane that does what a test says: real TLS, a real certificate authority, real gRPC. */
final class ScriptedControlPlane implements AutoCloseable {
    static final String NODE_ID = "8f14e45f-ceea-467f-a0e6-000000000001";
    static final String JOIN_TOKEN = "join-me";

    final LinkedBlockingQueue<AgentMessage> received = new LinkedBlockingQueue<>();
    final Map<ByteString, byte[]> archives = new ConcurrentHashMap<>();
    final AtomicInteger enrolments = new AtomicInteger();
    final AtomicInteger renewals = new AtomicInteger();
    volatile Duration certificateLife = Duration.ofHours(24);

    private final KeyPair authorityKey = keyPair();
    private final X509Certificate authority;
    private final AtomicReference<StreamObserver<ControlMessage>> agent = new AtomicReference<>();
    private io.grpc.Server server;
    private int port;

    ScriptedControlPlane() throws Exception {
        authority = certificate(
                "CN=authority",
                SubjectPublicKeyInfo.getInstance(authorityKey.getPublic().getEncoded()),
                Duration.ofDays(365),
                KeyPurposeId.anyExtendedKeyUsage,
                true);
        start(0);
    }

    /** Starts to listen again, at the same port as before. */
    void restart() throws Exception {
        start(port);
    }

    /** Ends every connection and stops listening. */
    void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination();
        agent.set(null);
    }

    int port() {
        return port;
    }

    String fingerprint() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(authority.getEncoded()));
    }

    void push(long version, Snapshot snapshot) {
        EncodedSnapshot encoded = EncodedSnapshot.of(snapshot);
        push(SnapshotPush.newBuilder()
                .setVersion(version)
                .setNonce("nonce-" + version)
                .setHash(encoded.hash())
                .setSnapshot(encoded.bytes())
                .build());
    }

    void push(SnapshotPush push) {
        agent.get().onNext(ControlMessage.newBuilder().setPush(push).build());
    }

    /** The next message that the agent sent and that is wanted; others are passed over. */
    AgentMessage await(Predicate<AgentMessage> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        AgentMessage last = null;
        while (true) {
            AgentMessage message = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("the agent did not say what was expected; its last word: " + last);
            }
            if (wanted.test(message)) {
                return message;
            }
            last = message;
        }
    }

    AgentMessage awaitHello() throws InterruptedException {
        return await(AgentMessage::hasHello);
    }

    AgentMessage awaitAnswer() throws InterruptedException {
        return await(message -> message.hasAck() || message.hasNack());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private void start(int wantedPort) throws Exception {
        KeyPair key = keyPair();
        X509Certificate leaf = certificate(
                "CN=control-plane",
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()),
                Duration.ofDays(1),
                KeyPurposeId.id_kp_serverAuth,
                false);
        server = NettyServerBuilder.forAddress(
                        new InetSocketAddress("127.0.0.1", wantedPort),
                        TlsServerCredentials.newBuilder()
                                .keyManager(
                                        new ByteArrayInputStream((pem("CERTIFICATE", leaf.getEncoded())
                                                        + pem("CERTIFICATE", authority.getEncoded()))
                                                .getBytes(StandardCharsets.US_ASCII)),
                                        new ByteArrayInputStream(pem(
                                                        "PRIVATE KEY",
                                                        key.getPrivate().getEncoded())
                                                .getBytes(StandardCharsets.US_ASCII)))
                                .trustManager(new ByteArrayInputStream(pem("CERTIFICATE", authority.getEncoded())
                                        .getBytes(StandardCharsets.US_ASCII)))
                                .clientAuth(TlsServerCredentials.ClientAuth.OPTIONAL)
                                .build())
                .addService(new Service())
                .build()
                .start();
        port = server.getPort();
    }

    private EnrollResponse sign(ByteString request) {
        try {
            PKCS10CertificationRequest csr = new PKCS10CertificationRequest(request.toByteArray());
            X509Certificate leaf = certificate(
                    "CN=" + NODE_ID,
                    csr.getSubjectPublicKeyInfo(),
                    certificateLife,
                    KeyPurposeId.id_kp_clientAuth,
                    false);
            return EnrollResponse.newBuilder()
                    .setNodeId(NODE_ID)
                    .addCertificateChainDer(ByteString.copyFrom(leaf.getEncoded()))
                    .addTrustAnchorsDer(ByteString.copyFrom(authority.getEncoded()))
                    .build();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private X509Certificate certificate(
            String subject, SubjectPublicKeyInfo key, Duration life, KeyPurposeId purpose, boolean isAuthority)
            throws Exception {
        Instant now = Instant.now();
        return new JcaX509CertificateConverter()
                .getCertificate(new X509v3CertificateBuilder(
                                new X500Name("CN=authority"),
                                BigInteger.valueOf(System.nanoTime()),
                                Date.from(now.minusSeconds(1)),
                                Date.from(now.plus(life)),
                                new X500Name(subject),
                                key)
                        .addExtension(Extension.basicConstraints, true, new BasicConstraints(isAuthority))
                        .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate())));
    }

    private static KeyPair keyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type
                + "-----\n";
    }

    private final class Service extends NodeServiceGrpc.NodeServiceImplBase {
        @Override
        public void enroll(EnrollRequest request, StreamObserver<EnrollResponse> answer) {
            if (!request.getJoinToken().equals(JOIN_TOKEN)) {
                answer.onError(Status.PERMISSION_DENIED
                        .withDescription("join token refused")
                        .asRuntimeException());
                return;
            }
            enrolments.incrementAndGet();
            answer.onNext(sign(request.getCsrDer()));
            answer.onCompleted();
        }

        @Override
        public void renew(io.vireo.controlplane.api.v1.RenewRequest request, StreamObserver<EnrollResponse> answer) {
            renewals.incrementAndGet();
            answer.onNext(sign(request.getCsrDer()));
            answer.onCompleted();
        }

        @Override
        public StreamObserver<AgentMessage> connect(StreamObserver<ControlMessage> down) {
            agent.set(down);
            return new StreamObserver<>() {
                @Override
                public void onNext(AgentMessage message) {
                    received.add(message);
                }

                @Override
                public void onError(Throwable failure) {
                    agent.compareAndSet(down, null);
                }

                @Override
                public void onCompleted() {
                    down.onCompleted();
                }
            };
        }

        @Override
        public void fetchCode(CodeRequest request, StreamObserver<CodeChunk> answer) {
            byte[] archive = archives.get(request.getSha256());
            if (archive == null) {
                answer.onError(Status.NOT_FOUND.withDescription("no such code").asRuntimeException());
                return;
            }
            for (int from = 0; from < archive.length; from += 1024) {
                answer.onNext(CodeChunk.newBuilder()
                        .setData(ByteString.copyFrom(archive, from, Math.min(1024, archive.length - from)))
                        .build());
            }
            answer.onCompleted();
        }
    }
}
