package io.vireo.channel.line;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * One end of a connection that carries lines: UTF-8, each ended by a line feed, both ways.
 *
 * <p>Lines are written by a thread of its own, so that a peer that reads slowly holds up nobody; one that lets {@value
 * #MAX_PENDING_LINES} of them pile up is cut off, and told everything anew when it comes back. The thread that calls {@link #receiveAll}
 * reads; the other methods may be called by any thread.
 */
public final class LineConnection implements AutoCloseable {
    /** Lines that may wait for the peer to read. */
    public static final int MAX_PENDING_LINES = 10_000;

    /** Characters of the longest line: the configuration of a tenant with a thousand functions takes a few hundred thousand. */
    public static final int MAX_LINE_LENGTH = 64 * 1024 * 1024;

    private static final int READ_LENGTH = 8_192;

    private final SocketChannel channel;
    private final int maxLineLength;
    private final LinkedBlockingQueue<String> pending = new LinkedBlockingQueue<>(MAX_PENDING_LINES);
    private final Thread writer;

    /**
     * Begins to write what is offered.
     *
     * @param channel connected and blocking; closed with this
     */
    public LineConnection(SocketChannel channel) {
        this(channel, MAX_LINE_LENGTH);
    }

    LineConnection(SocketChannel channel, int maxLineLength) {
        this.channel = channel;
        this.maxLineLength = maxLineLength;
        writer = Thread.ofVirtual().name("line-write").start(this::writeAll);
    }

    /**
     * Sends a line, some time soon; lost without a word if the connection has ended.
     *
     * @param line without a line feed
     * @return false if the peer let too many pile up: the connection is closed then
     */
    public boolean offer(String line) {
        if (pending.offer(line)) {
            return true;
        }
        close();
        return false;
    }

    /**
     * Hands on every line until the connection ends, and closes it. A piece without a line feed at the end is passed over: its sender
     * died while it wrote.
     *
     * @throws IOException if the connection breaks, this end is closed, or a line is longer than {@link #MAX_LINE_LENGTH}
     */
    public void receiveAll(Consumer<String> receiver) throws IOException {
        try (Reader reader = Channels.newReader(channel, StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            char[] piece = new char[READ_LENGTH];
            for (int length = reader.read(piece); length >= 0; length = reader.read(piece)) {
                int start = 0;
                for (int i = 0; i < length; i++) {
                    if (piece[i] == '\n') {
                        requireLength(line.length() + i - start);
                        receiver.accept(line.append(piece, start, i - start).toString());
                        line = new StringBuilder(); // not emptied: a long line's memory must not stay
                        start = i + 1;
                    }
                }
                line.append(piece, start, length - start);
                requireLength(line.length());
            }
        } finally {
            close();
        }
    }

    private void requireLength(int length) throws IOException {
        if (length > maxLineLength) {
            throw new IOException("a line is longer than " + maxLineLength + " characters");
        }
    }

    /** Ends the connection; lines that wait are lost. */
    @Override
    public void close() {
        writer.interrupt();
        try {
            channel.close();
        } catch (IOException _) {
            // The descriptor is gone all the same, and what was to be told by it the peer hears anew.
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
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException _) {
            close(); // the reading end sees it, and whoever reads says so
        }
    }
}
