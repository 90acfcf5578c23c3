package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A message under construction, in one segment that grows from the start of a buffer.
 *
 * <pre>
 *   + 0   int 0 (one segment), int words of the segment
 *   + 8   root pointer, root struct, and what follows in the order in which it is set
 * </pre>
 *
 * <p>Writes only; what it wrote is never read back, so the buffer may be memory that a hostile peer can write to.
 */
final class MessageWriter {
    private static final int FRAME_LENGTH = 8;

    MemorySegment buffer = MemorySegment.NULL;
    private long start;
    private long limit;
    private long position;

    void begin(MemorySegment newBuffer, long offset, long capacity) {
        Objects.checkFromIndexSize(offset, capacity, newBuffer.byteSize());
        buffer = newBuffer;
        start = offset;
        limit = offset + capacity;
        position = offset;
        position = allocate(2) + 2 * Words.BYTES; // the frame, which finish fills, and the root pointer
    }

    /** Takes zeroed words from the end. */
    long allocate(long words) {
        long at = position;
        long end = at + words * Words.BYTES;
        if (end > limit) {
            throw new MessageTooLongException(end - start, limit - start);
        }
        for (long word = at; word < end; word += Words.BYTES) {
            buffer.set(Words.LONG, word, 0);
        }
        position = end;
        return at;
    }

    long rootPointer() {
        return start + FRAME_LENGTH;
    }

    void setStructPointer(long at, long content, int dataWords, int pointerCount) {
        // A struct of no words must not look like a null pointer: it points at itself.
        long offsetWords = dataWords + pointerCount == 0 ? -1 : (content - at) / Words.BYTES - 1;
        buffer.set(Words.LONG, at, Words.structPointer(offsetWords, dataWords, pointerCount));
    }

    void setListPointer(long at, long content, int element, long count) {
        buffer.set(Words.LONG, at, Words.listPointer((content - at) / Words.BYTES - 1, element, count));
    }

    void setText(long at, String text) {
        int length = Utf8.length(text);
        long content = bytes(at, length + 1);
        if (length == text.length()) {
            buffer.setString(content, text); // ASCII: copied as it is, with the zero after it
        } else {
            Utf8.encode(text, buffer, content);
        }
    }

    void setText(long at, MemorySegment source, long offset, int length) {
        MemorySegment.copy(source, offset, buffer, bytes(at, length + 1), length);
    }

    void setData(long at, MemorySegment source, long offset, int length) {
        MemorySegment.copy(source, offset, buffer, bytes(at, length), length);
    }

    void setData(long at, byte[] source) {
        MemorySegment.copy(source, 0, buffer, ValueLayout.JAVA_BYTE, bytes(at, source.length), source.length);
    }

    private long bytes(long at, int length) {
        if (length < 0 || length > Words.MAX_LIST_COUNT) {
            throw new IllegalArgumentException("bytes do not fit a list: length=" + length);
        }
        long words = Words.wordsOf(length);
        long content = position;
        long end = content + words * Words.BYTES;
        if (end > limit) {
            throw new MessageTooLongException(end - start, limit - start);
        }
        if (words > 0) {
            buffer.set(Words.LONG, end - Words.BYTES, 0); // what the content leaves of its last word
        }
        position = end;
        setListPointer(at, content, Words.ELEMENT_BYTE, length);
        return content;
    }

    int length() {
        return (int) (position - start);
    }

    int remaining() {
        return (int) Math.min(Integer.MAX_VALUE, limit - position);
    }

    void rewind(int length) {
        if (length < FRAME_LENGTH + Words.BYTES || length > length()) {
            throw new IllegalArgumentException("length=%d of=%d".formatted(length, length()));
        }
        position = start + length;
    }

    int finish() {
        int length = length();
        buffer.set(Words.INT, start, 0);
        buffer.set(Words.INT, start + 4, (length - FRAME_LENGTH) / Words.BYTES);
        return length;
    }
}
