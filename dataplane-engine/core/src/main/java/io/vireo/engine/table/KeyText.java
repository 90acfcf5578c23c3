package io.vireo.engine.table;

import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Keys as parts of a path's segment: the bytes of two keys of one type are in the order of the keys, and say which key it was. What is written
 * is UTF-8 without '/', '.' and zero.
 *
 * <pre>
 *   text    its bytes, but  '-' → "--"   '.' → "-d"   '/' → "-s"   0x00 → 0x01 0x02   0x01 → 0x01 0x03
 *   bytes   each byte as the code point of its number in UTF-8 (that of ASCII is itself), then as text
 *   number  'n' | exponent, inverted | digits, inverted | '~'      negative
 *           'o'                                                    zero
 *           'p' | exponent | digits                                positive
 *           exponent: that of the first digit + 130, three digits, inverted 255 minus that; digits: without zeros at the end, inverted 9 minus each
 * </pre>
 *
 * <p>The escapes keep the order because '.' and '/' lie between '-' and '0': what starts with '-' is after everything less and before everything
 * more. Each byte is written for itself, so a key starts with another just when its text starts with the other's.
 */
final class KeyText {
    private static final byte[] ESCAPED = {'-', '.', '/', 0, 1};
    private static final String[] ESCAPES = {"--", "-d", "-s", "\001\002", "\001\003"};

    /** What never is in the text of a key, and is before all that can come next in one: with it behind, a key stays before those that start with it. */
    static final byte[] END = {1, 1};

    /** What is behind a key with {@link #END}, and before those that start with it. */
    static final byte[] AFTER_END = {1, 2};

    private static final int EXPONENT_SPAN = Limits.DECIMAL_EXPONENT_MAX - Limits.DECIMAL_EXPONENT_MIN;
    private static final int EXPONENT_LENGTH = 3;

    private KeyText() {}

    static void encode(Value key, ByteWriter target) {
        switch (key) {
            case Value.Text(String text) -> encode(text.getBytes(StandardCharsets.UTF_8), target);
            case Value.Bytes(byte[] bytes) ->
                encode(new String(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8), target);
            case Value.Int64(long number) -> encode(BigDecimal.valueOf(number), target);
            case Value.Decimal(BigDecimal number) -> encode(ValueCodec.requireDecimal(number, "key"), target);
            case Value.Float64(double number)
            when Double.isFinite(number) ->
                encode(ValueCodec.requireDecimal(BigDecimal.valueOf(number), "key"), target);
            default -> throw new IllegalArgumentException("key=" + key);
        }
    }

    private static void encode(byte[] utf8, ByteWriter target) {
        for (byte b : utf8) {
            int escape = escape(b);
            if (escape < 0) {
                target.u8(b);
            } else {
                target.bytes(ESCAPES[escape].getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static int escape(byte b) {
        for (int i = 0; i < ESCAPED.length; i++) {
            if (ESCAPED[i] == b) {
                return i;
            }
        }
        return -1;
    }

    private static void encode(BigDecimal number, ByteWriter target) {
        if (number.signum() == 0) {
            target.u8('o');
            return;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        String digits = stripped.unscaledValue().abs().toString();
        int exponent = digits.length() - stripped.scale() - 1 - Limits.DECIMAL_EXPONENT_MIN;
        boolean isNegative = number.signum() < 0;
        target.u8(isNegative ? 'n' : 'p');
        int shown = isNegative ? EXPONENT_SPAN - exponent : exponent;
        target.u8('0' + shown / 100);
        target.u8('0' + shown / 10 % 10);
        target.u8('0' + shown % 10);
        for (int i = 0; i < digits.length(); i++) {
            target.u8(isNegative ? '0' + '9' - digits.charAt(i) : digits.charAt(i));
        }
        if (isNegative) {
            target.u8('~');
        }
    }

    /** @throws InvalidRequestException this is not the text of a key of the type */
    static Value decode(KeyType type, byte[] text, int from, int to) {
        return switch (type) {
            case S -> new Value.Text(new String(unescape(text, from, to), StandardCharsets.UTF_8));
            case B ->
                new Value.Bytes(new String(unescape(text, from, to), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.ISO_8859_1));
            case N -> number(new String(text, from, to - from, StandardCharsets.US_ASCII));
        };
    }

    private static byte[] unescape(byte[] text, int from, int to) {
        ByteWriter bytes = new ByteWriter(to - from);
        for (int i = from; i < to; i++) {
            if (text[i] != '-' && text[i] != 1) {
                bytes.u8(text[i]);
                continue;
            }
            int escape = i + 1 < to ? escaped((char) text[i], (char) text[i + 1]) : -1;
            if (escape < 0) {
                throw malformed();
            }
            bytes.u8(ESCAPED[escape]);
            i++;
        }
        return bytes.copyFrom(0);
    }

    private static int escaped(char mark, char code) {
        for (int i = 0; i < ESCAPES.length; i++) {
            if (ESCAPES[i].charAt(0) == mark && ESCAPES[i].charAt(1) == code) {
                return i;
            }
        }
        return -1;
    }

    private static Value number(String text) {
        if (text.equals("o")) {
            return new Value.Int64(0);
        }
        boolean isNegative = text.startsWith("n") && text.endsWith("~");
        String digits = text.substring(Math.min(1, text.length()), text.length() - (isNegative ? 1 : 0));
        boolean isNumber = (isNegative || text.startsWith("p"))
                && digits.length() > EXPONENT_LENGTH
                && digits.length() <= EXPONENT_LENGTH + Limits.DECIMAL_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            throw malformed();
        }
        StringBuilder unscaled = new StringBuilder(digits.substring(EXPONENT_LENGTH));
        int shown = Integer.parseInt(digits.substring(0, EXPONENT_LENGTH));
        if (isNegative) {
            for (int i = 0; i < unscaled.length(); i++) {
                unscaled.setCharAt(i, (char) ('0' + '9' - unscaled.charAt(i)));
            }
        }
        boolean isNormal =
                shown <= EXPONENT_SPAN && unscaled.charAt(0) != '0' && unscaled.charAt(unscaled.length() - 1) != '0';
        if (!isNormal) {
            throw malformed();
        }
        int exponent = (isNegative ? EXPONENT_SPAN - shown : shown) + Limits.DECIMAL_EXPONENT_MIN;
        BigInteger whole = new BigInteger(unscaled.toString());
        BigDecimal number = new BigDecimal(isNegative ? whole.negate() : whole, unscaled.length() - 1 - exponent);
        return ValueCodec.narrow(number);
    }

    private static InvalidRequestException malformed() {
        return new InvalidRequestException("path is not that of a row: field=path");
    }
}
