package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * View of a list inside a message. A flyweight like {@link StructReader}.
 */
public abstract sealed class ListReader
        permits StructListReader, TextListReader, DataListReader, LongListReader, DoubleListReader {
    private @Nullable MessageReader message;
    MemorySegment buffer = MemorySegment.NULL;
    int segment;
    long start;
    int depth;
    private int count;

    ListReader() {}

    /** How many elements there are; 0 for a field that is not set. */
    public final int count() {
        return count;
    }

    /**
     * Moves this list to a pointer of a struct.
     *
     * @param index of the pointer in the struct's pointer section
     */
    public final void wrapField(StructReader from, int index) {
        MessageReader source = from.source();
        message = source;
        buffer = source.buffer;
        count = 0;
        if (from.isPresent(index) && source.follow(from.segment(), from.pointerAt(index))) {
            if (Words.kind(source.shape) != Words.KIND_LIST) {
                throw new MalformedMessageException("pointer is not to a list: kind=" + Words.kind(source.shape));
            }
            depth = MessageReader.deeper(from.depth());
            segment = source.segment;
            start = source.start;
            count = enter(source, Words.element(source.shape), Words.count(source.shape));
        }
    }

    /**
     * Checks the list's bounds, and learns its shape.
     *
     * @param element what the pointer says of the elements
     * @param declared count of elements, or of words for a list of structs
     * @return the count of elements
     */
    abstract int enter(MessageReader source, int element, int declared);

    final int checked(int index) {
        return Objects.checkIndex(index, count);
    }

    final MessageReader source() {
        MessageReader source = message;
        if (source == null) {
            throw new IllegalStateException("reader is not on a message");
        }
        return source;
    }

    static int requireElement(MessageReader source, int expected, int element, int declared) {
        if (element != expected) {
            throw new MalformedMessageException(
                    "list has other elements: expected=%d found=%d".formatted(expected, element));
        }
        source.take(declared); // words: all the lists that come here have elements of one word
        return declared;
    }
}
