package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;

/** Builder of a list of texts. */
public final class TextListWriter extends ListWriter {
    /** On no list yet. */
    public TextListWriter() {}

    @Override
    long allocate(MessageWriter target, long pointer, int newCount) {
        return allocateWords(target, pointer, Words.ELEMENT_POINTER, newCount);
    }

    /**
     * Sets an element.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public TextListWriter set(int index, String text) {
        target().setText(wordAt(index), text);
        return this;
    }

    /** Sets an element to bytes that are UTF-8 already, without an end mark. */
    public TextListWriter set(int index, MemorySegment source, long offset, int length) {
        target().setText(wordAt(index), source, offset, length);
        return this;
    }
}
