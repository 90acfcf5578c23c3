// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a Change. */
public final class ChangeWriter extends StructWriter {
    private @Nullable EntryWriter newItem;
    private @Nullable EntryWriter oldItem;

    /** On no message yet. */
    public ChangeWriter() {
        super(5, 5);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public ChangeWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code position}. */
    public ChangeWriter position(byte[] value) {
        writeData(0, value);
        return this;
    }

    /** Sets {@code position}. */
    public ChangeWriter position(MemorySegment source, long offset, int length) {
        writeData(0, source, offset, length);
        return this;
    }

    /** Sets {@code sequence}. */
    public ChangeWriter sequence(long value) {
        writeLong(0, value);
        return this;
    }

    /** Sets {@code kind}. */
    public ChangeWriter kind(ChangeKind value) {
        writeShort(8, value.number());
        return this;
    }

    /** Sets {@code path}. */
    public ChangeWriter path(String value) {
        writeText(1, value);
        return this;
    }

    /** Sets {@code path}. */
    public ChangeWriter path(MemorySegment source, long offset, int length) {
        writeText(1, source, offset, length);
        return this;
    }

    /** Sets {@code timeNs}. */
    public ChangeWriter timeNs(long value) {
        writeLong(16, value);
        return this;
    }

    /** Sets {@code version}. */
    public ChangeWriter version(long value) {
        writeLong(24, value);
        return this;
    }

    /** Sets {@code firstSequence}. */
    public ChangeWriter firstSequence(long value) {
        writeLong(32, value);
        return this;
    }

    /** Sets {@code recordCount}. */
    public ChangeWriter recordCount(long value) {
        writeInt(12, (int) inRange(value, 0L, 4294967295L));
        return this;
    }

    /** Takes space for {@code newItem}; the same object at each call, moved. */
    public EntryWriter initNewItem() {
        EntryWriter writer = this.newItem;
        if (writer == null) {
            writer = new EntryWriter();
            this.newItem = writer;
        }
        return initStruct(2, writer);
    }

    /** Takes space for {@code oldItem}; the same object at each call, moved. */
    public EntryWriter initOldItem() {
        EntryWriter writer = this.oldItem;
        if (writer == null) {
            writer = new EntryWriter();
            this.oldItem = writer;
        }
        return initStruct(3, writer);
    }

    /** Sets {@code oldFault}. */
    public ChangeWriter oldFault(String value) {
        writeText(4, value);
        return this;
    }

    /** Sets {@code oldFault}. */
    public ChangeWriter oldFault(MemorySegment source, long offset, int length) {
        writeText(4, source, offset, length);
        return this;
    }
}
