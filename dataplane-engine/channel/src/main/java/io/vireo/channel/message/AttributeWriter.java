// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a Attribute. */
public final class AttributeWriter extends StructWriter {
    private @Nullable ValueWriter value;

    /** On no message yet. */
    public AttributeWriter() {
        super(0, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public AttributeWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code name}. */
    public AttributeWriter name(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code name}. */
    public AttributeWriter name(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Takes space for {@code value}; the same object at each call, moved. */
    public ValueWriter initValue() {
        ValueWriter writer = this.value;
        if (writer == null) {
            writer = new ValueWriter();
            this.value = writer;
        }
        return initStruct(1, writer);
    }
}
