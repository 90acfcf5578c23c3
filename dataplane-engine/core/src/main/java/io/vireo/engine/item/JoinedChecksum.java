package io.vireo.engine.item;

import io.vireo.engine.Limits;
import java.util.zip.CRC32C;

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

    /** Of runs of zeros whose length is 2 to the power of the index. */
    private static final int[] ZEROS = new int[Long.SIZE - 1];

    /** What each byte of a checksum becomes when a block follows: index is its place times 256, plus its value. */
    private static final int[] BEFORE_BLOCK = new int[Integer.BYTES * 256];

    static {
        int power = 1 << 30; // x
        for (int i = 0; i < 3; i++) {
            power = multiply(power, power);
        }
        for (int i = 0; i < BYTE_POWERS.length; i++) {
            BYTE_POWERS[i] = power;
            power = multiply(power, power);
        }
        CRC32C crc = new CRC32C();
        crc.update(0);
        ZEROS[0] = (int) crc.getValue();
        for (int i = 1; i < ZEROS.length; i++) {
            ZEROS[i] = multiply(BYTE_POWERS[i - 1], ZEROS[i - 1]) ^ ZEROS[i - 1];
        }
        int block = BYTE_POWERS[Integer.numberOfTrailingZeros(Limits.BODY_BLOCK_LENGTH)];
        for (int i = 0; i < BEFORE_BLOCK.length; i++) {
            BEFORE_BLOCK[i] = multiply(block, (i & 0xff) << (i >>> 8) * Byte.SIZE);
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

    /** The checksum of both, the second being a block of {@link Limits#BODY_BLOCK_LENGTH} bytes: there are many of them. */
    static int ofBlock(int first, int block) {
        return BEFORE_BLOCK[first & 0xff]
                ^ BEFORE_BLOCK[256 | first >>> 8 & 0xff]
                ^ BEFORE_BLOCK[512 | first >>> 16 & 0xff]
                ^ BEFORE_BLOCK[768 | first >>> 24]
                ^ block;
    }

    /** Of so many zeros. */
    static int ofZeros(long length) {
        int checksum = 0;
        for (long rest = length; rest != 0; rest &= rest - 1) {
            int power = Long.numberOfTrailingZeros(rest);
            checksum = multiply(BYTE_POWERS[power], checksum) ^ ZEROS[power];
        }
        return checksum;
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
