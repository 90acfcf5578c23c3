package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Builder of a list inside a message. A flyweight like {@link StructWriter}.
 */
public abstract sealed class ListWriter
        permits StructListWriter, TextListWriter, DataListWriter, LongListWriter, DoubleListWriter {
    private @Nullable MessageWriter message;
    MemorySegment buffer = MemorySegment.NULL;
    long start;
    int count;

    ListWriter() {}

    /** How many elements the list has. */
    public final int count() {
        return count;
    }

    /**
     * Takes space for a list.
     *
     * @param index of the pointer in the struct's pointer section
     * @param newCount of elements
     */
    public final void initField(StructWriter in, int index, int newCount) {
        if (newCount < 0 || newCount > Words.MAX_LIST_COUNT) {
            throw new IllegalArgumentException("list cannot have so many elements: count=" + newCount);
        }
        MessageWriter target = in.target();
        message = target;
        buffer = target.buffer;
        count = newCount;
        start = allocate(target, in.pointerAt(index), newCount);
    }

    abstract long allocate(MessageWriter target, long pointer, int newCount);

    final long wordAt(int index) {
        return start + (long) Objects.checkIndex(index, count) * Words.BYTES;
    }

    final MessageWriter target() {
        MessageWriter target = message;
        if (target == null) {
            throw new IllegalStateException("writer is not on a message");
        }
        return target;
    }

    static long allocateWords(MessageWriter target, long pointer, int element, int count) {
        long content = target.allocate(count);
        target.setListPointer(pointer, content, element, count);
        return content;
    }
}
