package io.vireo.benchmarks;

import java.nio.charset.StandardCharsets;

/**
 * As many path-like keys as wanted, made by number: tenants, projects and dates that many share, then a file's name. In no order: the
 * number goes through a bijection first.
 */
final class PathKeys {
    static final int LENGTH_MAX = 128;

    private static final long STEP = 2_654_435_761L; // a prime, larger than any count
    private static final byte[] PROJECTS = "/projects/".getBytes(StandardCharsets.UTF_8);
    private static final byte[] YEAR = "/2026/".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FILE = "/measurement-".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SUFFIX = ".json".getBytes(StandardCharsets.UTF_8);

    private final byte[] bytes = new byte[LENGTH_MAX];
    private final long count;
    private int length;

    PathKeys(long count) {
        this.count = count;
    }

    /** What the last key was made in; overwritten by the next. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Makes a key.
     *
     * @param number from 0; each below the count makes another key, and then they come again
     * @return its length
     */
    int make(long number) {
        long place = number % count * STEP % count;
        long hash = place * 0x9E37_79B9_7F4A_7C15L;
        length = 8;
        bytes[7] = (byte) (1 + (hash >>> 60));
        put(PROJECTS);
        digits(hash >>> 20 & 1_023, 4);
        put(YEAR);
        digits(1 + (hash >>> 40 & 0xff) % 12, 2);
        put(FILE);
        digits(place, 1 + (int) (hash >>> 52 & 3) + 8);
        put(SUFFIX);
        return length;
    }

    private void put(byte[] text) {
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
    }

    private void digits(long value, int width) {
        long rest = value;
        for (int i = width - 1; i >= 0; i--) {
            bytes[length + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += width;
    }
}
