package io.vireo.channel.generator;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;

/**
 * One struct of the compiler's request, read by place: the generator cannot use flyweights that it has yet to generate.
 *
 * <p>The compiler is trusted; a pointer that leads nowhere ends in an {@link IndexOutOfBoundsException}. Offsets are in bytes
 * from the start of the struct's data section; indexes count pointers. Source: capnproto.org/encoding.html.
 */
final class RequestStruct {
    private static final int WORD = 8;

    private final List<ByteBuffer> segments;
    private final int segment;
    private final int dataStart;
    private final int dataLength;
    private final int pointerCount;

    private RequestStruct(List<ByteBuffer> segments, int segment, int dataStart, int dataLength, int pointerCount) {
        this.segments = segments;
        this.segment = segment;
        this.dataStart = dataStart;
        this.dataLength = dataLength;
        this.pointerCount = pointerCount;
    }

    static RequestStruct root(List<ByteBuffer> segments) {
        return new RequestStruct(segments, 0, 0, 0, 1).struct(0);
    }

    int uint16(int offset) {
        return offset + 2 <= dataLength ? Short.toUnsignedInt(bytes().getShort(dataStart + offset)) : 0;
    }

    int int32(int offset) {
        return offset + 4 <= dataLength ? bytes().getInt(dataStart + offset) : 0;
    }

    long int64(int offset) {
        return offset + 8 <= dataLength ? bytes().getLong(dataStart + offset) : 0;
    }

    boolean bit(int bit) {
        return bit / 8 < dataLength && (bytes().get(dataStart + bit / 8) >> (bit % 8) & 1) == 1;
    }

    boolean hasPointer(int index) {
        return index < pointerCount && bytes().getLong(pointerAt(index)) != 0;
    }

    RequestStruct struct(int index) {
        if (!hasPointer(index)) {
            return new RequestStruct(segments, segment, 0, 0, 0);
        }
        Target target = follow(index);
        int dataWords = (int) (target.word >>> 32 & 0xFFFF);
        return new RequestStruct(
                segments, target.segment, target.start, dataWords * WORD, (int) (target.word >>> 48 & 0xFFFF));
    }

    List<RequestStruct> structs(int index) {
        if (!hasPointer(index)) {
            return List.of();
        }
        Target target = follow(index);
        long tag = segments.get(target.segment).getLong(target.start);
        int count = (int) tag >>> 2;
        int dataLengthOfElement = (int) (tag >>> 32 & 0xFFFF) * WORD;
        int pointersOfElement = (int) (tag >>> 48 & 0xFFFF);
        int stride = dataLengthOfElement + pointersOfElement * WORD;
        return new AbstractList<>() {
            @Override
            public RequestStruct get(int i) {
                int start = target.start + WORD + i * stride;
                return new RequestStruct(segments, target.segment, start, dataLengthOfElement, pointersOfElement);
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    String text(int index) {
        if (!hasPointer(index)) {
            return "";
        }
        Target target = follow(index);
        byte[] bytes = new byte[(int) (target.word >>> 35) - 1];
        segments.get(target.segment).get(target.start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private ByteBuffer bytes() {
        return segments.get(segment);
    }

    private int pointerAt(int index) {
        return dataStart + dataLength + index * WORD;
    }

    /** What a pointer leads to: the word that says its shape, and where its content starts. */
    private record Target(long word, int segment, int start) {}

    private Target follow(int index) {
        return follow(segment, pointerAt(index));
    }

    private Target follow(int inSegment, int at) {
        long word = segments.get(inSegment).getLong(at);
        if ((word & 3) != 2) {
            return new Target(word, inSegment, at + WORD + ((int) word >> 2) * WORD);
        }
        int pad = ((int) word >>> 3) * WORD;
        int padSegment = (int) (word >>> 32);
        if ((word & 4) == 0) {
            return follow(padSegment, pad);
        }
        long far = segments.get(padSegment).getLong(pad);
        long shape = segments.get(padSegment).getLong(pad + WORD);
        return new Target(shape, (int) (far >>> 32), ((int) far >>> 3) * WORD);
    }
}
