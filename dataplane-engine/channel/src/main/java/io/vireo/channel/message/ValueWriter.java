// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.DataListWriter;
import io.vireo.channel.capnp.DoubleListWriter;
import io.vireo.channel.capnp.LongListWriter;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import io.vireo.channel.capnp.TextListWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a Value. */
public final class ValueWriter extends StructWriter {
    private @Nullable ValueTimestampWriter timestamp;
    private @Nullable StructListWriter<ValueWriter> list;
    private @Nullable StructListWriter<AttributeWriter> map;
    private @Nullable TextListWriter textSet;
    private @Nullable TextListWriter decimalSet;
    private @Nullable DataListWriter bytesSet;
    private @Nullable LongListWriter integerArray;
    private @Nullable DoubleListWriter doubleArray;

    /** On no message yet. */
    public ValueWriter() {
        super(2, 1);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public ValueWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code null}. */
    public ValueWriter setNull() {
        writeShort(0, 0);
        return this;
    }

    /** Sets {@code bool}. */
    public ValueWriter bool(boolean value) {
        writeShort(0, 1);
        writeBoolean(16, value);
        return this;
    }

    /** Sets {@code integer}. */
    public ValueWriter integer(long value) {
        writeShort(0, 2);
        writeLong(8, value);
        return this;
    }

    /** Sets {@code double}. */
    public ValueWriter doubleValue(double value) {
        writeShort(0, 3);
        writeLong(8, Double.doubleToRawLongBits(value));
        return this;
    }

    /** Sets {@code decimal}. */
    public ValueWriter decimal(String value) {
        writeShort(0, 4);
        writeText(0, value);
        return this;
    }

    /** Sets {@code decimal}. */
    public ValueWriter decimal(MemorySegment source, long offset, int length) {
        writeShort(0, 4);
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code text}. */
    public ValueWriter text(String value) {
        writeShort(0, 5);
        writeText(0, value);
        return this;
    }

    /** Sets {@code text}. */
    public ValueWriter text(MemorySegment source, long offset, int length) {
        writeShort(0, 5);
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code bytes}. */
    public ValueWriter bytes(byte[] value) {
        writeShort(0, 6);
        writeData(0, value);
        return this;
    }

    /** Sets {@code bytes}. */
    public ValueWriter bytes(MemorySegment source, long offset, int length) {
        writeShort(0, 6);
        writeData(0, source, offset, length);
        return this;
    }

    /** Selects the group {@code timestamp}; the same object at each call, moved. */
    public ValueTimestampWriter initTimestamp() {
        writeShort(0, 7);
        ValueTimestampWriter writer = this.timestamp;
        if (writer == null) {
            writer = new ValueTimestampWriter();
            this.timestamp = writer;
        }
        return writer.in(this);
    }

    /** Takes space for {@code list}; the same object at each call, moved. */
    public StructListWriter<ValueWriter> initList(int count) {
        writeShort(0, 8);
        StructListWriter<ValueWriter> writer = this.list;
        if (writer == null) {
            writer = new StructListWriter<>(new ValueWriter());
            this.list = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }

    /** Takes space for {@code map}; the same object at each call, moved. */
    public StructListWriter<AttributeWriter> initMap(int count) {
        writeShort(0, 9);
        StructListWriter<AttributeWriter> writer = this.map;
        if (writer == null) {
            writer = new StructListWriter<>(new AttributeWriter());
            this.map = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }

    /** Takes space for {@code textSet}; the same object at each call, moved. */
    public TextListWriter initTextSet(int count) {
        writeShort(0, 10);
        TextListWriter writer = this.textSet;
        if (writer == null) {
            writer = new TextListWriter();
            this.textSet = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }

    /** Takes space for {@code decimalSet}; the same object at each call, moved. */
    public TextListWriter initDecimalSet(int count) {
        writeShort(0, 11);
        TextListWriter writer = this.decimalSet;
        if (writer == null) {
            writer = new TextListWriter();
            this.decimalSet = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }

    /** Takes space for {@code bytesSet}; the same object at each call, moved. */
    public DataListWriter initBytesSet(int count) {
        writeShort(0, 12);
        DataListWriter writer = this.bytesSet;
        if (writer == null) {
            writer = new DataListWriter();
            this.bytesSet = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }

    /** Takes space for {@code integerArray}; the same object at each call, moved. */
    public LongListWriter initIntegerArray(int count) {
        writeShort(0, 13);
        LongListWriter writer = this.integerArray;
        if (writer == null) {
            writer = new LongListWriter();
            this.integerArray = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }

    /** Takes space for {@code doubleArray}; the same object at each call, moved. */
    public DoubleListWriter initDoubleArray(int count) {
        writeShort(0, 14);
        DoubleListWriter writer = this.doubleArray;
        if (writer == null) {
            writer = new DoubleListWriter();
            this.doubleArray = writer;
        }
        writer.initField(this, 0, count);
        return writer;
    }
}
