package io.vireo.engine.expression;

import io.vireo.engine.item.ValueView;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Looks for the bytes of one value in those of another, where they lie. Allocates nothing. */
final class ByteSearch {
    /** Up to here a part is compared at each place; a longer one is found by a rolling sum, so that the work stays proportional to the whole. */
    private static final int SHORT_LENGTH = 32;

    /** A prime below 2^31, so that products fit 64 bits. */
    private static final long MODULUS = 2_147_483_647L;

    private static final long BASE = 1_000_003L;

    private ByteSearch() {}

    static boolean starts(ValueView whole, ValueView part) {
        return part.length() <= whole.length() && isAt(whole, 0, part);
    }

    static boolean ends(ValueView whole, ValueView part) {
        return part.length() <= whole.length() && isAt(whole, whole.length() - part.length(), part);
    }

    static boolean contains(ValueView whole, ValueView part) {
        int last = whole.length() - part.length();
        if (last < 0) {
            return false;
        }
        if (part.length() > SHORT_LENGTH) {
            return containsLong(whole, part);
        }
        for (int at = 0; at <= last; at++) {
            if (isAt(whole, at, part)) {
                return true;
            }
        }
        return false;
    }

    /** Karp and Rabin, "Efficient randomized pattern-matching algorithms", 1987. */
    private static boolean containsLong(ValueView whole, ValueView part) {
        int length = part.length();
        long wanted = 0;
        long found = 0;
        long power = 1; // BASE^(length - 1)
        for (int i = 0; i < length; i++) {
            wanted = (wanted * BASE + u8(part, i)) % MODULUS;
            found = (found * BASE + u8(whole, i)) % MODULUS;
            power = i == 0 ? 1 : power * BASE % MODULUS;
        }
        int last = whole.length() - length;
        for (int at = 0; ; at++) {
            if (found == wanted && isAt(whole, at, part)) {
                return true;
            }
            if (at == last) {
                return false;
            }
            long without = (found + MODULUS - u8(whole, at) * power % MODULUS) % MODULUS;
            found = (without * BASE + u8(whole, at + length)) % MODULUS;
        }
    }

    /** Of UTF-8: every byte counts that does not go on with a code point. */
    static int codePointCount(ValueView text) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            count += (u8(text, i) & 0xc0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    private static boolean isAt(ValueView whole, int at, ValueView part) {
        long start = whole.offset() + at;
        int length = part.length();
        return MemorySegment.mismatch(
                        whole.buffer(), start, start + length, part.buffer(), part.offset(), part.offset() + length)
                == -1;
    }

    private static int u8(ValueView value, int index) {
        return value.buffer().get(ValueLayout.JAVA_BYTE, value.offset() + index) & 0xff;
    }
}
