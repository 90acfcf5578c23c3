package io.vireo.channel.capnp;

/** View of a list of texts. */
public final class TextListReader extends ListReader {
    private final DataReader element = new DataReader();

    /** On no list yet. */
    public TextListReader() {}

    @Override
    int enter(MessageReader source, int kind, int declared) {
        return requireElement(source, Words.ELEMENT_POINTER, kind, declared);
    }

    /**
     * An element as text.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public String get(int index) {
        return bytes(index).toText();
    }

    /** An element as bytes, without its end mark; the same object at each call, moved. Allocates nothing. */
    public DataReader bytes(int index) {
        element.wrapPointer(source(), segment, start + (long) checked(index) * Words.BYTES, true);
        return element;
    }
}
