package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The attributes of an item where they lie, encoded, on the heap or off it. Reused for one item after the other. Threads: one. */
public final class AttributesScope implements Scope {
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
    public @Nullable Value get(String name) {
        ValueView view = new ValueView();
        return find(new AttributeName(name), view) ? view.toValue() : null;
    }

    @Override
    public boolean find(AttributeName name, ValueView target) {
        return Attributes.find(buffer, offset, length, name, target);
    }
}
