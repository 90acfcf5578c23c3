package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.ValueView;
import java.lang.foreign.MemorySegment;

/** The attributes of an item where they lie, encoded, on the heap or off it. Reused for one item after the other. Threads: one. */
public final class AttributesScope implements EncodedScope {
    private MemorySegment buffer = MemorySegment.NULL;
    private long offset;
    private long length;

    /** Over nothing yet. */
    public AttributesScope() {}

    /** Points at encoded attributes. */
    public AttributesScope wrap(MemorySegment newBuffer, long newOffset, long newLength) {
        buffer = newBuffer;
        offset = newOffset;
        length = newLength;
        return this;
    }

    @Override
    public boolean find(AttributeName name, ValueView target) {
        return Attributes.find(buffer, offset, length, name, target);
    }
}
