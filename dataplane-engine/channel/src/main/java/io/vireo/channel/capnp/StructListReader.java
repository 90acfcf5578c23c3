package io.vireo.channel.capnp;

/**
 * View of a list of structs, which shows one element at a time.
 *
 * @param <R> reader of an element
 */
public final class StructListReader<R extends StructReader> extends ListReader {
    private final R element;
    private long dataLength;
    private long pointersLength;

    /** @param element the reader that {@link #get} moves */
    public StructListReader(R element) {
        this.element = element;
    }

    @Override
    int enter(MessageReader source, int kind, int declared) {
        if (kind == Words.ELEMENT_COMPOSITE) {
            return enterComposite(source, declared);
        }
        // A list of plain values reads as structs whose first field they are.
        switch (kind) {
            case Words.ELEMENT_VOID -> dataLength = 0;
            case Words.ELEMENT_BYTE -> dataLength = 1;
            case Words.ELEMENT_TWO_BYTES -> dataLength = 2;
            case Words.ELEMENT_FOUR_BYTES -> dataLength = 4;
            case Words.ELEMENT_EIGHT_BYTES -> dataLength = 8;
            case Words.ELEMENT_POINTER -> dataLength = 0;
            default -> throw new MalformedMessageException("list of bits where structs are expected");
        }
        pointersLength = kind == Words.ELEMENT_POINTER ? Words.BYTES : 0;
        source.take(Words.wordsOf((dataLength + pointersLength) * declared));
        source.charge(kind == Words.ELEMENT_VOID ? declared : 0); // costs no bytes, but each element is work
        return declared;
    }

    private int enterComposite(MessageReader source, int words) {
        source.take(words + 1L);
        long tag = buffer.get(Words.LONG, start);
        if (Words.kind(tag) != Words.KIND_STRUCT) {
            throw new MalformedMessageException("tag of a list of structs is not a struct: kind=" + Words.kind(tag));
        }
        int count = (int) tag >>> 2;
        int wordsOfElement = Words.dataWords(tag) + Words.pointerCount(tag);
        if ((long) count * wordsOfElement > words) {
            throw new MalformedMessageException(
                    "list holds more than its words: count=%d words=%d".formatted(count, words));
        }
        source.charge(wordsOfElement == 0 ? count : 0);
        dataLength = (long) Words.dataWords(tag) * Words.BYTES;
        pointersLength = (long) Words.pointerCount(tag) * Words.BYTES;
        start += Words.BYTES;
        return count;
    }

    /**
     * An element; the same object at each call, moved.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public R get(int index) {
        long at = start + checked(index) * (dataLength + pointersLength);
        element.wrapElement(source(), segment, at, dataLength, pointersLength, depth);
        return element;
    }
}
