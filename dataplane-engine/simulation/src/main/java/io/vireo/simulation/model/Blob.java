package io.vireo.simulation.model;

import java.util.Arrays;
import java.util.zip.CRC32C;

/** Bytes of a body, with the checksum that the engine must give for them. Unchangeable. */
public final class Blob {
    /** No bytes. */
    public static final Blob EMPTY = new Blob(new byte[0]);

    private final byte[] bytes;
    private final long checksum;

    /** @param bytes left alone from now on */
    public Blob(byte[] bytes) {
        this.bytes = bytes;
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        checksum = crc.getValue();
    }

    /** Bytes that are other ones for every seed. */
    public static Blob of(long seed, int length) {
        byte[] bytes = new byte[length];
        long state = seed * 0x9E3779B97F4A7C15L + 1;
        for (int i = 0; i < length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            bytes[i] = (byte) state;
        }
        return new Blob(bytes);
    }

    /** This and another behind it. */
    public Blob then(Blob next) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + next.bytes.length);
        System.arraycopy(next.bytes, 0, joined, bytes.length, next.bytes.length);
        return new Blob(joined);
    }

    /** With another written over it at a position; zeros lie between, should that be behind the end. */
    Blob with(int position, Blob written) {
        if (written.length() == 0) {
            return this;
        }
        byte[] after = Arrays.copyOf(bytes, Math.max(bytes.length, position + written.length()));
        System.arraycopy(written.bytes, 0, after, position, written.length());
        return new Blob(after);
    }

    /** Cut, or followed by zeros. */
    Blob ofLength(int length) {
        return new Blob(Arrays.copyOf(bytes, length));
    }

    /** All of it. */
    public byte[] bytes() {
        return bytes;
    }

    /** In bytes. */
    public int length() {
        return bytes.length;
    }

    /** CRC-32C. */
    public long checksum() {
        return checksum;
    }

    /** A range, as far as there are bytes. */
    public byte[] range(long start, long length) {
        if (start >= bytes.length) {
            return new byte[0];
        }
        return Arrays.copyOfRange(bytes, (int) start, (int) Math.min(bytes.length, start + length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blob blob && checksum == blob.checksum && Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
        return (int) checksum;
    }

    @Override
    public String toString() {
        return bytes.length + " bytes, checksum " + Long.toHexString(checksum);
    }
}
