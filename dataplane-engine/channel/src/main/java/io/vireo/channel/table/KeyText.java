package io.vireo.channel.table;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

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
 *
 *   row     path of the table '/' partition key                    without a sort key
 *           path of the table '/' partition key '.' sort key       with one
 * </pre>
 *
 * <p>The escapes keep the order because '.' and '/' lie between '-' and '0': what starts with '-' is after everything less and before everything
 * more. Each byte is written for itself, so a key starts with another just when its text starts with the other's. Unchangeable. Threads: any.
 */
public final class KeyText {
    /** Exponent of the first digit of the largest number: 9.99…E+125. */
    public static final int EXPONENT_MAX = 125;

    /** Exponent of the first digit of the smallest number: 1E-130. */
    public static final int EXPONENT_MIN = -130;

    /** Significant digits of a number. */
    public static final int DIGITS_MAX = 38;

    private static final byte[] ESCAPED = {'-', '.', '/', 0, 1};
    private static final String[] ESCAPES = {"--", "-d", "-s", "\001\002", "\001\003"};
    private static final int EXPONENT_SPAN = EXPONENT_MAX - EXPONENT_MIN;
    private static final int EXPONENT_LENGTH = 3;

    private KeyText() {}

    /** Of a key that is a text, given in UTF-8. */
    public static byte[] ofText(byte[] utf8) {
        ByteArrayOutputStream target = new ByteArrayOutputStream(utf8.length + 16);
        for (byte b : utf8) {
            int escape = escape(b);
            if (escape < 0) {
                target.write(b);
            } else {
                target.writeBytes(ESCAPES[escape].getBytes(StandardCharsets.US_ASCII));
            }
        }
        return target.toByteArray();
    }

    private static int escape(byte b) {
        for (int i = 0; i < ESCAPED.length; i++) {
            if (ESCAPED[i] == b) {
                return i;
            }
        }
        return -1;
    }

    /** Of a key that is bytes. */
    public static byte[] ofBytes(byte[] bytes) {
        return ofText(new String(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Of a key that is a number.
     *
     * @throws IllegalArgumentException it has more than {@link #DIGITS_MAX} digits, or its exponent is out of range
     */
    public static byte[] ofNumber(BigDecimal number) {
        if (number.signum() == 0) {
            return new byte[] {'o'};
        }
        BigDecimal stripped = number.stripTrailingZeros();
        String digits = stripped.unscaledValue().abs().toString();
        long exponent = (long) digits.length() - stripped.scale() - 1;
        if (digits.length() > DIGITS_MAX || exponent < EXPONENT_MIN || exponent > EXPONENT_MAX) {
            throw new IllegalArgumentException(
                    "number is out of range: digits=" + digits.length() + " exponent=" + exponent);
        }
        int above = (int) exponent - EXPONENT_MIN;
        boolean isNegative = number.signum() < 0;
        StringBuilder text = new StringBuilder(digits.length() + EXPONENT_LENGTH + 2);
        text.append(isNegative ? 'n' : 'p');
        int shown = isNegative ? EXPONENT_SPAN - above : above;
        text.append((char) ('0' + shown / 100));
        text.append((char) ('0' + shown / 10 % 10));
        text.append((char) ('0' + shown % 10));
        text.append(isNegative ? inverted(digits) : digits);
        if (isNegative) {
            text.append('~');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String inverted(String digits) {
        StringBuilder inverted = new StringBuilder(digits);
        for (int i = 0; i < digits.length(); i++) {
            inverted.setCharAt(i, (char) ('0' + '9' - digits.charAt(i)));
        }
        return inverted.toString();
    }

    /**
     * The text, in UTF-8, whose key stands in a path from one place to another.
     *
     * @throws IllegalArgumentException what stands there is not the text of a key
     */
    public static byte[] toText(byte[] path, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            if (path[i] != '-' && path[i] != 1) {
                bytes.write(path[i]);
                continue;
            }
            int escape = i + 1 < to ? escaped((char) path[i], (char) path[i + 1]) : -1;
            if (escape < 0) {
                throw malformed();
            }
            bytes.write(ESCAPED[escape]);
            i++;
        }
        return bytes.toByteArray();
    }

    private static int escaped(char mark, char code) {
        for (int i = 0; i < ESCAPES.length; i++) {
            if (ESCAPES[i].charAt(0) == mark && ESCAPES[i].charAt(1) == code) {
                return i;
            }
        }
        return -1;
    }

    /** The bytes whose key stands there; throws as {@link #toText}. */
    public static byte[] toBytes(byte[] path, int from, int to) {
        return new String(toText(path, from, to), StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The number whose key stands there, without zeros at its end; throws as {@link #toText}. */
    public static BigDecimal toNumber(byte[] path, int from, int to) {
        String text = new String(path, from, to - from, StandardCharsets.US_ASCII);
        if (text.equals("o")) {
            return BigDecimal.ZERO;
        }
        boolean isNegative = text.startsWith("n") && text.endsWith("~");
        String digits = text.substring(Math.min(1, text.length()), text.length() - (isNegative ? 1 : 0));
        boolean isNumber = (isNegative || text.startsWith("p"))
                && digits.length() > EXPONENT_LENGTH
                && digits.length() <= EXPONENT_LENGTH + DIGITS_MAX
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!isNumber) {
            throw malformed();
        }
        int shown = Integer.parseInt(digits.substring(0, EXPONENT_LENGTH));
        String unscaled = digits.substring(EXPONENT_LENGTH);
        unscaled = isNegative ? inverted(unscaled) : unscaled;
        boolean isNormal = shown <= EXPONENT_SPAN && !unscaled.startsWith("0") && !unscaled.endsWith("0");
        if (!isNormal) {
            throw malformed();
        }
        int exponent = (isNegative ? EXPONENT_SPAN - shown : shown) + EXPONENT_MIN;
        BigInteger whole = new BigInteger(unscaled);
        return new BigDecimal(isNegative ? whole.negate() : whole, unscaled.length() - 1 - exponent);
    }

    /**
     * The path of a row.
     *
     * @param table path of the table's directory
     * @param partition text of the partition key
     * @param sort text of the sort key; null: the table has none
     */
    public static byte[] path(byte[] table, byte[] partition, byte @Nullable [] sort) {
        ByteArrayOutputStream path = new ByteArrayOutputStream(table.length + partition.length + 64);
        path.writeBytes(table);
        path.write('/');
        path.writeBytes(partition);
        if (sort != null) {
            path.write('.');
            path.writeBytes(sort);
        }
        return path.toByteArray();
    }

    /**
     * Where in the path of a row the partition key ends: at the dot before the sort key, or at the end of the path.
     *
     * @param start of the partition key
     * @throws IllegalArgumentException it is not the path of a row of such a table
     */
    public static int endOfPartition(byte[] path, int start, boolean hasSort) {
        int dot = start;
        while (dot < path.length && path[dot] != '.') {
            dot++;
        }
        boolean isRow = path.length > start && hasSort == (dot < path.length);
        for (int i = start; i < path.length && isRow; i++) {
            isRow = path[i] != '/' && (path[i] != '.' || i == dot);
        }
        if (!isRow) {
            throw malformed();
        }
        return dot;
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException("path is not that of a row");
    }
}
