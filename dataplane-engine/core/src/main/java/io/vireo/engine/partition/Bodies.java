package io.vireo.engine.partition;

import io.vireo.engine.Limits;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.CorruptBodyException;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.Location;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Moves bodies between a client's arena and the journal. No byte leaves without its block's checksum having been compared. Threads: one. */
public final class Bodies {
    private final Journal journal;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer block = ByteBuffer.allocateDirect(Limits.BODY_BLOCK_LENGTH);
    private final MemorySegment blockSegment = MemorySegment.ofBuffer(block);

    /** Reads from and writes to this log. */
    public Bodies(Journal journal) {
        this.journal = journal;
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
        requireInArena(arena, offset, length, "body");
        if (length > Limits.BODY_PART_LENGTH) {
            throw new InvalidRequestException("body is too long for one request: field=bodyLength length=" + length
                    + " limit=" + Limits.BODY_PART_LENGTH + "; stage it in parts");
        }
        if (!journal.appendBody(arena, offset, (int) length)) {
            return null;
        }
        int[] checksums = new int[Extent.blockCount((int) length)];
        for (int i = 0; i < checksums.length; i++) {
            int start = i * Limits.BODY_BLOCK_LENGTH;
            int blockLength = (int) Math.min(Limits.BODY_BLOCK_LENGTH, length - start);
            crc.reset();
            crc.update(journal.bodyView(recordOffset + start, blockLength));
            checksums[i] = (int) crc.getValue();
        }
        return new Extent(journal.bodyLocation() + recordOffset, (int) length, checksums);
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
     * Copies a range of a body to a client's arena.
     *
     * @return bytes copied: fewer than asked for when the body ends before
     * @throws CorruptBodyException stored bytes fail their checksum, or cannot be read
     */
    public int read(Key key, Body body, long start, long length, MemorySegment target, long targetOffset)
            throws CorruptBodyException {
        if (Long.compareUnsigned(start, body.length()) >= 0) {
            return 0;
        }
        long end = start + Math.min(length, body.length() - start);
        long position = 0;
        int copied = 0;
        for (Extent extent : body.extents()) {
            long from = Math.max(start, position);
            long to = Math.min(end, position + extent.length());
            if (from < to) {
                copy(key, extent, (int) (from - position), (int) (to - position), target, targetOffset + copied);
                copied += (int) (to - from);
            }
            position += extent.length();
        }
        return copied;
    }

    private void copy(Key key, Extent extent, int from, int to, MemorySegment target, long targetOffset)
            throws CorruptBodyException {
        int at = from;
        while (at < to) {
            int index = at / Limits.BODY_BLOCK_LENGTH;
            int blockStart = index * Limits.BODY_BLOCK_LENGTH;
            int blockLength = Math.min(Limits.BODY_BLOCK_LENGTH, extent.length() - blockStart);
            fill(block, key, extent.location() + blockStart, blockLength, extent.checksums()[index]);
            int stop = Math.min(to, blockStart + blockLength);
            MemorySegment.copy(blockSegment, at - blockStart, target, targetOffset + (at - from), stop - at);
            at = stop;
        }
    }

    /** The bytes of a block of records. */
    byte[] readBlock(Key key, long location, int length, int checksum) throws CorruptBodyException {
        byte[] bytes = new byte[length];
        fill(ByteBuffer.wrap(bytes), key, location, length, checksum);
        return bytes;
    }

    private void fill(ByteBuffer target, Key key, long location, int length, int checksum) throws CorruptBodyException {
        target.clear().limit(length);
        String place =
                "item=" + key + " segment=" + Location.segment(location) + " offset=" + Location.offset(location);
        try {
            journal.read(location, target);
        } catch (IOException e) {
            throw new CorruptBodyException("stored bytes cannot be read: " + e.getMessage() + " " + place);
        }
        crc.reset();
        crc.update(target.flip());
        if ((int) crc.getValue() != checksum) {
            throw new CorruptBodyException("stored bytes fail their checksum: " + place);
        }
    }
}
