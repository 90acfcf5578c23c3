package io.vireo.channel.capnp;

/** Builder of a list of 64-bit integers. */
public final class LongListWriter extends ListWriter {
    /** On no list yet. */
    public LongListWriter() {}

    @Override
    long allocate(MessageWriter target, long pointer, int newCount) {
        return allocateWords(target, pointer, Words.ELEMENT_EIGHT_BYTES, newCount);
    }

    /**
     * Sets an element.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public LongListWriter set(int index, long value) {
        buffer.set(Words.LONG, wordAt(index), value);
        return this;
    }
}
