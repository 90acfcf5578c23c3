// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.capnp.StructWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Writer of a RequestExpressionsLegacyUpdate. */
public final class RequestExpressionsLegacyUpdateWriter extends StructWriter {
    private @Nullable StructListWriter<ValueWriter> value;

    /** On no message yet. */
    public RequestExpressionsLegacyUpdateWriter() {
        super(1, 2);
    }

    /** Starts a message with this struct as its root; {@link #finish} ends it. */
    public RequestExpressionsLegacyUpdateWriter wrap(MemorySegment buffer, long offset, long capacity) {
        wrapRoot(buffer, offset, capacity);
        return this;
    }

    /** Sets {@code attribute}. */
    public RequestExpressionsLegacyUpdateWriter attribute(String value) {
        writeText(0, value);
        return this;
    }

    /** Sets {@code attribute}. */
    public RequestExpressionsLegacyUpdateWriter attribute(MemorySegment source, long offset, int length) {
        writeText(0, source, offset, length);
        return this;
    }

    /** Sets {@code action}. */
    public RequestExpressionsLegacyUpdateWriter action(RequestExpressionsLegacyUpdateAction value) {
        writeShort(0, value.number());
        return this;
    }

    /** Takes space for {@code value}; the same object at each call, moved. */
    public StructListWriter<ValueWriter> initValue(int count) {
        StructListWriter<ValueWriter> writer = this.value;
        if (writer == null) {
            writer = new StructListWriter<>(new ValueWriter());
            this.value = writer;
        }
        writer.initField(this, 1, count);
        return writer;
    }
}
