package io.vireo.invoker.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of an agent. Lines are written by a thread of its own, so that an agent that reads slowly holds up nobody; one
 * that lets {@value #MAX_PENDING_LINES} of them pile up is cut off and told everything anew when it comes back.
 */
final class AgentConnection {
    private static final int MAX_PENDING_LINES = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(AgentConnection.class);

    private final SocketChannel channel;
    private final LinkedBlockingQueue<String> pending = new LinkedBlockingQueue<>(MAX_PENDING_LINES);
    private final Thread writer;

    AgentConnection(SocketChannel channel) {
        this.channel = channel;
        this.writer = Thread.ofVirtual().name("control-write").start(this::writeAll);
    }

    SocketChannel channel() {
        return channel;
    }

    void offer(String line) {
        if (!pending.offer(line)) {
            LOG.warn("agent cut off: it does not read pendingLines={}", MAX_PENDING_LINES);
            close();
        }
    }

    void close() {
        writer.interrupt();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("agent connection not closed cleanly", e);
        }
    }

    private void writeAll() {
        try {
            while (channel.isOpen()) {
                ByteBuffer bytes = ByteBuffer.wrap((pending.take() + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.info("agent connection ended while writing: {}", e.toString());
            close();
        }
    }
}
