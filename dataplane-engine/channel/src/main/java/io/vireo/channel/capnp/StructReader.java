package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * View of a struct inside a message; the generated readers add a method for each field.
 *
 * <p>A reader is a flyweight: it holds no data, is moved from one struct to the next, and hands out the same child object at
 * each call, moved. So read a child before asking for its sibling, and keep values, not readers. Fields that the writer's
 * schema did not have read as their defaults. Reading allocates nothing, but for {@link String}s and for each child object,
 * once. Threads: one at a time.
 *
 * @throws MalformedMessageException (every method) if the bytes are not what the schema says
 */
public abstract class StructReader {
    private @Nullable MessageReader rootMessage;
    private @Nullable MessageReader message;
    private MemorySegment buffer = MemorySegment.NULL;
    private int segment;
    private long dataStart;
    private long pointerStart; // and the end of the data section
    private long pointerEnd;
    private int depth;

    /** For the generated subclasses. */
    protected StructReader() {}

    /**
     * Moves this reader to the root of a framed message. The buffer must not change while it is read.
     *
     * @param newBuffer memory that holds the message, at any alignment
     * @param offset of the message, in bytes
     * @param length of the range that holds it, in bytes; what follows the message is ignored
     */
    protected final void wrapRoot(MemorySegment newBuffer, long offset, long length) {
        MessageReader root = rootMessage;
        if (root == null) {
            root = new MessageReader();
            rootMessage = root;
        }
        root.wrap(newBuffer, offset, length);
        if (root.follow(0, root.root())) {
            enter(root, 0);
        } else {
            clear(root);
        }
    }

    /** Moves this reader to the struct that {@code from} has at a pointer; to an empty one when the pointer is null. */
    final void wrapField(StructReader from, int index) {
        MessageReader source = from.source();
        if (from.isPresent(index) && source.follow(from.segment, from.pointerAt(index))) {
            enter(source, from.depth);
        } else {
            clear(source);
        }
    }

    /** Moves this reader to an element of a list, whose bounds the list has checked. */
    final void wrapElement(
            MessageReader source, int newSegment, long start, long dataLength, long pointersLength, int newDepth) {
        message = source;
        buffer = source.buffer;
        segment = newSegment;
        dataStart = start;
        pointerStart = start + dataLength;
        pointerEnd = pointerStart + pointersLength;
        depth = newDepth;
    }

    private void enter(MessageReader source, int parentDepth) {
        if (Words.kind(source.shape) != Words.KIND_STRUCT) {
            throw new MalformedMessageException("pointer is not to a struct: kind=" + Words.kind(source.shape));
        }
        int dataWords = Words.dataWords(source.shape);
        int pointers = Words.pointerCount(source.shape);
        source.take(dataWords + pointers);
        wrapElement(
                source,
                source.segment,
                source.start,
                (long) dataWords * Words.BYTES,
                (long) pointers * Words.BYTES,
                MessageReader.deeper(parentDepth));
    }

    private void clear(MessageReader source) {
        wrapElement(source, 0, 0, 0, 0, 0);
    }

    final MessageReader source() {
        MessageReader source = message;
        if (source == null) {
            throw new IllegalStateException("reader is not on a message");
        }
        return source;
    }

    final int segment() {
        return segment;
    }

    final int depth() {
        return depth;
    }

    final boolean isPresent(int index) {
        return pointerAt(index) < pointerEnd;
    }

    final long pointerAt(int index) {
        return pointerStart + (long) index * Words.BYTES;
    }

    /** Makes this reader a view of the same struct: a group. */
    protected final void wrapGroup(StructReader around) {
        wrapElement(
                around.source(),
                around.segment,
                around.dataStart,
                around.pointerStart - around.dataStart,
                around.pointerEnd - around.pointerStart,
                around.depth);
    }

    /** The struct at a pointer; an empty one, whose fields have their defaults, when the pointer is null. */
    protected final <R extends StructReader> R readStruct(int index, R reader) {
        reader.wrapField(this, index);
        return reader;
    }

    /** Whether a pointer is there and not null. */
    protected final boolean readHas(int index) {
        return isPresent(index) && buffer.get(Words.LONG, pointerAt(index)) != 0;
    }

    /** @param bit from the start of the data section */
    protected final boolean readBoolean(int bit) {
        long at = dataStart + (bit >> 3);
        return at < pointerStart && (buffer.get(ValueLayout.JAVA_BYTE, at) >> (bit & 7) & 1) != 0;
    }

    /** @param offset in bytes from the start of the data section, as in the methods below */
    protected final byte readByte(int offset) {
        long at = dataStart + offset;
        return at < pointerStart ? buffer.get(ValueLayout.JAVA_BYTE, at) : 0;
    }

    /** Two bytes, or 0 past the end. */
    protected final short readShort(int offset) {
        long at = dataStart + offset;
        return at + 2 <= pointerStart ? buffer.get(Words.SHORT, at) : 0;
    }

    /** Four bytes, or 0 past the end. */
    protected final int readInt(int offset) {
        long at = dataStart + offset;
        return at + 4 <= pointerStart ? buffer.get(Words.INT, at) : 0;
    }

    /** Eight bytes, or 0 past the end. */
    protected final long readLong(int offset) {
        long at = dataStart + offset;
        return at + 8 <= pointerStart ? buffer.get(Words.LONG, at) : 0;
    }

    /** Refuses to read a union's member while another is set: it would read that one's bits. */
    protected final void requireMember(int discriminantOffset, int discriminant) {
        int actual = Short.toUnsignedInt(readShort(discriminantOffset));
        if (actual != discriminant) {
            throw new IllegalStateException(
                    "union holds another member: asked=%d holds=%d".formatted(discriminant, actual));
        }
    }

    /** Bytes of a Data field, or of a Text field without its end mark; empty when the pointer is null. */
    protected final DataReader readBytes(int index, DataReader reader, boolean isText) {
        MessageReader source = source();
        if (isPresent(index)) {
            reader.wrapPointer(source, segment, pointerAt(index), isText);
        } else {
            reader.clear(source);
        }
        return reader;
    }
}
