package io.vireo.channel.capnp;

/** View of a list of 64-bit integers. */
public final class LongListReader extends ListReader {
    /** On no list yet. */
    public LongListReader() {}

    @Override
    int enter(MessageReader source, int kind, int declared) {
        return requireElement(source, Words.ELEMENT_EIGHT_BYTES, kind, declared);
    }

    /**
     * An element.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public long get(int index) {
        return buffer.get(Words.LONG, start + (long) checked(index) * Words.BYTES);
    }
}
