package io.vireo.channel;

import io.vireo.channel.Channel.Side;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the two sides say on the Unix socket before the rings take over. Numbers are little-endian.
 *
 * <pre>
 *   hello   long magic, int version, int reactor, int length of the token, the token
 *   answer  long magic, int version, int status (0: welcome), int reactor count, int partition count,
 *           int capacity to the listener, int capacity to the connector, long arena length, int arena owner (0: listener),
 *           int length of the text, the text (why not)
 *           with status 0 it carries the descriptor of the shared memory (SCM_RIGHTS)
 * </pre>
 */
final class Handshake {
    static final int HELLO_LENGTH = 20;
    static final int ANSWER_LENGTH = 48;
    static final int MAX_TEXT_LENGTH = 512;
    static final int WELCOME = 0;
    static final int REFUSED = 1;

    /** {@code struct sockaddr_un}: short family, then the path, which ends with a zero. */
    private static final int ADDRESS_LENGTH = 110;

    private static final int MAX_PATH_LENGTH = 107;

    private Handshake() {}

    static MemorySegment address(Path path, Arena arena) throws IOException {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_PATH_LENGTH) {
            throw new IOException("path of a unix socket is too long: length=%d limit=%d path=%s"
                    .formatted(bytes.length, MAX_PATH_LENGTH, path));
        }
        MemorySegment address = arena.allocate(ADDRESS_LENGTH, 8);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) Linux.AF_UNIX);
        MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, 2, bytes.length);
        return address;
    }

    static ByteBuffer hello(int reactor, byte[] token) {
        return ByteBuffer.allocate(HELLO_LENGTH + token.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(ChannelDescriptor.MAGIC)
                .putInt(ChannelDescriptor.VERSION)
                .putInt(reactor)
                .putInt(token.length)
                .put(token)
                .flip();
    }

    /**
     * How long the hello is that starts like this: the fixed part until that is there, then all of it.
     *
     * @return length in bytes, or -1 if these bytes start no hello
     */
    static int helloLength(byte[] received) {
        if (received.length < HELLO_LENGTH) {
            return HELLO_LENGTH;
        }
        ByteBuffer bytes = ByteBuffer.wrap(received).order(ByteOrder.LITTLE_ENDIAN);
        int tokenLength = bytes.getInt(16);
        boolean isHello = bytes.getLong(0) == ChannelDescriptor.MAGIC
                && tokenLength >= 0
                && tokenLength <= ChannelServer.MAX_TOKEN_LENGTH;
        return isHello ? HELLO_LENGTH + tokenLength : -1;
    }

    /** Reads a hello that is complete. */
    static Hello parseHello(byte[] received) {
        ByteBuffer bytes = ByteBuffer.wrap(received).order(ByteOrder.LITTLE_ENDIAN);
        byte[] token = new byte[received.length - HELLO_LENGTH];
        bytes.get(HELLO_LENGTH, token);
        return new Hello(bytes.getInt(8), bytes.getInt(12), token);
    }

    /** What a client says first. */
    record Hello(int version, int reactor, byte[] token) {}

    static ByteBuffer welcome(ChannelConfig config, int reactorCount) {
        return answer(WELCOME, reactorCount, config, "");
    }

    static ByteBuffer refusal(ChannelConfig config, String text) {
        return answer(REFUSED, 0, config, text);
    }

    private static ByteBuffer answer(int status, int reactorCount, ChannelConfig config, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_TEXT_LENGTH);
        return ByteBuffer.allocate(ANSWER_LENGTH + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(ChannelDescriptor.MAGIC)
                .putInt(ChannelDescriptor.VERSION)
                .putInt(status)
                .putInt(reactorCount)
                .putInt(config.partitionCount())
                .putInt(config.toListenerCapacity())
                .putInt(config.toConnectorCapacity())
                .putLong(config.arenaLength())
                .putInt(config.arenaOwner() == Side.LISTENER ? 0 : 1)
                .putInt(length)
                .put(bytes, 0, length)
                .flip();
    }

    /**
     * Reads the answer up to its text.
     *
     * @throws ChannelException if it is not one of our version
     */
    static Answer parse(ByteBuffer bytes) throws ChannelException {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        long magic = bytes.getLong();
        int version = bytes.getInt();
        if (magic != ChannelDescriptor.MAGIC || version != ChannelDescriptor.VERSION) {
            throw new ChannelException(
                    "listener does not speak our version: ours=%d theirs=%d"
                            .formatted(ChannelDescriptor.VERSION, version),
                    true);
        }
        int status = bytes.getInt();
        int reactorCount = bytes.getInt();
        int partitionCount = bytes.getInt();
        ChannelDescriptor layout = layout(bytes.getInt(), bytes.getInt(), bytes.getLong());
        Side arenaOwner = bytes.getInt() == 0 ? Side.LISTENER : Side.CONNECTOR;
        int textLength = bytes.getInt();
        if (textLength < 0 || textLength > MAX_TEXT_LENGTH) {
            throw new ChannelException("listener sent an impossible length: length=" + textLength, false);
        }
        return new Answer(status, reactorCount, partitionCount, layout, arenaOwner, textLength);
    }

    private static ChannelDescriptor layout(int toListenerCapacity, int toConnectorCapacity, long arenaLength)
            throws ChannelException {
        try {
            return new ChannelDescriptor(toListenerCapacity, toConnectorCapacity, arenaLength);
        } catch (IllegalArgumentException e) {
            throw new ChannelException("listener sent an impossible layout: " + e.getMessage(), false);
        }
    }

    /** The fixed part of an answer. */
    record Answer(
            int status,
            int reactorCount,
            int partitionCount,
            ChannelDescriptor layout,
            Side arenaOwner,
            int textLength) {}
}
