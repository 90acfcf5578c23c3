package io.vireo.engine.io;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ByteWriter} wrote, from a part of an array. Reading past the part is an {@link IndexOutOfBoundsException}.
 * Threads: one.
 */
public final class ByteReader {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int offset;
    private int limit;

    /** Over all of the array; made when it is asked for. */
    private @Nullable MemorySegment buffer;

    /** Points at no bytes. */
    public ByteReader() {}

    /** Points at a whole array. */
    public ByteReader(byte[] bytes) {
        wrap(bytes, 0, bytes.length);
    }

    /** Points at a part of an array. */
    @SuppressWarnings("ReferenceEquality") // whether it is the same array is what counts
    public ByteReader wrap(byte[] newBytes, int newOffset, int newLimit) {
        if (newOffset < 0 || newLimit < newOffset || newLimit > newBytes.length) {
            throw new IndexOutOfBoundsException(
                    "offset=" + newOffset + " limit=" + newLimit + " length=" + newBytes.length);
        }
        if (bytes != newBytes) {
            bytes = newBytes;
            buffer = null;
        }
        offset = newOffset;
        limit = newLimit;
        return this;
    }

    /** The array behind. */
    public byte[] array() {
        return bytes;
    }

    /** The array behind, as memory; the same object as long as it is the same array. */
    public MemorySegment buffer() {
        @Nullable MemorySegment known = buffer;
        if (known == null) {
            known = MemorySegment.ofArray(bytes);
            buffer = known;
        }
        return known;
    }

    /** Of the next byte, in the array. */
    public int offset() {
        return offset;
    }

    /** Bytes that are left. */
    public int remaining() {
        return limit - offset;
    }

    /** 8 bits, 0 to 255. */
    public int u8() {
        return bytes[take(1)] & 0xff;
    }

    /** 16 bits, 0 to 65,535. */
    public int u16() {
        return (short) SHORT.get(bytes, take(2)) & 0xffff;
    }

    /** 32 bits. */
    public int i32() {
        return (int) INT.get(bytes, take(4));
    }

    /** 64 bits. */
    public long i64() {
        return (long) LONG.get(bytes, take(8));
    }

    /** A length or count of 32 bits that must not exceed what is left. */
    public int length() {
        int value = i32();
        if (value < 0 || value > limit - offset) {
            throw new IndexOutOfBoundsException("length=" + value + " remaining=" + (limit - offset));
        }
        return value;
    }

    /** A copy of the next bytes. */
    public byte[] bytes(int count) {
        int start = take(count);
        return Arrays.copyOfRange(bytes, start, start + count);
    }

    /** Passes over bytes; the offset of the first of them. */
    public int skip(int count) {
        return take(count);
    }

    private int take(int count) {
        int start = offset;
        if (count < 0 || count > limit - start) {
            throw new IndexOutOfBoundsException("count=" + count + " remaining=" + (limit - start));
        }
        offset = start + count;
        return start;
    }
}
