package io.vireo.gateway.nativeapi;

import io.vireo.client.AttributeValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of numbers as clients of the native API send them, in a value of type {@code B}.
 *
 * <pre>
 *   0              4            8                   12            16
 *   | u32 11223344 | u32 1      | u32 bytes (8 n)   | u32 type    | n x 8 bytes ...      (little-endian)
 *   type: 259 whole numbers of 64 bits, 261 floating-point numbers of 64 bits
 * </pre>
 */
final class ArrayBlob {
    private static final int MAGIC = 11_223_344;
    private static final int VERSION = 1;
    private static final int TYPE_INT64 = 259;
    private static final int TYPE_FLOAT64 = 261;
    private static final int HEADER_LENGTH = 16;

    private ArrayBlob() {}

    /** The array in these bytes, or null when they are something else. */
    static @Nullable AttributeValue decode(byte[] bytes) {
        if (bytes.length < HEADER_LENGTH) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int magic = buffer.getInt();
        int version = buffer.getInt();
        int length = buffer.getInt();
        int type = buffer.getInt();
        if (magic != MAGIC
                || version != VERSION
                || length != bytes.length - HEADER_LENGTH
                || length % Long.BYTES != 0) {
            return null;
        }
        int count = length / Long.BYTES;
        return switch (type) {
            case TYPE_INT64 -> {
                long[] values = new long[count];
                buffer.asLongBuffer().get(values);
                yield new AttributeValue.Int64Array(values);
            }
            case TYPE_FLOAT64 -> {
                double[] values = new double[count];
                buffer.asDoubleBuffer().get(values);
                yield new AttributeValue.Float64Array(values);
            }
            default -> null;
        };
    }

    static byte[] encode(long[] values) {
        ByteBuffer buffer = header(values.length, TYPE_INT64);
        buffer.asLongBuffer().put(values);
        return buffer.array();
    }

    static byte[] encode(double[] values) {
        ByteBuffer buffer = header(values.length, TYPE_FLOAT64);
        buffer.asDoubleBuffer().put(values);
        return buffer.array();
    }

    private static ByteBuffer header(int count, int type) {
        int length = count * Long.BYTES;
        return ByteBuffer.allocate(HEADER_LENGTH + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putInt(length)
                .putInt(type);
    }
}
