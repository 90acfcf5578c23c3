package io.vireo.engine.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes little-endian numbers and bytes into an array that grows. Reused: {@link #clear} keeps the array. Threads: one. */
public final class ByteWriter {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** An array that once grew past this is given back at the next {@link #clear}. */
    private static final int KEPT_LENGTH = 1 << 20;

    private final int initialLength;
    private byte[] bytes;
    private int length;

    /** Starts empty. */
    public ByteWriter(int initialLength) {
        this.initialLength = initialLength;
        this.bytes = new byte[initialLength];
    }

    /** Bytes written so far. */
    public int length() {
        return length;
    }

    /** The array behind, of which {@link #length} bytes are written; another one after the next write. */
    public byte[] array() {
        return bytes;
    }

    /** Forgets everything. */
    public void clear() {
        length = 0;
        if (bytes.length > KEPT_LENGTH) {
            bytes = new byte[initialLength];
        }
    }

    /** Forgets what was written after this length. */
    public void truncate(int toLength) {
        length = toLength;
    }

    /** A copy of what was written from here on. */
    public byte[] copyFrom(int offset) {
        return Arrays.copyOfRange(bytes, offset, length);
    }

    /** Appends 8 bits. */
    public void u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** Appends 16 bits. */
    public void u16(int value) {
        room(2);
        SHORT.set(bytes, length, (short) value);
        length += 2;
    }

    /** Appends 32 bits. */
    public void i32(int value) {
        room(4);
        INT.set(bytes, length, value);
        length += 4;
    }

    /** Appends 64 bits. */
    public void i64(long value) {
        room(8);
        LONG.set(bytes, length, value);
        length += 8;
    }

    /** Overwrites the 32 bits at this offset. */
    public void i32At(int offset, int value) {
        INT.set(bytes, offset, value);
    }

    /** Overwrites the 64 bits at this offset. */
    public void i64At(int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    /** Appends bytes. */
    public void bytes(byte[] source) {
        bytes(source, 0, source.length);
    }

    /** Appends bytes. */
    public void bytes(byte[] source, int offset, int count) {
        room(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
    }

    /** Appends bytes of a buffer. */
    public void bytes(MemorySegment source, long offset, int count) {
        room(count);
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, length, count);
        length += count;
    }

    private void room(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, count)));
        }
    }
}
