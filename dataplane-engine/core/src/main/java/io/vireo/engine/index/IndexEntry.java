package io.vireo.engine.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * What the index keeps under a key: where the newest record is, and what must be known of it before it is read. A holder that its owner
 * fills and reuses; the index copies from it and into it.
 *
 * <pre>
 *   0 segment u32 | 4 offset u32 | 8 length u32 | 12 checksum u32 | 16 version u48 | 22 flags u16 |     24 bytes, little-endian
 * </pre>
 *
 * Threads: one.
 */
public final class IndexEntry {
    /** Of an entry in memory and in a checkpoint, in bytes. */
    public static final int LENGTH = 24;

    /** The largest version that fits. */
    public static final long VERSION_MAX = (1L << 48) - 1;

    private static final long SEGMENT_OFFSET = 0;
    private static final long OFFSET_OFFSET = 4;
    private static final long LENGTH_OFFSET = 8;
    private static final long CHECKSUM_OFFSET = 12;
    private static final long VERSION_OFFSET = 16;
    private static final int FLAGS_SHIFT = 48;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private int segment;
    private int offset;
    private int length;
    private int checksum;
    private long version;
    private int flags;

    /** All zero. */
    public IndexEntry() {}

    /**
     * Sets all of it.
     *
     * @param segment of the journal, unsigned
     * @param offset of the record in its segment, in bytes, unsigned
     * @param length of the record in bytes, unsigned
     * @param checksum CRC-32C of the record's body
     * @param version 0 to {@link #VERSION_MAX}
     * @param flags 16 bits, whose meaning is the user's
     */
    public IndexEntry set(int segment, int offset, int length, int checksum, long version, int flags) {
        assert 0 <= version && version <= VERSION_MAX : version;
        assert flags == (flags & 0xffff) : flags;
        this.segment = segment;
        this.offset = offset;
        this.length = length;
        this.checksum = checksum;
        this.version = version;
        this.flags = flags;
        return this;
    }

    /** Becomes like another. */
    public IndexEntry set(IndexEntry other) {
        return set(other.segment, other.offset, other.length, other.checksum, other.version, other.flags);
    }

    /** Reads the 24 bytes. */
    public IndexEntry readFrom(MemorySegment buffer, long at) {
        long last = buffer.get(LONG, at + VERSION_OFFSET);
        segment = buffer.get(INT, at + SEGMENT_OFFSET);
        offset = buffer.get(INT, at + OFFSET_OFFSET);
        length = buffer.get(INT, at + LENGTH_OFFSET);
        checksum = buffer.get(INT, at + CHECKSUM_OFFSET);
        version = last & VERSION_MAX;
        flags = (int) (last >>> FLAGS_SHIFT);
        return this;
    }

    /** The location in the 24 bytes. */
    static long location(MemorySegment buffer, long at) {
        return location(buffer.get(INT, at + SEGMENT_OFFSET), buffer.get(INT, at + OFFSET_OFFSET));
    }

    private static long location(int segment, int offset) {
        return (long) segment << 32 | offset & 0xffff_ffffL;
    }

    /** Writes the 24 bytes. */
    public void writeTo(MemorySegment buffer, long at) {
        buffer.set(INT, at + SEGMENT_OFFSET, segment);
        buffer.set(INT, at + OFFSET_OFFSET, offset);
        buffer.set(INT, at + LENGTH_OFFSET, length);
        buffer.set(INT, at + CHECKSUM_OFFSET, checksum);
        buffer.set(LONG, at + VERSION_OFFSET, version | (long) flags << FLAGS_SHIFT);
    }

    /** Of the journal, unsigned. */
    public int segment() {
        return segment;
    }

    /** Of the record in its segment, in bytes, unsigned. */
    public int offset() {
        return offset;
    }

    /** Segment in the upper 32 bits, offset in the lower: the record's name in the journal and in the cache. */
    public long location() {
        return location(segment, offset);
    }

    /** Of the record in bytes, unsigned. */
    public int length() {
        return length;
    }

    /** CRC-32C of the record's body. */
    public int checksum() {
        return checksum;
    }

    /** Of the item. */
    public long version() {
        return version;
    }

    /** 16 bits, whose meaning is the user's. */
    public int flags() {
        return flags;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndexEntry entry
                && segment == entry.segment
                && offset == entry.offset
                && length == entry.length
                && checksum == entry.checksum
                && version == entry.version
                && flags == entry.flags;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(location()) * 31 + Long.hashCode(version);
    }

    @Override
    public String toString() {
        return "segment=%d offset=%d length=%d checksum=%08x version=%d flags=%04x"
                .formatted(
                        segment & 0xffff_ffffL, offset & 0xffff_ffffL, length & 0xffff_ffffL, checksum, version, flags);
    }
}
