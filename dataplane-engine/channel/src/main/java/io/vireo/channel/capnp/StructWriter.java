package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Builder of a struct inside a message; the generated writers add a method for each field.
 *
 * <p>A flyweight: {@code wrap} starts a message, the {@code init…} methods hand out the same child object at each call, moved
 * to the new struct or list. So fill a child before asking for its sibling. Space is taken from the buffer in the order of the
 * calls; setting a Text, Data, struct or list field twice wastes what the first call took. Allocates nothing but each child
 * object, once. Threads: one at a time.
 *
 * @throws MessageTooLongException (every method that takes space) if the buffer is full
 */
public abstract class StructWriter {
    private final int dataWords;
    private final int pointerCount;
    private @Nullable MessageWriter rootMessage;
    private @Nullable MessageWriter message;
    private MemorySegment buffer = MemorySegment.NULL;
    private long dataStart;
    private long pointerStart;

    /** For the generated subclasses: lengths of the sections, in words. */
    protected StructWriter(int dataWords, int pointerCount) {
        this.dataWords = dataWords;
        this.pointerCount = pointerCount;
    }

    /**
     * Starts a message with this struct as its root.
     *
     * @param newBuffer memory to write to
     * @param offset of the message, in bytes
     * @param capacity of the room there, in bytes
     */
    protected final void wrapRoot(MemorySegment newBuffer, long offset, long capacity) {
        MessageWriter root = rootMessage;
        if (root == null) {
            root = new MessageWriter();
            rootMessage = root;
        }
        root.begin(newBuffer, offset, capacity);
        allocateAt(root, root.rootPointer());
    }

    /**
     * Ends the message that the last {@code wrap} of this object began.
     *
     * @return its length in bytes, frame included, a multiple of 8
     */
    public final int finish() {
        return root().finish();
    }

    /** Bytes of the message so far, frame included. For the root. */
    public final int messageLength() {
        return root().length();
    }

    /** Bytes that the buffer has left. For the root. */
    public final int messageRemaining() {
        return root().remaining();
    }

    /**
     * Gives back the space taken since the message had this length. Whatever lies there must not be reachable any more, for
     * example because its list was cut by {@link StructListWriter#truncate}. For the root.
     */
    public final void rewindMessage(int messageLength) {
        root().rewind(messageLength);
    }

    private MessageWriter root() {
        MessageWriter root = rootMessage;
        if (root == null) {
            throw new IllegalStateException("writer is not the root of a message");
        }
        return root;
    }

    final MessageWriter target() {
        MessageWriter target = message;
        if (target == null) {
            throw new IllegalStateException("writer is not on a message");
        }
        return target;
    }

    private void allocateAt(MessageWriter target, long pointer) {
        long content = target.allocate(dataWords + pointerCount);
        target.setStructPointer(pointer, content, dataWords, pointerCount);
        moveTo(target, content);
    }

    /** Makes this writer fill a struct whose zeroed words lie there. */
    final void moveTo(MessageWriter target, long content) {
        message = target;
        buffer = target.buffer;
        dataStart = content;
        pointerStart = content + (long) dataWords * Words.BYTES;
    }

    final long pointerAt(int index) {
        return pointerStart + (long) index * Words.BYTES;
    }

    final int dataWords() {
        return dataWords;
    }

    final int pointerCount() {
        return pointerCount;
    }

    /** Takes space for a struct and hands out its writer. */
    protected final <W extends StructWriter> W initStruct(int index, W writer) {
        ((StructWriter) writer).allocateAt(target(), pointerAt(index));
        return writer;
    }

    /** Makes this writer fill a group of the given struct. */
    protected final void wrapGroup(StructWriter around) {
        moveTo(around.target(), around.dataStart);
        pointerStart = around.pointerStart;
    }

    /** @param bit from the start of the data section */
    protected final void writeBoolean(int bit, boolean value) {
        long at = dataStart + (bit >> 3);
        int mask = 1 << (bit & 7);
        byte old = buffer.get(ValueLayout.JAVA_BYTE, at);
        buffer.set(ValueLayout.JAVA_BYTE, at, (byte) (value ? old | mask : old & ~mask));
    }

    /** @param offset in bytes from the start of the data section, as in the methods below */
    protected final void writeByte(int offset, int value) {
        buffer.set(ValueLayout.JAVA_BYTE, dataStart + offset, (byte) value);
    }

    /** Two bytes. */
    protected final void writeShort(int offset, int value) {
        buffer.set(Words.SHORT, dataStart + offset, (short) value);
    }

    /** Four bytes. */
    protected final void writeInt(int offset, int value) {
        buffer.set(Words.INT, dataStart + offset, value);
    }

    /** Eight bytes. */
    protected final void writeLong(int offset, long value) {
        buffer.set(Words.LONG, dataStart + offset, value);
    }

    /** Checks a number against the range of its field. */
    protected static long inRange(long value, long minimum, long maximum) {
        if (value < minimum || value > maximum) {
            throw new IllegalArgumentException("value=%d minimum=%d maximum=%d".formatted(value, minimum, maximum));
        }
        return value;
    }

    /** Sets a Text field. */
    protected final void writeText(int index, String text) {
        target().setText(pointerAt(index), text);
    }

    /** Sets a Text field to bytes that are UTF-8 already, without an end mark. */
    protected final void writeText(int index, MemorySegment source, long offset, int length) {
        target().setText(pointerAt(index), source, offset, length);
    }

    /** Sets a Data field. */
    protected final void writeData(int index, MemorySegment source, long offset, int length) {
        target().setData(pointerAt(index), source, offset, length);
    }

    /** Sets a Data field. */
    protected final void writeData(int index, byte[] bytes) {
        target().setData(pointerAt(index), bytes);
    }
}
