package io.vireo.engine.partition;

import io.vireo.engine.Limits;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.Location;
import io.vireo.engine.store.SegmentUse;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Moves bodies between a client's arena and the journal. No byte leaves without its block's checksum having been compared. Threads: one. */
public final class Bodies {
    /** What is read at a time, in blocks that have a checksum each. */
    static final int PIECE_LENGTH = 4 * Limits.BODY_BLOCK_LENGTH;

    /** Pieces that are read at once, for all who read. */
    private static final int BUFFER_COUNT = 64;

    private static final int BUFFER_ALIGNMENT = 4_096;

    private final Journal journal;
    private final SegmentUse use;
    private final CRC32C crc = new CRC32C();
    private final ArrayDeque<MemorySegment> buffers = new ArrayDeque<>();
    private final ArrayDeque<BodyRead> waiting = new ArrayDeque<>();
    private int bufferCount;

    /** Reads from and writes to this log. */
    public Bodies(Journal journal, SegmentUse use) {
        this.journal = journal;
        this.use = use;
    }

    /** Checks a range that a client names in its arena. */
    public static void requireInArena(MemorySegment arena, long offset, long length, String field) {
        if (offset < 0 || length < 0 || offset > arena.byteSize() - length) {
            throw new InvalidRequestException("range is not in the arena: field=" + field + " offset="
                    + Long.toUnsignedString(offset) + " length=" + length + " arena=" + arena.byteSize());
        }
    }

    /**
     * Puts bytes of the arena into the body of the record that is being built.
     *
     * @return where they are, or null when the journal has no room
     */
    @Nullable Extent append(MemorySegment arena, long offset, long length, int recordOffset) {
        return appendArena(arena, offset, length) ? extent(recordOffset, (int) length) : null;
    }

    /** Puts bytes of the arena behind what the body of the record has; false when the journal has no room. */
    boolean appendArena(MemorySegment arena, long offset, long length) {
        requireInArena(arena, offset, length, "body");
        if (length > Limits.BODY_PART_LENGTH) {
            throw new InvalidRequestException("body is too long for one request: field=bodyLength length=" + length
                    + " limit=" + Limits.BODY_PART_LENGTH + "; stage it in parts");
        }
        return journal.appendBody(arena, offset, (int) length);
    }

    /** Puts bytes behind what the body of the record has; false when the journal has no room. */
    boolean append(byte[] bytes) {
        return journal.appendBody(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** Bytes that the body of the record has, as an extent. */
    Extent extent(int recordOffset, int length) {
        int[] checksums = new int[Extent.blockCount(length)];
        for (int i = 0; i < checksums.length; i++) {
            int start = i * Limits.BODY_BLOCK_LENGTH;
            int blockLength = Math.min(Limits.BODY_BLOCK_LENGTH, length - start);
            crc.reset();
            crc.update(journal.bodyView(recordOffset + start, blockLength));
            checksums[i] = (int) crc.getValue();
        }
        return new Extent(journal.bodyLocation() + recordOffset, length, checksums);
    }

    /** The body that is these bytes alone. */
    Body of(Extent extent, int recordOffset) {
        if (extent.length() == 0) {
            return Body.EMPTY;
        }
        int checksum = extent.checksums()[0];
        if (extent.checksums().length > 1) {
            crc.reset();
            crc.update(journal.bodyView(recordOffset, extent.length()));
            checksum = (int) crc.getValue();
        }
        return new Body(extent.length(), checksum, List.of(extent));
    }

    /**
     * Begins to copy a range of a body.
     *
     * @param target takes the bytes, in pieces of any order
     * @param ended is told the end
     */
    public void read(Key key, Body body, long start, long length, BodyRead.Target target, BodyRead.Ended ended) {
        long end = Long.compareUnsigned(start, body.length()) >= 0
                ? start
                : start + Math.min(length, body.length() - start);
        new BodyRead(this, key, body, start, end, target, ended).run();
    }

    Journal journal() {
        return journal;
    }

    SegmentUse use() {
        return use;
    }

    /** Memory to read into, {@link #PIECE_LENGTH} long; null when all of it is taken: the read is run again when some comes back. */
    @Nullable MemorySegment takeBuffer(BodyRead forWhom) {
        if (!buffers.isEmpty()) {
            return buffers.removeLast();
        }
        if (bufferCount < BUFFER_COUNT) {
            bufferCount++;
            return Arena.ofAuto().allocate(PIECE_LENGTH, BUFFER_ALIGNMENT);
        }
        waiting.add(forWhom);
        return null;
    }

    void giveBuffer(MemorySegment buffer) {
        buffers.add(buffer);
        @Nullable BodyRead next = waiting.poll();
        if (next != null) {
            next.run();
        }
    }

    /** Why bytes of a block must not be given to anybody; null when they may. */
    @Nullable String fault(Key key, long location, MemorySegment bytes, long offset, int length, int checksum) {
        crc.reset();
        crc.update(bytes.asSlice(offset, length).asByteBuffer());
        return (int) crc.getValue() == checksum ? null : "stored bytes fail their checksum:" + place(key, location);
    }

    static String place(Key key, long location) {
        return " item=" + key + " segment=" + Location.segment(location) + " offset=" + Location.offset(location);
    }
}
