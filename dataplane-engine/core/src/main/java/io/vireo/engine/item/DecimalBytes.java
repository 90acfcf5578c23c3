package io.vireo.engine.item;

import io.vireo.engine.Limits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Exact numbers as bytes: each number has one form, and the order of the forms, as unsigned bytes, is that of the numbers.
 *
 * <pre>
 *   zero      0x80
 *   positive  0xC0 | exponent u8 | pair u8 …
 *   negative  0x40 | exponent u8, inverted | pair u8, inverted … | 0xFF
 *
 *   exponent  that of the first digit (d.ddd × 10^exponent) + 130: 0 to 255, which is -130 to 125
 *   pair      two digits + 1: 1 to 100; the digits have no zeros at their end, but one to fill the last pair
 * </pre>
 *
 * <p>A shorter form is before the longer ones that start with it; for negative numbers, where it must be after them, the 0xFF at the end
 * sees to that. At most {@link #MAX_LENGTH} bytes.
 */
public final class DecimalBytes {
    /** Of the longest form: sign, exponent, 19 pairs, end. */
    public static final int MAX_LENGTH = 3 + (Limits.DECIMAL_DIGITS + 1) / 2;

    private static final int ZERO = 0x80;
    private static final int POSITIVE = 0xC0;
    private static final int NEGATIVE = 0x40;
    private static final int END = 0xFF;
    private static final int LONG_DIGITS = 19;
    private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

    private DecimalBytes() {}

    /**
     * Writes a number.
     *
     * @param number within {@link Limits#DECIMAL_DIGITS} and the range of exponents
     * @param target with room for {@link #MAX_LENGTH} bytes
     * @return length of the form
     */
    public static int encode(BigDecimal number, byte[] target) {
        if (number.signum() == 0) {
            target[0] = (byte) ZERO;
            return 1;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        byte[] digits = stripped.unscaledValue().abs().toString().getBytes(StandardCharsets.US_ASCII);
        int exponent = digits.length - stripped.scale() - 1;
        for (int i = 0; i < digits.length; i++) {
            digits[i] -= '0';
        }
        return encode(number.signum() < 0, exponent, digits, 0, digits.length, target);
    }

    /**
     * Writes a whole number. Allocates nothing.
     *
     * @param target with room for {@link #MAX_LENGTH} bytes, and {@value #LONG_DIGITS} more to work in
     * @return length of the form
     */
    public static int encode(long number, byte[] target) {
        if (number == 0) {
            target[0] = (byte) ZERO;
            return 1;
        }
        int end = MAX_LENGTH + LONG_DIGITS;
        int from = end;
        for (long rest = number; rest != 0; rest /= 10) {
            target[--from] = (byte) Math.abs((int) (rest % 10));
        }
        int exponent = end - from - 1;
        while (target[end - 1] == 0) {
            end--;
        }
        return encode(number < 0, exponent, target, from, end, target);
    }

    /** How long the array for {@link #encode(long, byte[])} must be. */
    public static byte[] newScratch() {
        return new byte[MAX_LENGTH + LONG_DIGITS];
    }

    private static int encode(boolean isNegative, int exponent, byte[] digits, int from, int to, byte[] target) {
        assert to - from <= Limits.DECIMAL_DIGITS : to - from;
        int inversion = isNegative ? 0xFF : 0;
        int length = 0;
        target[length++] = (byte) (isNegative ? NEGATIVE : POSITIVE);
        target[length++] = (byte) ((exponent - Limits.DECIMAL_EXPONENT_MIN) ^ inversion);
        // The digits may lie in the target itself, further on: a pair is read before the byte is written that it makes.
        for (int i = from; i < to; i += 2) {
            int pair = digits[i] * 10 + (i + 1 < to ? digits[i + 1] : 0) + 1;
            target[length++] = (byte) (pair ^ inversion);
        }
        if (isNegative) {
            target[length++] = (byte) END;
        }
        return length;
    }

    /**
     * Reads a number.
     *
     * @throws InvalidRequestException it is not a form that {@link #encode} gives
     */
    public static BigDecimal decode(MemorySegment buffer, long offset, int length) {
        int sign = length == 0 ? 0 : u8(buffer, offset);
        if (sign == ZERO && length == 1) {
            return BigDecimal.ZERO;
        }
        boolean isNegative = sign == NEGATIVE;
        int pairs = length - (isNegative ? 3 : 2);
        boolean isWhole = (isNegative ? u8(buffer, offset + length - 1) == END : sign == POSITIVE)
                && pairs >= 1
                && pairs <= MAX_LENGTH - 3;
        if (!isWhole) {
            throw malformed();
        }
        int inversion = isNegative ? 0xFF : 0;
        int exponent = (u8(buffer, offset + 1) ^ inversion) + Limits.DECIMAL_EXPONENT_MIN;
        StringBuilder digits = new StringBuilder(2 * pairs);
        for (int i = 0; i < pairs; i++) {
            int pair = (u8(buffer, offset + 2 + i) ^ inversion) - 1;
            if (pair < 0 || pair > 99) {
                throw malformed();
            }
            digits.append((char) ('0' + pair / 10)).append((char) ('0' + pair % 10));
        }
        if (digits.charAt(0) == '0' || digits.substring(2 * pairs - 2).equals("00")) {
            throw malformed();
        }
        if (digits.charAt(digits.length() - 1) == '0') {
            digits.setLength(digits.length() - 1);
        }
        BigInteger unscaled = new BigInteger(digits.toString());
        return new BigDecimal(isNegative ? unscaled.negate() : unscaled, digits.length() - 1 - exponent);
    }

    /** Whether a number is one of 64 bits without a fraction, which has a shorter form of its own. */
    static boolean isLong(BigDecimal number) {
        if (number.signum() == 0) {
            return true;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.scale() > 0 || stripped.precision() - stripped.scale() > LONG_DIGITS) {
            return false;
        }
        BigInteger whole = stripped.toBigInteger();
        return whole.compareTo(LONG_MIN) >= 0 && whole.compareTo(LONG_MAX) <= 0;
    }

    private static int u8(MemorySegment buffer, long offset) {
        return buffer.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
    }

    private static InvalidRequestException malformed() {
        return new InvalidRequestException("value is malformed: type=decimal");
    }
}
