package io.vireo.engine.item;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value where it lies, in the bytes that {@link ValueTag} draws, or one that was just computed; also the lack of one. Reused: every
 * method that points it elsewhere returns it or says whether there was something. Numbers, truth values and timestamps are read when it is
 * pointed; everything longer stays where it is, so the bytes must stay as long as the view is used.
 *
 * <p>Allocates nothing but where said. Bytes that are not a value are an {@link InvalidRequestException}, or, past the end of the buffer, an
 * {@link IndexOutOfBoundsException}. Threads: one.
 */
public final class ValueView {
    /** The tag of no value at all. */
    public static final int MISSING = -1;

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);
    private static final int MAX_NANOS = 999_999_999;

    private int tag = MISSING;
    private long bits;
    private int nanos;
    private MemorySegment buffer = NOTHING;
    private long offset;
    private int length;

    /** Points at nothing. */
    public ValueView() {}

    /** A view of its own at a value. Allocates the view, and bytes unless the value is a number, truth value or timestamp. */
    public static ValueView of(Value value) {
        return new ValueView().set(value);
    }

    /** Points at an encoded value that fills this place. */
    public ValueView wrap(MemorySegment newBuffer, long newOffset, int newLength) {
        if (newLength < 1) {
            throw malformed("empty");
        }
        int newTag = newBuffer.get(ValueLayout.JAVA_BYTE, newOffset);
        return payload(newTag, newBuffer, newOffset + 1, newLength - 1);
    }

    /** Points at encoded bytes. Allocates the buffer's header. */
    public ValueView wrap(byte[] encoded) {
        return wrap(MemorySegment.ofArray(encoded), 0, encoded.length);
    }

    private ValueView payload(int newTag, MemorySegment newBuffer, long newOffset, int newLength) {
        tag = newTag;
        switch (newTag) {
            case ValueTag.NULL -> requireLength(newLength, 0);
            case ValueTag.BOOL -> {
                requireLength(newLength, 1);
                bits = newBuffer.get(ValueLayout.JAVA_BYTE, newOffset) == 0 ? 0 : 1;
            }
            case ValueTag.INT64, ValueTag.FLOAT64 -> {
                requireLength(newLength, 8);
                bits = newBuffer.get(LONG, newOffset);
            }
            case ValueTag.TIMESTAMP -> {
                requireLength(newLength, 12);
                bits = newBuffer.get(LONG, newOffset);
                nanos = newBuffer.get(INT, newOffset + 8);
                if (nanos < 0 || nanos > MAX_NANOS) {
                    throw malformed("nanos");
                }
            }
            default -> {
                if (newTag < 0 || newTag > ValueTag.FLOAT64_ARRAY) {
                    throw malformed("tag");
                }
                buffer = newBuffer;
                offset = newOffset;
                length = newLength;
            }
        }
        return this;
    }

    /** Points at what another points at. */
    public ValueView copyOf(ValueView other) {
        tag = other.tag;
        bits = other.bits;
        nanos = other.nanos;
        buffer = other.buffer;
        offset = other.offset;
        length = other.length;
        return this;
    }

    /** Points at nothing. */
    public ValueView clear() {
        tag = MISSING;
        return this;
    }

    /** Becomes a truth value. */
    public ValueView setBool(boolean value) {
        tag = ValueTag.BOOL;
        bits = value ? 1 : 0;
        return this;
    }

    /** Becomes a whole number. */
    public ValueView setInt64(long value) {
        tag = ValueTag.INT64;
        bits = value;
        return this;
    }

    /** Becomes a double. */
    public ValueView setFloat64(double value) {
        tag = ValueTag.FLOAT64;
        bits = Double.doubleToRawLongBits(value);
        return this;
    }

    /** Becomes a timestamp. */
    public ValueView setTimestamp(long seconds, int newNanos) {
        tag = ValueTag.TIMESTAMP;
        bits = seconds;
        nanos = newNanos;
        return this;
    }

    /** Becomes a decoded value; null: none. Allocates bytes unless it is a number, truth value or timestamp. */
    public ValueView set(@Nullable Value value) {
        return switch (value) {
            case null -> clear();
            case Value.Bool bool -> setBool(bool == Value.Bool.TRUE);
            case Value.Int64(long number) -> setInt64(number);
            case Value.Float64(double number) -> setFloat64(number);
            case Value.Timestamp(long seconds, int newNanos) -> setTimestamp(seconds, newNanos);
            default -> wrap(ValueCodec.encode(value));
        };
    }

    /** Decodes; null when it points at nothing. Allocates. */
    public @Nullable Value toValue() {
        return tag == MISSING ? null : ValueCodec.decode(this);
    }

    /** The bytes of the value, as they are kept. Allocates. */
    public byte[] encoded() {
        return switch (tag) {
            case ValueTag.NULL, ValueTag.BOOL, ValueTag.INT64, ValueTag.FLOAT64, ValueTag.TIMESTAMP ->
                ValueCodec.encode(ValueCodec.decode(this));
            default -> {
                byte[] encoded = new byte[1 + length];
                encoded[0] = (byte) tag;
                MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, offset, encoded, 1, length);
                yield encoded;
            }
        };
    }

    /** One of {@link ValueTag}, or {@link #MISSING}. */
    public int tag() {
        return tag;
    }

    /** Whether it points at nothing. */
    public boolean isMissing() {
        return tag == MISSING;
    }

    /** Whether it is the truth value true. */
    public boolean isTrue() {
        return tag == ValueTag.BOOL && bits != 0;
    }

    /** Whether it is a number of any of the three kinds. */
    public boolean isNumber() {
        return tag == ValueTag.INT64 || tag == ValueTag.FLOAT64 || tag == ValueTag.DECIMAL;
    }

    /** Whether it is a set of any of the three kinds. */
    public boolean isSet() {
        return tag == ValueTag.TEXT_SET || tag == ValueTag.DECIMAL_SET || tag == ValueTag.BYTES_SET;
    }

    /** Whether it is an array of either kind. */
    public boolean isArray() {
        return tag == ValueTag.INT64_ARRAY || tag == ValueTag.FLOAT64_ARRAY;
    }

    /** A whole number, the seconds of a timestamp, or 1 and 0 of a truth value. */
    public long int64() {
        return bits;
    }

    /** A double. */
    public double float64() {
        return Double.longBitsToDouble(bits);
    }

    /** Nanoseconds of a timestamp within its second. */
    public int nanos() {
        return nanos;
    }

    /** Where the payload is. */
    public MemorySegment buffer() {
        return buffer;
    }

    /** Of the payload, in the buffer. */
    public long offset() {
        return offset;
    }

    /** Of the payload, in bytes. */
    public int length() {
        return length;
    }

    /** Elements of a list, set or array, entries of a map. */
    public int count() {
        if (isArray()) {
            return length / 8;
        }
        requireRoom(0, 4);
        int count = buffer.get(INT, offset);
        if (count < 0 || count > length) {
            throw malformed("count");
        }
        return count;
    }

    /** Points at an element of a list or array; false, and at nothing, when there is none at this index. */
    public boolean element(int index, ValueView target) {
        if (isArray()) {
            if (index < 0 || index >= length / 8) {
                target.clear();
                return false;
            }
            long element = buffer.get(LONG, offset + 8L * index);
            boolean isInt64 = tag == ValueTag.INT64_ARRAY;
            target.tag = isInt64 ? ValueTag.INT64 : ValueTag.FLOAT64;
            target.bits = element;
            return true;
        }
        if (tag != ValueTag.LIST || index < 0 || index >= count()) {
            target.clear();
            return false;
        }
        long at = 4;
        for (int i = 0; i < index; i++) {
            at += 4 + partLength(at);
        }
        target.wrap(buffer, offset + at + 4, partLength(at));
        return true;
    }

    /** Points at elements of an array, both ends included, which must be there. */
    public void slice(int first, int last, ValueView target) {
        assert isArray() && 0 <= first && first <= last && last < length / 8 : first + ".." + last;
        target.payload(tag, buffer, offset + 8L * first, 8 * (last - first + 1));
    }

    /** Points at a member of a map; false, and at nothing, when there is none of this name. */
    public boolean member(AttributeName name, ValueView target) {
        if (tag == ValueTag.MAP) {
            return find(buffer, offset, length, name, target);
        }
        target.clear();
        return false;
    }

    /** Points at a value among attributes or the members of a map, which are laid out alike. */
    static boolean find(MemorySegment buffer, long offset, long length, AttributeName name, ValueView target) {
        long end = offset + length;
        int count = buffer.get(INT, offset);
        long at = offset + 4;
        for (int i = 0; i < count; i++) {
            int nameLength = buffer.get(SHORT, at) & 0xffff;
            long nameAt = at + 2;
            long valueAt = nameAt + nameLength + 4;
            int valueLength = valueAt > end ? -1 : buffer.get(INT, valueAt - 4);
            if (valueLength < 0 || valueLength > end - valueAt) {
                throw malformed("length");
            }
            if (name.isAt(buffer, nameAt, nameLength)) {
                target.wrap(buffer, valueAt, valueLength);
                return true;
            }
            at = valueAt + valueLength;
        }
        target.clear();
        return false;
    }

    /** Whether a set of texts or byte strings holds these bytes. */
    boolean holds(MemorySegment element, long elementOffset, int elementLength) {
        int count = count();
        long at = 4;
        for (int i = 0; i < count; i++) {
            int partLength = partLength(at);
            long start = offset + at + 4;
            if (partLength == elementLength
                    && MemorySegment.mismatch(
                                    buffer,
                                    start,
                                    start + partLength,
                                    element,
                                    elementOffset,
                                    elementOffset + elementLength)
                            == -1) {
                return true;
            }
            at += 4 + partLength;
        }
        return false;
    }

    /** Length of the part whose length stands at this distance from the payload's start. */
    int partLength(long at) {
        requireRoom(at, 4);
        int partLength = buffer.get(INT, offset + at);
        if (partLength < 0 || partLength > length - at - 4) {
            throw malformed("length");
        }
        return partLength;
    }

    /** Length of the name at this distance from the payload's start. */
    int nameLength(long at) {
        requireRoom(at, 2);
        return buffer.get(SHORT, offset + at) & 0xffff;
    }

    private void requireRoom(long at, int count) {
        if (at + count > length) {
            throw malformed("length");
        }
    }

    private static void requireLength(int found, int wanted) {
        if (found != wanted) {
            throw malformed("length");
        }
    }

    private static InvalidRequestException malformed(String what) {
        return new InvalidRequestException("value is malformed: field=" + what);
    }

    @Override
    public String toString() {
        return tag == MISSING ? "missing" : Arrays.toString(encoded());
    }
}
