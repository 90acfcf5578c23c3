package io.vireo.channel.remote;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an engine lets in clients of other nodes.
 *
 * @param address to listen on; port 0: any that is free
 * @param tls who this node is, and whom it believes; null, nothing is encrypted and everybody may connect, only on an address that no other machine reaches
 * @param maxConnections open at a time; further ones are closed at once
 * @param greetingTimeout after which a peer that has not shown its certificate and its token is dropped
 * @param packetTimeout after which a peer is dropped that has not finished a packet
 */
public record RemoteConfig(
        InetSocketAddress address,
        @Nullable TlsFiles tls,
        int maxConnections,
        Duration greetingTimeout,
        Duration packetTimeout) {
    /** Enough for each reactor's channel of some tens of nodes; each may take as much memory as a channel. */
    public static final int DEFAULT_MAX_CONNECTIONS = 64;

    /** Most that can be asked for. */
    public static final int MAX_CONNECTIONS_LIMIT = 1024;

    /** With the default timeouts: 5 s, 30 s. */
    public static RemoteConfig of(InetSocketAddress address, @Nullable TlsFiles tls, int maxConnections) {
        return new RemoteConfig(address, tls, maxConnections, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /** Checks what goes together. */
    public RemoteConfig {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("host is not known: name=" + address.getHostString());
        }
        if (tls == null && !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException(
                    "an address that other machines reach needs a certificate, its key and an authority: address="
                            + address);
        }
        if (maxConnections < 1 || maxConnections > MAX_CONNECTIONS_LIMIT) {
            throw new IllegalArgumentException(
                    "maxConnections=" + maxConnections + " min=1 max=" + MAX_CONNECTIONS_LIMIT);
        }
        if (!greetingTimeout.isPositive() || !packetTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "greetingTimeout=%s packetTimeout=%s".formatted(greetingTimeout, packetTimeout));
        }
    }
}
