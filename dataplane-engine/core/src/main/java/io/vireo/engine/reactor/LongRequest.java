package io.vireo.engine.reactor;

import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.engine.Limits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A request that is too long for the ring: that says where in the arena it lies. */
final class LongRequest {
    private static final ValueLayout.OfLong PLACE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LongRequest() {}

    /** Our own copy of a request that lies in the arena, where the client could change it while it is read. */
    static byte[] copy(MemorySegment arena, MemorySegment buffer, long offset, int length) {
        if (length != 2 * Long.BYTES) {
            throw new MalformedMessageException("place of a long request is malformed: length=" + length);
        }
        long start = buffer.get(PLACE, offset);
        long messageLength = buffer.get(PLACE, offset + Long.BYTES);
        if (messageLength < 0
                || messageLength > Limits.REQUEST_LENGTH
                || start < 0
                || start > arena.byteSize() - messageLength) {
            throw new MalformedMessageException(
                    "long request is out of bounds: offset=" + start + " length=" + messageLength);
        }
        return arena.asSlice(start, messageLength).toArray(ValueLayout.JAVA_BYTE);
    }
}
