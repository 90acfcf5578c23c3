package io.vireo.engine.item;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Checks and compares text as bytes. */
public final class Utf8 {
    private Utf8() {}

    /** Whether these bytes are well-formed UTF-8, as RFC 3629 has it: no overlong form, no surrogate, nothing over U+10FFFF. */
    public static boolean isValid(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            int lead = bytes[i];
            if (lead >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(lead & 0xff);
            if (length == 0 || i + length > to || !isSequence(bytes, i, length)) {
                return false;
            }
            i += length;
        }
        return true;
    }

    private static int sequenceLength(int lead) {
        if (lead >= 0xc2 && lead <= 0xdf) {
            return 2;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            return 3;
        }
        return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    }

    private static boolean isSequence(byte[] bytes, int at, int length) {
        int lead = bytes[at] & 0xff;
        int second = bytes[at + 1] & 0xff;
        int secondMin = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int secondMax = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < secondMin || second > secondMax) {
            return false;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    /** How many bytes a text is; a lone surrogate counts as the one that stands in for it. */
    public static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Text of these bytes; what is not UTF-8 is an error of the client that names the field. */
    public static String decode(byte[] bytes, String field) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException("text is not UTF-8: field=" + field);
        }
    }

    /** Compares by code point, which is the order of the UTF-8 bytes; that of {@link String} differs after U+FFFF. */
    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean isSurrogateX = Character.isSurrogate(x);
                return isSurrogateX == Character.isSurrogate(y) ? Character.compare(x, y) : isSurrogateX ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
