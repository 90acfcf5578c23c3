package io.vireo.engine.index;

import java.lang.foreign.MemorySegment;

/**
 * The keys of a partition in the order of their bytes, unsigned, each with an {@link IndexEntry}: an adaptive radix tree outside the heap.
 *
 * <p>A key is any run of up to {@link io.vireo.engine.Limits#KEY_LENGTH} bytes; one may be a prefix of another. It is copied, and may be in the heap or
 * outside. Threads: the owner of its {@link IndexMemory}. Allocates nothing.
 */
public final class OrderedIndex implements AutoCloseable {
    /** The key was not there. */
    public static final int INSERTED = 1;

    /** The key was there. */
    public static final int REPLACED = 2;

    /** Nothing was changed: the memory's budget is used up. */
    public static final int FULL = -1;

    /** Starts empty. Several share a memory. */
    public OrderedIndex(IndexMemory memory) {}

    /** Whether a key is there, and then its entry. */
    public boolean get(MemorySegment key, long offset, int length, IndexEntry into) {
        throw new UnsupportedOperationException();
    }

    /** Whether a key is there, and then its entry. */
    public boolean get(byte[] key, int offset, int length, IndexEntry into) {
        throw new UnsupportedOperationException();
    }

    /**
     * Puts an entry under a key.
     *
     * @param before gets what was there, when the answer is {@link #REPLACED}
     * @return {@link #INSERTED}, {@link #REPLACED} or {@link #FULL}
     */
    public int put(MemorySegment key, long offset, int length, IndexEntry entry, IndexEntry before) {
        throw new UnsupportedOperationException();
    }

    /** The same with a key in the heap. */
    public int put(byte[] key, int offset, int length, IndexEntry entry, IndexEntry before) {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes a key. Never refused.
     *
     * @param removed gets what was there
     * @return whether it was there
     */
    public boolean remove(MemorySegment key, long offset, int length, IndexEntry removed) {
        throw new UnsupportedOperationException();
    }

    /** The same with a key in the heap. */
    public boolean remove(byte[] key, int offset, int length, IndexEntry removed) {
        throw new UnsupportedOperationException();
    }

    /**
     * Replaces an entry if its record is still where it was: how compaction moves records. Never refused for want of memory.
     *
     * @param location of the record that was moved, as {@link IndexEntry#location}
     * @return whether it was replaced
     */
    public boolean replaceIfAt(long location, MemorySegment key, long offset, int length, IndexEntry entry) {
        throw new UnsupportedOperationException();
    }

    /** The same with a key in the heap. */
    public boolean replaceIfAt(long location, byte[] key, int offset, int length, IndexEntry entry) {
        throw new UnsupportedOperationException();
    }

    /** A new cursor, at no key. */
    public IndexCursor cursor() {
        return new IndexCursor(this);
    }

    /** Keys. */
    public long count() {
        return 0;
    }

    /** Memory that keys, entries and the tree take, in bytes. */
    public long liveBytes() {
        return 0;
    }

    /** Removes all keys. */
    public void clear() {}

    /** Gives its memory back to the budget. */
    @Override
    public void close() {}
}
