package io.vireo.channel.capnp;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The units of the encoding, and the layouts of its numbers: little-endian at any alignment.
 *
 * <pre>
 *   struct pointer  bits 0-1: 0   2-31: offset in words from the end of the pointer, signed   32-47: data words   48-63: pointers
 *   list pointer    bits 0-1: 1   2-31: offset                                                32-34: element      35-63: count, or words
 *   far pointer     bits 0-1: 2   2: landing pad has two words   3-31: offset of the pad in words   32-63: segment
 * </pre>
 *
 * Source: capnproto.org/encoding.html.
 */
final class Words {
    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final int BYTES = 8;

    static final int KIND_STRUCT = 0;
    static final int KIND_LIST = 1;
    static final int KIND_FAR = 2;

    static final int ELEMENT_VOID = 0;
    static final int ELEMENT_BIT = 1;
    static final int ELEMENT_BYTE = 2;
    static final int ELEMENT_TWO_BYTES = 3;
    static final int ELEMENT_FOUR_BYTES = 4;
    static final int ELEMENT_EIGHT_BYTES = 5;
    static final int ELEMENT_POINTER = 6;
    static final int ELEMENT_COMPOSITE = 7;

    /** Elements that a list pointer can count: 29 bits. */
    static final int MAX_LIST_COUNT = (1 << 29) - 1;

    private Words() {}

    static int kind(long pointer) {
        return (int) pointer & 3;
    }

    static int element(long pointer) {
        return (int) (pointer >>> 32) & 7;
    }

    static int count(long pointer) {
        return (int) (pointer >>> 35);
    }

    static int dataWords(long pointer) {
        return (int) (pointer >>> 32) & 0xFFFF;
    }

    static int pointerCount(long pointer) {
        return (int) (pointer >>> 48) & 0xFFFF;
    }

    /** Words that so many bytes take. */
    static long wordsOf(long bytes) {
        return (bytes + 7) >>> 3;
    }

    static long structPointer(long offsetWords, int dataWords, int pointerCount) {
        return (offsetWords << 2) & 0xFFFF_FFFFL | KIND_STRUCT | (long) dataWords << 32 | (long) pointerCount << 48;
    }

    static long listPointer(long offsetWords, int element, long count) {
        return (offsetWords << 2) & 0xFFFF_FFFFL | KIND_LIST | (long) element << 32 | count << 35;
    }
}
