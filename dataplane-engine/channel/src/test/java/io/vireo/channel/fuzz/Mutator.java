package io.vireo.channel.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes inputs out of others: what decoders stumble over are wrong lengths, numbers at their limits, parts missing, doubled and exchanged. */
final class Mutator {
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        3,
        4,
        7,
        8,
        9,
        16,
        31,
        32,
        63,
        64,
        127,
        128,
        255,
        256,
        1023,
        4095,
        4096,
        65_535,
        65_536,
        Short.MAX_VALUE,
        Short.MIN_VALUE,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE - 7,
        Integer.MIN_VALUE,
        1L << 32,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        (1 << 29) - 1,
        1 << 20,
        1 << 24
    };
    private static final String[] NUMERALS = {
        "0",
        "-1",
        "00",
        "1e9",
        "-0",
        "9223372036854775807",
        "9223372036854775808",
        "4294967296",
        "2147483648",
        "0x10",
        "1.5",
        "NaN",
        "+1",
        "99999999999999999999999999999999999999999"
    };
    private static final int MAX_CHANGES = 6;
    private static final int MAX_RUN = 64;

    /** Longer ones are in a corpus for what they cost, and would make every execution as dear. */
    private static final int MAX_START_LENGTH = 8 << 10;

    private final SplittableRandom random;
    private final List<byte[]> starts;
    private final List<byte[]> words;
    private final int maxLength;

    Mutator(SplittableRandom random, List<byte[]> starts, List<byte[]> words, int maxLength) {
        this.random = random;
        this.starts = starts.stream()
                .filter(start -> start.length <= MAX_START_LENGTH)
                .toList();
        this.words = words;
        this.maxLength = maxLength;
    }

    /** Another input, of at most the length that was given. */
    byte[] next() {
        byte[] input = starts.get(random.nextInt(starts.size())).clone();
        for (int changes = random.nextInt(1, MAX_CHANGES + 1); changes > 0; changes--) {
            input = changed(input);
        }
        return input.length > maxLength ? Arrays.copyOf(input, maxLength) : input;
    }

    private byte[] changed(byte[] input) {
        int at = random.nextInt(input.length + 1);
        int run = Math.min(random.nextInt(1, MAX_RUN), input.length - at);
        return switch (random.nextInt(12)) {
            case 0, 1 -> overwritten(input, at, new byte[] {(byte) random.nextInt()});
            case 2, 3 -> flipped(input, at);
            case 4, 5 -> overwritten(input, at & -random.nextInt(1, 9), number());
            case 6 -> replaced(input, at, 0, number());
            case 7 -> replaced(input, at, run, new byte[0]);
            case 8 -> replaced(input, at, 0, Arrays.copyOfRange(input, at, at + run));
            case 9 -> spliced(input, at);
            case 10 -> words.isEmpty() ? moved(input, at, run) : replaced(input, at, run & 3, word());
            default -> random.nextInt(4) == 0 ? Arrays.copyOf(input, at) : moved(input, at, run);
        };
    }

    private byte[] flipped(byte[] input, int at) {
        if (at < input.length) {
            input[at] ^= (byte) (1 << random.nextInt(8));
        }
        return input;
    }

    private byte[] number() {
        if (random.nextInt(8) == 0) {
            return NUMERALS[random.nextInt(NUMERALS.length)].getBytes(StandardCharsets.US_ASCII);
        }
        long number = NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(-1, 2);
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
        int length = 1 << random.nextInt(4);
        if (random.nextBoolean()) {
            return Arrays.copyOf(
                    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(number).array(), length);
        }
        return Arrays.copyOfRange(bytes.putLong(number).array(), Long.BYTES - length, Long.BYTES);
    }

    private byte[] word() {
        return words.get(random.nextInt(words.size()));
    }

    private byte[] moved(byte[] input, int at, int run) {
        return overwritten(input, random.nextInt(input.length + 1), Arrays.copyOfRange(input, at, at + run));
    }

    /** The start of this one, and the end of another. */
    private byte[] spliced(byte[] input, int at) {
        byte[] other = starts.get(random.nextInt(starts.size()));
        int from = random.nextInt(other.length + 1);
        return replaced(input, at, input.length - at, Arrays.copyOfRange(other, from, other.length));
    }

    private static byte[] overwritten(byte[] input, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, input, at, Math.min(bytes.length, input.length - at));
        return input;
    }

    private static byte[] replaced(byte[] input, int at, int length, byte[] bytes) {
        int end = Math.min(input.length, at + length);
        byte[] result = new byte[input.length - (end - at) + bytes.length];
        System.arraycopy(input, 0, result, 0, at);
        System.arraycopy(bytes, 0, result, at, bytes.length);
        System.arraycopy(input, end, result, at + bytes.length, input.length - end);
        return result;
    }
}
