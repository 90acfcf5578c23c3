package io.vireo.channel.capnp;

/** View of a list of 64-bit floating-point numbers. */
public final class DoubleListReader extends ListReader {
    /** On no list yet. */
    public DoubleListReader() {}

    @Override
    int enter(MessageReader source, int kind, int declared) {
        return requireElement(source, Words.ELEMENT_EIGHT_BYTES, kind, declared);
    }

    /**
     * An element.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public double get(int index) {
        return Double.longBitsToDouble(buffer.get(Words.LONG, start + (long) checked(index) * Words.BYTES));
    }
}
