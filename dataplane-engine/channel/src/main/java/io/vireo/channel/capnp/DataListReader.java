package io.vireo.channel.capnp;

/** View of a list of byte strings. */
public final class DataListReader extends ListReader {
    private final DataReader element = new DataReader();

    /** On no list yet. */
    public DataListReader() {}

    @Override
    int enter(MessageReader source, int kind, int declared) {
        return requireElement(source, Words.ELEMENT_POINTER, kind, declared);
    }

    /**
     * An element; the same object at each call, moved.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public DataReader get(int index) {
        element.wrapPointer(source(), segment, start + (long) checked(index) * Words.BYTES, false);
        return element;
    }
}
