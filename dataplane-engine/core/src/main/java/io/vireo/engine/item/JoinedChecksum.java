package io.vireo.engine.item;

/**
 * CRC-32C of two runs of bytes, one behind the other, from the checksums of each.
 *
 * <p>A checksum is a polynomial over two elements, modulo that of CRC-32C, in reflected bit order. Appending n bytes multiplies the
 * first one by x to the power of 8 n; powers come from repeated squaring. Source: Mark Adler's crc32_combine of zlib, the idea.
 */
final class JoinedChecksum {
    private static final int POLYNOMIAL = 0x82F63B78;
    private static final int ONE = 1 << 31;
    /** x to the power of 8 times 2 to the power of the index. */
    private static final int[] BYTE_POWERS = new int[Long.SIZE - 1];

    static {
        int power = 1 << 30; // x
        for (int i = 0; i < 3; i++) {
            power = multiply(power, power);
        }
        for (int i = 0; i < BYTE_POWERS.length; i++) {
            BYTE_POWERS[i] = power;
            power = multiply(power, power);
        }
    }

    private JoinedChecksum() {}

    /**
     * The checksum of both.
     *
     * @param secondLength in bytes, not negative
     */
    static int of(int first, int second, long secondLength) {
        int power = ONE;
        for (long rest = secondLength; rest != 0; rest &= rest - 1) {
            power = multiply(BYTE_POWERS[Long.numberOfTrailingZeros(rest)], power);
        }
        return multiply(power, first) ^ second;
    }

    private static int multiply(int left, int right) {
        int product = 0;
        int shifted = right;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            if ((left & bit) != 0) {
                product ^= shifted;
            }
            shifted = (shifted & 1) == 0 ? shifted >>> 1 : shifted >>> 1 ^ POLYNOMIAL;
        }
        return product;
    }
}
