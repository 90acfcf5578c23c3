package io.vireo.channel.capnp;

/** Builder of a list of 64-bit floating-point numbers. */
public final class DoubleListWriter extends ListWriter {
    /** On no list yet. */
    public DoubleListWriter() {}

    @Override
    long allocate(MessageWriter target, long pointer, int newCount) {
        return allocateWords(target, pointer, Words.ELEMENT_EIGHT_BYTES, newCount);
    }

    /**
     * Sets an element.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public DoubleListWriter set(int index, double value) {
        buffer.set(Words.LONG, wordAt(index), Double.doubleToRawLongBits(value));
        return this;
    }
}
