package io.vireo.channel.remote;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;

/**
 * What waits for room in a stream: bytes of the arena, which stay where they are until they are sent, and the messages about them, in order. The windows of credit bound the
 * messages; the arena bounds the rest. Threads: one.
 */
final class Outgoing {
    private sealed interface Piece {}

    private record Range(long place, long length) implements Piece {}

    private record Message(int kind, byte[] bytes) implements Piece {}

    private final ArrayDeque<Piece> pieces = new ArrayDeque<>();
    private final MemorySegment arena;
    private long sentOfRange;

    Outgoing(MemorySegment arena) {
        this.arena = arena;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    void addRange(long place, long length) {
        pieces.add(new Range(place, length));
    }

    void addMessage(int kind, MemorySegment source, long offset, int length) {
        pieces.add(new Message(kind, source.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)));
    }

    /**
     * Writes as much as the stream has room for.
     *
     * @param credits which go with it
     * @return how many packets
     */
    int writeTo(PacketStream stream, Credits credits) {
        int count = 0;
        while (!pieces.isEmpty() && write(pieces.peek(), stream, credits)) {
            count++;
        }
        return count;
    }

    private boolean write(Piece piece, PacketStream stream, Credits credits) {
        switch (piece) {
            case Range(long place, long length) -> {
                int part = (int) Math.min(PacketDescriptor.ARENA_PIECE_LENGTH, length - sentOfRange);
                if (!stream.hasRoom(part)) {
                    return false;
                }
                long from = place + sentOfRange;
                stream.write(PacketDescriptor.ARENA, 0, from, credits.tell(), arena, from, part);
                sentOfRange += part;
                if (sentOfRange == length) {
                    sentOfRange = 0;
                    pieces.remove();
                }
            }
            case Message(int kind, byte[] bytes) -> {
                if (!stream.hasRoom(bytes.length)) {
                    return false;
                }
                MemorySegment message = MemorySegment.ofArray(bytes);
                stream.write(PacketDescriptor.MESSAGE, kind, 0, credits.tell(), message, 0, bytes.length);
                pieces.remove();
            }
        }
        return true;
    }
}
