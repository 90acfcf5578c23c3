package io.vireo.controlplane.push;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.vireo.controlplane.certificate.CertificateAuthority;
import io.vireo.controlplane.node.InstallationToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The listener that agents dial: gRPC over TLS 1.3, client certificates of our own authority. Its certificate is made at
 * start and renewed daily, is never stored, and is sent with the authority's, whose fingerprint a node that enrols pins.
 */
@Component
class AgentServer implements SmartLifecycle {
    /** Name in the certificate that is right whatever address an agent dials. */
    static final String SERVER_NAME = "control-plane.vireo";

    private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);
    private static final Duration RENEWAL = Duration.ofDays(1);
    private static final int MAX_MESSAGE_LENGTH = 4 * 1024 * 1024;

    private final AgentListenerConfig config;
    private final CertificateAuthority authority;
    private final AgentEndpoint endpoint;
    private final NodeAuthentication authentication;
    private final AgentStreams streams;
    private final SecureRandom random;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private @Nullable Server server;
    private @Nullable ExecutorService calls;
    private @Nullable ScheduledExecutorService renewal;

    AgentServer(
            AgentListenerConfig config,
            CertificateAuthority authority,
            AgentEndpoint endpoint,
            NodeAuthentication authentication,
            AgentStreams streams,
            SecureRandom random) {
        this.config = config;
        this.authority = authority;
        this.endpoint = endpoint;
        this.authentication = authentication;
        this.streams = streams;
        this.random = random;
    }

    @Override
    public synchronized void start() {
        try {
            renewCertificate();
            ExecutorService executor = Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("agent-call-", 0).factory());
            Server started = NettyServerBuilder.forAddress(new InetSocketAddress(config.listenAddress(), config.port()))
                    .sslContext(sslContext())
                    .executor(executor)
                    .addService(endpoint)
                    .intercept(authentication)
                    .maxInboundMessageSize(MAX_MESSAGE_LENGTH)
                    .maxConcurrentCallsPerConnection(16)
                    .handshakeTimeout(10, TimeUnit.SECONDS)
                    .keepAliveTime(10, TimeUnit.SECONDS)
                    .keepAliveTimeout(10, TimeUnit.SECONDS)
                    .permitKeepAliveTime(5, TimeUnit.SECONDS)
                    .permitKeepAliveWithoutCalls(true)
                    .build()
                    .start();
            server = started;
            calls = executor;
            ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("agent-listener-renewal").daemon().factory());
            scheduler.scheduleWithFixedDelay(
                    this::renewCertificateQuietly, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
            renewal = scheduler;
            LOG.info("listening for agents: address={} port={}", config.listenAddress(), started.getPort());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("certificate of the listener for agents cannot be used", e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen for agents: vireo.agents.listen-address=" + config.listenAddress()
                            + " vireo.agents.port=" + config.port(),
                    e);
        }
    }

    /** The port that it listens on; -1: it does not. */
    synchronized int port() {
        return server == null ? -1 : server.getPort();
    }

    @Override
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        streams.refuseAll("the control plane restarts");
        server.shutdown();
        try {
            if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        if (renewal != null) {
            renewal.shutdownNow();
        }
        if (calls != null) {
            calls.shutdown();
        }
        server = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return server != null;
    }

    @Override
    public int getPhase() {
        return InstallationToken.AGENTS_PHASE;
    }

    private SslContext sslContext() throws IOException {
        // The JDK's TLS: the native one would unpack a library into the temporary folder at each start, for a few
        // streams.
        return GrpcSslContexts.configure(SslContextBuilder.forServer(keys), SslProvider.JDK)
                .protocols("TLSv1.3")
                .trustManager(authority.certificate())
                .clientAuth(ClientAuth.OPTIONAL) // who enrols has none; every other call is refused without one
                .build();
    }

    private void renewCertificate() throws GeneralSecurityException, IOException {
        KeyPair pair = CertificateAuthority.newKeyPair(random);
        X509Certificate certificate = authority.issueToListener(pair.getPublic(), dnsNames(), addresses());
        keys.updateIdentityCredentials(new X509Certificate[] {certificate, authority.certificate()}, pair.getPrivate());
    }

    private void renewCertificateQuietly() {
        try {
            renewCertificate();
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            LOG.error("certificate of the listener for agents cannot be renewed: reason={}", e.toString());
        }
    }

    private static List<String> dnsNames() {
        return List.of(SERVER_NAME, "localhost");
    }

    /** The address listened on, or all of this machine's if it listens on all. */
    private List<String> addresses() throws IOException {
        InetAddress listen = InetAddress.getByName(config.listenAddress());
        if (!listen.isAnyLocalAddress()) {
            return List.of(listen.getHostAddress());
        }
        List<String> addresses = new ArrayList<>();
        NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .map(InetAddress::getHostAddress)
                .map(address -> address.replaceAll("%.*", "")) // the scope of a link-local address is not part of it
                .forEach(addresses::add);
        return addresses;
    }
}
