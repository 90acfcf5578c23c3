// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataListReader;
import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.DoubleListReader;
import io.vireo.channel.capnp.LongListReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructReader;
import io.vireo.channel.capnp.TextListReader;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Reader of a Value. */
public final class ValueReader extends StructReader {
    private @Nullable DataReader decimalBytes;
    private @Nullable DataReader textBytes;
    private @Nullable DataReader bytes;
    private @Nullable ValueTimestampReader timestamp;
    private @Nullable StructListReader<ValueReader> list;
    private @Nullable StructListReader<AttributeReader> map;
    private @Nullable TextListReader textSet;
    private @Nullable TextListReader decimalSet;
    private @Nullable DataListReader bytesSet;
    private @Nullable LongListReader integerArray;
    private @Nullable DoubleListReader doubleArray;

    /** On no message yet. */
    public ValueReader() {}

    /** Moves this reader to the root of the framed message at a place of a buffer. */
    public ValueReader wrap(MemorySegment buffer, long offset, long length) {
        wrapRoot(buffer, offset, length);
        return this;
    }

    /** Which member of the union is set. */
    public ValueWhich which() {
        return ValueWhich.of(Short.toUnsignedInt(readShort(0)));
    }

    /** Field {@code bool}. */
    public boolean bool() {
        requireMember(0, 1);
        return readBoolean(16);
    }

    /** Field {@code integer}. */
    public long integer() {
        requireMember(0, 2);
        return readLong(8);
    }

    /** Field {@code double}. */
    public double doubleValue() {
        requireMember(0, 3);
        return Double.longBitsToDouble(readLong(8));
    }

    /** Whether {@code decimal} is set. */
    public boolean hasDecimal() {
        return Short.toUnsignedInt(readShort(0)) == 4 && readHas(0);
    }

    /** Field {@code decimal}. */
    public String decimal() {
        return decimalBytes().toText();
    }

    /** Field {@code decimal}; the same object at each call, moved. */
    public DataReader decimalBytes() {
        requireMember(0, 4);
        DataReader reader = this.decimalBytes;
        if (reader == null) {
            reader = new DataReader();
            this.decimalBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Whether {@code text} is set. */
    public boolean hasText() {
        return Short.toUnsignedInt(readShort(0)) == 5 && readHas(0);
    }

    /** Field {@code text}. */
    public String text() {
        return textBytes().toText();
    }

    /** Field {@code text}; the same object at each call, moved. */
    public DataReader textBytes() {
        requireMember(0, 5);
        DataReader reader = this.textBytes;
        if (reader == null) {
            reader = new DataReader();
            this.textBytes = reader;
        }
        return readBytes(0, reader, true);
    }

    /** Whether {@code bytes} is set. */
    public boolean hasBytes() {
        return Short.toUnsignedInt(readShort(0)) == 6 && readHas(0);
    }

    /** Field {@code bytes}; the same object at each call, moved. */
    public DataReader bytes() {
        requireMember(0, 6);
        DataReader reader = this.bytes;
        if (reader == null) {
            reader = new DataReader();
            this.bytes = reader;
        }
        return readBytes(0, reader, false);
    }

    /** Group {@code timestamp}; the same object at each call, moved. */
    public ValueTimestampReader timestamp() {
        requireMember(0, 7);
        ValueTimestampReader reader = this.timestamp;
        if (reader == null) {
            reader = new ValueTimestampReader();
            this.timestamp = reader;
        }
        return reader.in(this);
    }

    /** Whether {@code list} is set. */
    public boolean hasList() {
        return Short.toUnsignedInt(readShort(0)) == 8 && readHas(0);
    }

    /** Field {@code list}; the same object at each call, moved. */
    public StructListReader<ValueReader> list() {
        requireMember(0, 8);
        StructListReader<ValueReader> reader = this.list;
        if (reader == null) {
            reader = new StructListReader<>(new ValueReader());
            this.list = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }

    /** Whether {@code map} is set. */
    public boolean hasMap() {
        return Short.toUnsignedInt(readShort(0)) == 9 && readHas(0);
    }

    /** Field {@code map}; the same object at each call, moved. */
    public StructListReader<AttributeReader> map() {
        requireMember(0, 9);
        StructListReader<AttributeReader> reader = this.map;
        if (reader == null) {
            reader = new StructListReader<>(new AttributeReader());
            this.map = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }

    /** Whether {@code textSet} is set. */
    public boolean hasTextSet() {
        return Short.toUnsignedInt(readShort(0)) == 10 && readHas(0);
    }

    /** Field {@code textSet}; the same object at each call, moved. */
    public TextListReader textSet() {
        requireMember(0, 10);
        TextListReader reader = this.textSet;
        if (reader == null) {
            reader = new TextListReader();
            this.textSet = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }

    /** Whether {@code decimalSet} is set. */
    public boolean hasDecimalSet() {
        return Short.toUnsignedInt(readShort(0)) == 11 && readHas(0);
    }

    /** Field {@code decimalSet}; the same object at each call, moved. */
    public TextListReader decimalSet() {
        requireMember(0, 11);
        TextListReader reader = this.decimalSet;
        if (reader == null) {
            reader = new TextListReader();
            this.decimalSet = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }

    /** Whether {@code bytesSet} is set. */
    public boolean hasBytesSet() {
        return Short.toUnsignedInt(readShort(0)) == 12 && readHas(0);
    }

    /** Field {@code bytesSet}; the same object at each call, moved. */
    public DataListReader bytesSet() {
        requireMember(0, 12);
        DataListReader reader = this.bytesSet;
        if (reader == null) {
            reader = new DataListReader();
            this.bytesSet = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }

    /** Whether {@code integerArray} is set. */
    public boolean hasIntegerArray() {
        return Short.toUnsignedInt(readShort(0)) == 13 && readHas(0);
    }

    /** Field {@code integerArray}; the same object at each call, moved. */
    public LongListReader integerArray() {
        requireMember(0, 13);
        LongListReader reader = this.integerArray;
        if (reader == null) {
            reader = new LongListReader();
            this.integerArray = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }

    /** Whether {@code doubleArray} is set. */
    public boolean hasDoubleArray() {
        return Short.toUnsignedInt(readShort(0)) == 14 && readHas(0);
    }

    /** Field {@code doubleArray}; the same object at each call, moved. */
    public DoubleListReader doubleArray() {
        requireMember(0, 14);
        DoubleListReader reader = this.doubleArray;
        if (reader == null) {
            reader = new DoubleListReader();
            this.doubleArray = reader;
        }
        reader.wrapField(this, 0);
        return reader;
    }
}
