package io.vireo.engine.index;

import java.lang.foreign.MemorySegment;

/**
 * A place between the keys of an {@link OrderedIndex}, to be moved. It holds a copy of the key that it is at and of its entry as they were when it moved
 * there, so it survives any change of the index: the next move starts at that key, whether it is still there or not. While nothing changes a
 * move costs no search. Threads: the owner of the index. Moving allocates nothing.
 */
public final class IndexCursor {
    IndexCursor(OrderedIndex index) {}

    /** Moves to the first key; false when there is none: the cursor is at no key then. All moves answer so. */
    public boolean first() {
        throw new UnsupportedOperationException();
    }

    /** Moves to the last key. */
    public boolean last() {
        throw new UnsupportedOperationException();
    }

    /** Moves to the least key that is this one or after it. */
    public boolean ceiling(MemorySegment key, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** The same with a key in the heap. */
    public boolean ceiling(byte[] key, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Moves to the least key after this one. */
    public boolean higher(MemorySegment key, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** The same with a key in the heap. */
    public boolean higher(byte[] key, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Moves to the greatest key before this one. */
    public boolean lower(MemorySegment key, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** The same with a key in the heap. */
    public boolean lower(byte[] key, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Moves to the least key after all those that start with this prefix: past a group of a listing. */
    public boolean past(MemorySegment prefix, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** The same with a prefix in the heap. */
    public boolean past(byte[] prefix, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** Moves to the next key after the one that it is at. */
    public boolean next() {
        throw new UnsupportedOperationException();
    }

    /** Moves to the key before the one that it is at. */
    public boolean previous() {
        throw new UnsupportedOperationException();
    }

    /** Whether it is at a key. */
    public boolean isAtKey() {
        throw new UnsupportedOperationException();
    }

    /** A buffer that starts with the key that it is at; overwritten by the next move. */
    public MemorySegment key() {
        throw new UnsupportedOperationException();
    }

    /** Of the key that it is at, in bytes. */
    public int keyLength() {
        throw new UnsupportedOperationException();
    }

    /** Whether the key that it is at starts with these bytes. */
    public boolean startsWith(byte[] prefix, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    /** What was under the key; overwritten by the next move. */
    public IndexEntry entry() {
        throw new UnsupportedOperationException();
    }
}
