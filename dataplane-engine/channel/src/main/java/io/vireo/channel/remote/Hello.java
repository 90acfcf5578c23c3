package io.vireo.channel.remote;

import static io.vireo.channel.remote.PacketDescriptor.INT;
import static io.vireo.channel.remote.PacketDescriptor.LONG;

import io.vireo.channel.ChannelServer;
import io.vireo.channel.capnp.MalformedMessageException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What the connecting end says first: the payload that {@link PacketDescriptor} draws.
 *
 * @param version of the protocol
 * @param reactor that is to serve the channel
 * @param token shows what it may do
 */
record Hello(int version, int reactor, byte[] token) {
    private static final int TOKEN_OFFSET = 16;

    MemorySegment bytes() {
        byte[] bytes = new byte[TOKEN_OFFSET + token.length];
        MemorySegment target = MemorySegment.ofArray(bytes);
        target.set(LONG, 0, PacketDescriptor.MAGIC);
        target.set(INT, 8, version);
        target.set(INT, 12, reactor);
        System.arraycopy(token, 0, bytes, TOKEN_OFFSET, token.length);
        return target;
    }

    /** @throws MalformedMessageException if the packet is not one */
    static Hello of(PacketReader packet) {
        int length = packet.payloadLength();
        MemorySegment bytes = packet.bytes().asSlice(packet.payloadOffset(), length);
        if (packet.type() != PacketDescriptor.HELLO
                || length < TOKEN_OFFSET
                || length > TOKEN_OFFSET + ChannelServer.MAX_TOKEN_LENGTH
                || bytes.get(LONG, 0) != PacketDescriptor.MAGIC) {
            throw new MalformedMessageException("peer does not begin with a hello: type=" + packet.type());
        }
        byte[] token = bytes.asSlice(TOKEN_OFFSET).toArray(ValueLayout.JAVA_BYTE);
        return new Hello(bytes.get(INT, 8), bytes.get(INT, 12), token);
    }

    /**
     * What the listening end says to it.
     *
     * @param maxMessageLength that the connecting end may send
     * @param window of messages that it may send
     * @param replyWindow of messages that it gets
     */
    record Answer(
            int status,
            int reactorCount,
            int partitionCount,
            int maxMessageLength,
            int window,
            int replyWindow,
            long arenaLength,
            String text) {
        static final int WELCOME = 0;

        /** For good: another try with the same token is of no use. */
        static final int REFUSED = 1;

        /** The engine is away, or has no room. */
        static final int LATER = 2;

        private static final int TEXT_OFFSET = 48;
        private static final int MAX_TEXT_LENGTH = 4096;
        private static final long MAX_ARENA_LENGTH = 1L << 32;

        static Answer refusal(int status, String text) {
            return new Answer(status, 0, 0, 0, 0, 0, 0, text);
        }

        MemorySegment bytes() {
            byte[] why = text.getBytes(StandardCharsets.UTF_8);
            byte[] bytes = Arrays.copyOf(new byte[0], TEXT_OFFSET + Math.min(why.length, MAX_TEXT_LENGTH));
            System.arraycopy(why, 0, bytes, TEXT_OFFSET, bytes.length - TEXT_OFFSET);
            MemorySegment target = MemorySegment.ofArray(bytes);
            target.set(LONG, 0, PacketDescriptor.MAGIC);
            target.set(INT, 8, PacketDescriptor.VERSION);
            target.set(INT, 12, status);
            target.set(INT, 16, reactorCount);
            target.set(INT, 20, partitionCount);
            target.set(INT, 24, maxMessageLength);
            target.set(INT, 28, window);
            target.set(INT, 32, replyWindow);
            target.set(LONG, 40, arenaLength);
            return target;
        }

        /** @throws MalformedMessageException if the packet is not one of our version, or says what cannot be */
        static Answer of(PacketReader packet) {
            int length = packet.payloadLength();
            MemorySegment bytes = packet.bytes().asSlice(packet.payloadOffset(), length);
            if (packet.type() != PacketDescriptor.ANSWER
                    || length < TEXT_OFFSET
                    || length > TEXT_OFFSET + MAX_TEXT_LENGTH
                    || bytes.get(LONG, 0) != PacketDescriptor.MAGIC
                    || bytes.get(INT, 8) != PacketDescriptor.VERSION) {
                throw new MalformedMessageException("listener does not speak our version: ours="
                        + PacketDescriptor.VERSION + " type=" + packet.type());
            }
            String text = new String(bytes.asSlice(TEXT_OFFSET).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
            Answer answer = new Answer(
                    bytes.get(INT, 12),
                    bytes.get(INT, 16),
                    bytes.get(INT, 20),
                    bytes.get(INT, 24),
                    bytes.get(INT, 28),
                    bytes.get(INT, 32),
                    bytes.get(LONG, 40),
                    text);
            if (answer.status == WELCOME) {
                answer.requirePossible();
            }
            return answer;
        }

        private void requirePossible() {
            boolean isPossible = reactorCount > 0
                    && partitionCount >= 0
                    && maxMessageLength > 0
                    && maxMessageLength <= PacketDescriptor.MAX_PAYLOAD_LENGTH
                    && PacketDescriptor.cost(maxMessageLength) <= window
                    && replyWindow > 0
                    && arenaLength > 0
                    && arenaLength <= MAX_ARENA_LENGTH
                    && arenaLength % 4096 == 0;
            if (!isPossible) {
                throw new MalformedMessageException("listener says what cannot be: " + this);
            }
        }
    }
}
