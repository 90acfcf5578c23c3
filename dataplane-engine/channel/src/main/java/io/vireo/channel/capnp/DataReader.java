package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * View of the bytes of a Data or Text field, without copying them. A flyweight like {@link StructReader}.
 */
public final class DataReader {
    private MemorySegment buffer = MemorySegment.NULL;
    private long offset;
    private int length;

    /** For the generated readers; on no bytes yet. */
    public DataReader() {}

    void clear(MessageReader source) {
        buffer = source.buffer;
        offset = 0;
        length = 0;
    }

    void wrapPointer(MessageReader source, int segment, long at, boolean isText) {
        if (!source.follow(segment, at)) {
            clear(source);
            return;
        }
        if (Words.kind(source.shape) != Words.KIND_LIST || Words.element(source.shape) != Words.ELEMENT_BYTE) {
            throw new MalformedMessageException("pointer is not to a list of bytes");
        }
        int count = Words.count(source.shape);
        source.take(Words.wordsOf(count));
        if (isText) {
            if (count == 0 || source.buffer.get(ValueLayout.JAVA_BYTE, source.start + count - 1) != 0) {
                throw new MalformedMessageException("text has no end mark: length=" + count);
            }
            count--;
        }
        buffer = source.buffer;
        offset = source.start;
        length = count;
    }

    /** The memory that holds the bytes, and more than these. */
    public MemorySegment buffer() {
        return buffer;
    }

    /** Where the bytes start in {@link #buffer()}, in bytes. */
    public long offset() {
        return offset;
    }

    /** How many bytes there are; 0 for a field that is not set. */
    public int length() {
        return length;
    }

    /**
     * One byte.
     *
     * @param index from 0 to {@link #length()} - 1
     */
    public byte byteAt(int index) {
        return buffer.get(ValueLayout.JAVA_BYTE, offset + Objects.checkIndex(index, length));
    }

    /** Copies all bytes to a place of another segment. */
    public void copyTo(MemorySegment target, long targetOffset) {
        MemorySegment.copy(buffer, offset, target, targetOffset, length);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        byte[] bytes = new byte[length];
        MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, offset, bytes, 0, length);
        return bytes;
    }

    /**
     * The bytes as text.
     *
     * @throws MalformedMessageException if they are not UTF-8
     */
    public String toText() {
        byte[] bytes = toByteArray();
        for (byte b : bytes) {
            if (b < 0) {
                return strictlyDecoded(bytes);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1); // ASCII, which needs no check
    }

    private static String strictlyDecoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMessageException("text is not UTF-8: length=" + bytes.length);
        }
    }
}
