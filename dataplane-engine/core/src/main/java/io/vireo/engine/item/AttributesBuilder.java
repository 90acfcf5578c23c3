package io.vireo.engine.item;

import io.vireo.channel.capnp.DataReader;
import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import java.util.Arrays;

/**
 * Puts encoded attributes together in the order of their names, in memory that is used for the next item again. Threads: one. Allocates nothing once that memory is as
 * large as it gets.
 *
 * <pre>
 *   bytes     name | value | name | value | …        as they came
 *   order     indexes of those that count, by name
 * </pre>
 */
public final class AttributesBuilder {
    private static final int INITIAL_COUNT = 32;
    private static final int HEADER_LENGTH = 4;
    private static final int ATTRIBUTE_OVERHEAD = 6;

    private final ByteWriter bytes = new ByteWriter(1_024);
    private int[] starts = new int[INITIAL_COUNT];
    private int[] nameLengths = new int[INITIAL_COUNT];
    private int[] valueLengths = new int[INITIAL_COUNT];
    private int[] order = new int[INITIAL_COUNT];
    private int addedCount;
    private int count;
    private long length;

    /** Starts empty. */
    public AttributesBuilder() {}

    /** Forgets all. */
    public void clear() {
        bytes.clear();
        addedCount = 0;
        count = 0;
        length = HEADER_LENGTH;
    }

    /**
     * Adds an attribute, which takes the place of one of the same name.
     *
     * @return false when the name is none that a client may write
     */
    public boolean put(DataReader name, ByteWriter value) {
        int start = bytes.length();
        int nameLength = name.length();
        if (nameLength == 0 || nameLength > Limits.ATTRIBUTE_NAME_LENGTH) {
            return false;
        }
        bytes.bytes(name.buffer(), name.offset(), nameLength);
        if (SystemAttributes.isHidden(bytes.array(), start, nameLength)
                || !Utf8.isValid(bytes.array(), start, start + nameLength)) {
            return false;
        }
        bytes.bytes(value.array(), 0, value.length());
        add(start, nameLength, value.length(), true);
        return true;
    }

    /** Adds those of encoded attributes whose names are not there yet. */
    public void putAbsent(ByteReader encoded) {
        int encodedCount = encoded.i32();
        for (int i = 0; i < encodedCount; i++) {
            int start = bytes.length();
            int nameLength = encoded.u16();
            bytes.bytes(encoded.array(), encoded.skip(nameLength), nameLength);
            int valueLength = encoded.length();
            bytes.bytes(encoded.array(), encoded.skip(valueLength), valueLength);
            add(start, nameLength, valueLength, false);
        }
    }

    private void add(int start, int nameLength, int valueLength, boolean replaces) {
        if (addedCount == starts.length) {
            starts = Arrays.copyOf(starts, addedCount * 2);
            nameLengths = Arrays.copyOf(nameLengths, addedCount * 2);
            valueLengths = Arrays.copyOf(valueLengths, addedCount * 2);
            order = Arrays.copyOf(order, addedCount * 2);
        }
        int index = addedCount++;
        starts[index] = start;
        nameLengths[index] = nameLength;
        valueLengths[index] = valueLength;
        int place = place(start, nameLength);
        boolean isThere = place < count && compare(order[place], start, nameLength) == 0;
        if (isThere && replaces) {
            length += valueLength - valueLengths[order[place]];
            order[place] = index;
        } else if (!isThere) {
            System.arraycopy(order, place, order, place + 1, count - place);
            order[place] = index;
            count++;
            length += ATTRIBUTE_OVERHEAD + nameLength + valueLength;
        }
    }

    /** Of the first name that does not come before this one. */
    private int place(int start, int nameLength) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = low + high >>> 1;
            if (compare(order[middle], start, nameLength) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int compare(int index, int start, int nameLength) {
        byte[] array = bytes.array();
        return Arrays.compareUnsigned(
                array, starts[index], starts[index] + nameLengths[index], array, start, start + nameLength);
    }

    /** Whether an item may have so many attributes of that length. */
    public boolean isWithinLimits() {
        return count <= Limits.ATTRIBUTE_COUNT && length <= Limits.ATTRIBUTES_LENGTH;
    }

    /** Of what {@link #writeTo} writes, in bytes. */
    public int length() {
        return (int) length;
    }

    /** Writes them as {@link ValueTag} draws. */
    public void writeTo(ByteWriter target) {
        byte[] array = bytes.array();
        target.i32(count);
        for (int i = 0; i < count; i++) {
            int index = order[i];
            target.u16(nameLengths[index]);
            target.bytes(array, starts[index], nameLengths[index]);
            target.i32(valueLengths[index]);
            target.bytes(array, starts[index] + nameLengths[index], valueLengths[index]);
        }
    }
}
