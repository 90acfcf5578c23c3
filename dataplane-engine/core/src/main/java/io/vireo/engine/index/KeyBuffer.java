package io.vireo.engine.index;

import io.vireo.engine.Limits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** A copy of a key outside the heap, so that it can be read by words and wherever it came from. Threads: one. */
final class KeyBuffer {
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Keys are compared by words, which may reach behind the end. */
    private static final int PADDING = 8;

    private final MemorySegment bytes = Arena.ofAuto().allocate(Limits.KEY_LENGTH + PADDING, 8);
    private int length;

    void load(MemorySegment source, long offset, int newLength) {
        require(newLength);
        MemorySegment.copy(source, offset, bytes, 0, newLength);
        length = newLength;
    }

    void load(byte[] source, int offset, int newLength) {
        require(newLength);
        MemorySegment.copy(source, offset, bytes, ValueLayout.JAVA_BYTE, 0, newLength);
        length = newLength;
    }

    private static void require(int newLength) {
        if (newLength < 0 || newLength > Limits.KEY_LENGTH) {
            throw new IllegalArgumentException("key is too long: length=" + newLength + " max=" + Limits.KEY_LENGTH);
        }
    }

    MemorySegment bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int at(int index) {
        return bytes.get(ValueLayout.JAVA_BYTE, index) & 0xff;
    }

    /**
     * How many bytes two runs have in common from their starts.
     *
     * @param length at most; 7 bytes behind it must be readable
     */
    static int common(MemorySegment a, long aOffset, MemorySegment b, long bOffset, int length) {
        for (int i = 0; i < length; i += 8) {
            long difference = a.get(LONG, aOffset + i) ^ b.get(LONG, bOffset + i);
            if (difference != 0) {
                return Math.min(length, i + (Long.numberOfTrailingZeros(difference) >>> 3));
            }
        }
        return length;
    }
}
