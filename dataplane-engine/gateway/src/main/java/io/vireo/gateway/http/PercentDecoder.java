package io.vireo.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Percent-decoding into valid UTF-8, or a refusal that names the field. */
final class PercentDecoder {
    private PercentDecoder() {}

    static String decode(String text, boolean plusIsBlank, String field) {
        int length = text.length();
        int first = 0;
        while (first < length && isPlain(text.charAt(first), plusIsBlank)) {
            first++;
        }
        if (first == length) {
            return text;
        }
        byte[] bytes = new byte[length];
        int count = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes[count++] = (byte) hexPair(text, i, field);
                i += 2;
            } else if (c == '+' && plusIsBlank) {
                bytes[count++] = ' ';
            } else if (c < 0x100) {
                bytes[count++] = (byte) c; // raw bytes of the request line, which the decoder reads as Latin-1
            } else {
                throw RefusedException.invalid(field, "holds a character that must be percent-encoded");
            }
        }
        return utf8(bytes, count, field);
    }

    private static boolean isPlain(char c, boolean plusIsBlank) {
        return c < 0x80 && c != '%' && !(c == '+' && plusIsBlank);
    }

    private static int hexPair(String text, int percent, String field) {
        if (percent + 2 < text.length()) {
            int high = Character.digit(text.charAt(percent + 1), 16);
            int low = Character.digit(text.charAt(percent + 2), 16);
            if (high >= 0 && low >= 0) {
                return high << 4 | low;
            }
        }
        throw RefusedException.invalid(field, "holds a percent sign without two hexadecimal digits");
    }

    private static String utf8(byte[] bytes, int length, String field) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw RefusedException.invalid(field, "is not valid UTF-8");
        }
    }
}
