package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;

/** Builder of a list of byte strings. */
public final class DataListWriter extends ListWriter {
    /** On no list yet. */
    public DataListWriter() {}

    @Override
    long allocate(MessageWriter target, long pointer, int newCount) {
        return allocateWords(target, pointer, Words.ELEMENT_POINTER, newCount);
    }

    /**
     * Sets an element.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public DataListWriter set(int index, byte[] bytes) {
        target().setData(wordAt(index), bytes);
        return this;
    }

    /** Sets an element. */
    public DataListWriter set(int index, MemorySegment source, long offset, int length) {
        target().setData(wordAt(index), source, offset, length);
        return this;
    }
}
