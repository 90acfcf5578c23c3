package io.vireo.channel.capnp;

import java.lang.foreign.MemorySegment;

/**
 * One framed message: where its segments lie, and how much of it may still be read.
 *
 * <p>Every pointer is followed here and nowhere else, and is held against the bounds of its segment, the depth limit and the
 * traversal limit. The last one stops a short message from describing endless data by pointing many times at the same place.
 */
final class MessageReader {
    static final int MAX_SEGMENTS = 64;
    static final int MAX_DEPTH = 80;
    /** A message may be read about this many times over, which leaves room for reading a field more than once. */
    private static final long TRAVERSALS = 64;

    private static final long MIN_TRAVERSAL_WORDS = 8192;

    private final long[] starts = new long[MAX_SEGMENTS];
    private final long[] ends = new long[MAX_SEGMENTS];

    MemorySegment buffer = MemorySegment.NULL;
    private int segmentCount;
    private long traversalWords;

    /* What the last call of follow found: the word that gives the shape, and the start of the content. */
    long shape;
    int segment;
    long start;

    /** Takes the framed message at the start of a range of bytes; the range may be longer than the message. */
    void wrap(MemorySegment newBuffer, long offset, long length) {
        if (offset < 0 || length < 0 || offset > newBuffer.byteSize() - length) {
            throw new IndexOutOfBoundsException(
                    "offset=%d length=%d byteSize=%d".formatted(offset, length, newBuffer.byteSize()));
        }
        if (length < Words.BYTES) {
            throw new MalformedMessageException("message is shorter than its frame: length=" + length);
        }
        long count = Integer.toUnsignedLong(newBuffer.get(Words.INT, offset)) + 1;
        if (count > MAX_SEGMENTS) {
            throw new MalformedMessageException("too many segments: count=%d limit=%d".formatted(count, MAX_SEGMENTS));
        }
        long tableLength = Words.wordsOf(4 * (count + 1)) * Words.BYTES;
        if (tableLength > length) {
            throw new MalformedMessageException("segment table passes the end: length=" + length);
        }
        long next = offset + tableLength;
        long end = offset + length;
        for (int i = 0; i < count; i++) {
            long segmentLength = Integer.toUnsignedLong(newBuffer.get(Words.INT, offset + 4 + 4L * i)) * Words.BYTES;
            if (segmentLength > end - next) {
                throw new MalformedMessageException(
                        "segment passes the end: segment=%d length=%d".formatted(i, segmentLength));
            }
            starts[i] = next;
            next += segmentLength;
            ends[i] = next;
        }
        buffer = newBuffer;
        segmentCount = (int) count;
        traversalWords = Math.max(MIN_TRAVERSAL_WORDS, length / Words.BYTES * TRAVERSALS);
    }

    /**
     * Follows the pointer at a place that is known to lie in its segment. A far pointer is followed to its end; the content's
     * bounds are for the caller to check, who knows its length.
     *
     * @return false for a null pointer
     */
    boolean follow(int inSegment, long at) {
        long word = buffer.get(Words.LONG, at);
        if (word == 0) {
            return false;
        }
        if (Words.kind(word) == Words.KIND_FAR) {
            followFar(word);
            return true;
        }
        land(word, inSegment, at);
        return true;
    }

    private void land(long word, int inSegment, long at) {
        shape = word;
        segment = inSegment;
        start = at + Words.BYTES + ((int) word >> 2) * (long) Words.BYTES;
        if (start < starts[inSegment] || start > ends[inSegment]) {
            throw new MalformedMessageException("pointer leads out of its segment: segment=" + inSegment);
        }
    }

    private void followFar(long word) {
        boolean hasTwoWords = (word & 4) != 0;
        int padSegment = segmentOf(word);
        long pad = placeOf(word, padSegment, hasTwoWords ? 2 * Words.BYTES : Words.BYTES);
        long padWord = buffer.get(Words.LONG, pad);
        if (!hasTwoWords) {
            if (Words.kind(padWord) == Words.KIND_FAR) {
                throw new MalformedMessageException("landing pad is a far pointer: segment=" + padSegment);
            }
            land(padWord, padSegment, pad);
            return;
        }
        if (Words.kind(padWord) != Words.KIND_FAR || (padWord & 4) != 0) {
            throw new MalformedMessageException(
                    "landing pad of two words starts without a far pointer: segment=" + padSegment);
        }
        segment = segmentOf(padWord);
        start = placeOf(padWord, segment, 0);
        shape = buffer.get(Words.LONG, pad + Words.BYTES);
        if (Words.kind(shape) == Words.KIND_FAR) {
            throw new MalformedMessageException("tag of a landing pad is a far pointer: segment=" + padSegment);
        }
    }

    private int segmentOf(long farPointer) {
        long index = farPointer >>> 32;
        if (index >= segmentCount) {
            throw new MalformedMessageException("far pointer to a segment that is not there: segment=" + index);
        }
        return (int) index;
    }

    private long placeOf(long farPointer, int inSegment, long length) {
        long place = starts[inSegment] + ((farPointer >>> 3) & 0x1FFF_FFFFL) * Words.BYTES;
        if (place > ends[inSegment] - length) {
            throw new MalformedMessageException("far pointer leads out of its segment: segment=" + inSegment);
        }
        return place;
    }

    /** Charges content of so many words that starts where {@link #follow} ended, after checking that it lies in its segment. */
    void take(long words) {
        if (words > (ends[segment] - start) / Words.BYTES) {
            throw new MalformedMessageException(
                    "content passes the end of its segment: segment=%d words=%d".formatted(segment, words));
        }
        charge(words);
    }

    void charge(long words) {
        traversalWords -= words;
        if (traversalWords < 0) {
            throw new MalformedMessageException(
                    "message describes more data than it may: limit is %d times its length".formatted(TRAVERSALS));
        }
    }

    /** The root pointer lies at the start of the first segment. */
    long root() {
        if (ends[0] - starts[0] < Words.BYTES) {
            throw new MalformedMessageException("message has no root pointer");
        }
        return starts[0];
    }

    static int deeper(int depth) {
        if (depth >= MAX_DEPTH) {
            throw new MalformedMessageException("message nests too deeply: limit=" + MAX_DEPTH);
        }
        return depth + 1;
    }
}
