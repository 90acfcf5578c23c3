package io.vireo.agent.stream;

import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.vireo.agent.identity.NodeIdentity;
import io.vireo.agent.identity.PinnedAuthority;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Opens TLS channels to the control plane: with the node's certificate once it has one, and to the pinned authority always. */
final class ControlPlaneChannel {
    /** A snapshot of a large node; the control plane bounds what it computes. */
    private static final int MAX_MESSAGE_BYTES = 64 << 20;

    private ControlPlaneChannel() {}

    /**
     * Opens a channel; nothing is dialled before its first call.
     *
     * @param address HOST:PORT
     */
    static ManagedChannel open(String address, String caFingerprint, Optional<NodeIdentity> identity)
            throws IOException {
        TlsChannelCredentials.Builder credentials =
                TlsChannelCredentials.newBuilder().trustManager(new PinnedAuthority(caFingerprint));
        if (identity.isPresent()) {
            credentials.keyManager(
                    identity.get().certificate().toFile(), identity.get().key().toFile());
        }
        ChannelCredentials tls = credentials.build();
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        return NettyChannelBuilder.forAddress(
                        new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), tls)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }
}
