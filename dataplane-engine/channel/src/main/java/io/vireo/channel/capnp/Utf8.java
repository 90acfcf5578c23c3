package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Text to UTF-8 without an array between. An unpaired surrogate becomes '?', as in {@link String#getBytes}. */
final class Utf8 {
    private Utf8() {}

    /** Bytes that the text takes, without an end mark. */
    static int length(String text) {
        int count = text.length();
        int length = count;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                continue;
            }
            if (c < 0x800) {
                length++;
            } else if (!Character.isSurrogate(c)) {
                length += 2;
            } else if (isPair(text, i)) {
                length += 2; // four bytes for two chars
                i++;
            }
        }
        return length;
    }

    /** Writes the text, without an end mark. */
    static void encode(String text, MemorySegment buffer, long offset) {
        long at = offset;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                at = put(buffer, at, c);
            } else if (c < 0x800) {
                at = put(buffer, at, 0xC0 | c >> 6);
                at = put(buffer, at, 0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                at = put(buffer, at, 0xE0 | c >> 12);
                at = put(buffer, at, 0x80 | c >> 6 & 0x3F);
                at = put(buffer, at, 0x80 | c & 0x3F);
            } else if (isPair(text, i)) {
                int codePoint = Character.toCodePoint(c, text.charAt(++i));
                at = put(buffer, at, 0xF0 | codePoint >> 18);
                at = put(buffer, at, 0x80 | codePoint >> 12 & 0x3F);
                at = put(buffer, at, 0x80 | codePoint >> 6 & 0x3F);
                at = put(buffer, at, 0x80 | codePoint & 0x3F);
            } else {
                at = put(buffer, at, '?');
            }
        }
    }

    private static boolean isPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }

    private static long put(MemorySegment buffer, long at, int value) {
        buffer.set(ValueLayout.JAVA_BYTE, at, (byte) value);
        return at + 1;
    }
}
