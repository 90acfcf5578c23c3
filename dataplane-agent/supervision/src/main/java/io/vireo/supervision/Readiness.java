package io.vireo.supervision;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Tells whether a process that runs also serves. Called on the process's own watching thread. */
@FunctionalInterface
public interface Readiness {
    /** How long a connection may take, in milliseconds. */
    int CONNECT_TIMEOUT_MS = 1_000;

    /** What is missing, for people; nothing when the process is ready. Must answer within a second or two. */
    Optional<String> missing();

    /** Ready as soon as it runs. */
    static Readiness atOnce() {
        return Optional::empty;
    }

    /** Ready when a Unix stream socket accepts a connection, which is closed at once. */
    static Readiness unixSocket(Path socket) {
        return () -> {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                return channel.isConnected() ? Optional.empty() : Optional.of("socket " + socket + " is not connected");
            } catch (IOException e) {
                return Optional.of("socket " + socket + " does not accept: " + e.getMessage());
            }
        };
    }

    /** Ready when a TCP port accepts a connection, which is closed at once. */
    static Readiness tcp(InetSocketAddress address) {
        return () -> {
            try (Socket socket = new Socket()) {
                socket.connect(address, CONNECT_TIMEOUT_MS);
                return Optional.empty();
            } catch (IOException e) {
                return Optional.of("port " + address.getPort() + " does not accept: " + e.getMessage());
            }
        };
    }
}
