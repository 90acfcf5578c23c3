// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a Entry. */
public final class EntryWriter extends StructWriter {
    private @Nullable ItemStateWriter state;
    private @Nullable StructListWriter<AttributeWriter> attributes;

    /** On no message yet. */
    public EntryWriter() {
        super(1, 3);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public EntryWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code path}. */
    public EntryWriter path(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code path}. */
    public EntryWriter path(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Takes space for {@code state}; the same object at each call, moved. */
    public ItemStateWriter initState() {
        ItemStateWriter writer = this.state;
        if (writer == null) {
            writer = new ItemStateWriter();
            this.state = writer;
        }
        return initStruct(1, writer);
    }

    /** Takes space for {@code attributes}; the same object at each call, moved. */
    public StructListWriter<AttributeWriter> initAttributes(int count) {
        StructListWriter<AttributeWriter> writer = this.attributes;
        if (writer == null) {
            writer = new StructListWriter<>(new AttributeWriter());
            this.attributes = writer;
        }
        writer.initField(this, 2, count);
        return writer;
    }

    /** Sets {@code prefix}. */
    public EntryWriter prefix(boolean value) {
        writeBoolean(0, value);
        return this;
    }
}
