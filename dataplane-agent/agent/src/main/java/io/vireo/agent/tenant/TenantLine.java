package io.vireo.agent.tenant;

import io.vireo.channel.line.LineConnection;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The line to a tenant process: connects to its socket, again whenever it is lost, and passes messages both ways.
 *
 * <p>Threads: one reads and connects, one writes, so that a process that reads slowly holds nobody up. {@link Listener} is called on the reading
 * thread.
 */
final class TenantLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TenantLine.class);
    private static final long FIRST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 500;

    private final Path socket;
    private final JsonMapper json;
    private final Listener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<Optional<LineConnection>> current = new AtomicReference<>(Optional.empty());

    interface Listener {
        void received(TenantMessage message);

        void lost();
    }

    TenantLine(Path socket, JsonMapper json, Listener listener) {
        this.socket = socket;
        this.json = json;
        this.listener = listener;
    }

    void start() {
        Thread.ofVirtual().name("tenant-line").start(this::connectForEver);
    }

    /** Sends a message if connected; otherwise it is dropped: whoever connects is told everything anew. */
    void send(ObjectNode message) {
        current.get().ifPresent(connection -> {
            if (!connection.offer(message.toString())) {
                LOG.warn("tenant process cut off, it does not read: socket={}", socket);
            }
        });
    }

    @Override
    public void close() {
        closed.countDown();
        current.get().ifPresent(LineConnection::close);
    }

    private void connectForEver() {
        long pauseMs = FIRST_PAUSE_MS;
        try {
            while (closed.getCount() > 0) {
                try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                    pauseMs = FIRST_PAUSE_MS;
                    serve(new LineConnection(channel));
                } catch (IOException e) {
                    LOG.debug("tenant process not connected: socket={}", socket, e);
                }
                if (closed.await(pauseMs, TimeUnit.MILLISECONDS)) {
                    return;
                }
                pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(LineConnection connection) throws IOException {
        current.set(Optional.of(connection));
        try {
            connection.receiveAll(this::received);
        } finally {
            current.set(Optional.empty());
            listener.lost();
        }
    }

    private void received(String line) {
        try {
            listener.received(TenantMessage.parse(json, line));
        } catch (IllegalArgumentException e) {
            LOG.warn("line of a tenant process passed over: socket={} reason={}", socket, e.getMessage());
        }
    }
}
