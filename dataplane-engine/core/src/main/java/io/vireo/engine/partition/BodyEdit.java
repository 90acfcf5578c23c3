package io.vireo.engine.partition;

import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.journal.Location;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a body becomes when a range of it is replaced, or it is cut. Whole blocks outside the range stay where they are. Of a block that the range cuts, what stays is
 * written again, beside the new bytes: a checksum is that of a whole block.
 *
 * <pre>
 * before   | block | block | bl[ock | block | blo]ck | block |      [ ] the range that is replaced
 * after    | left          | head, new bytes, tail   | right |      head and tail are read, and written again
 * </pre>
 */
final class BodyEdit {
    /** Of one hole: the length of an extent is 31 bits. */
    private static final int HOLE_LENGTH_MAX = 1 << 30;

    /**
     * A part of a block that is written again.
     *
     * @param block its index in the extent
     * @param from first byte of the part in the block
     * @param to byte after the last of the part in the block
     */
    record Edge(Extent extent, int block, int from, int to) {
        /** Where the whole block is, as the index says where a record is. */
        IndexEntry at() {
            int start = block * Limits.BODY_BLOCK_LENGTH;
            long location = extent.location() + start;
            int length = Math.min(Limits.BODY_BLOCK_LENGTH, extent.length() - start);
            return new IndexEntry()
                    .set(
                            Location.segment(location),
                            Location.offset(location),
                            length,
                            extent.checksums()[block],
                            0,
                            0);
        }
    }

    private final List<Extent> left = new ArrayList<>();
    private final List<Extent> right = new ArrayList<>();
    private @Nullable Edge head;
    private @Nullable Edge tail;

    private BodyEdit(Body body, long start, long end) {
        long at = 0;
        for (Extent extent : body.extents()) {
            long extentEnd = at + extent.length();
            if (extentEnd <= start) {
                left.add(extent);
            } else if (at < start) {
                keepBefore(extent, (int) (start - at));
            }
            if (at >= end) {
                right.add(extent);
            } else if (extentEnd > end) {
                keepAfter(extent, (int) (end - at));
            }
            at = extentEnd;
        }
        for (long missing = start - at; missing > 0; missing -= HOLE_LENGTH_MAX) {
            left.add(Extent.hole((int) Math.min(missing, HOLE_LENGTH_MAX)));
        }
    }

    /**
     * Bytes are written at a position: over what lies there, and past the end, with a hole before them when they start behind it.
     *
     * @param joins whether a short last block before them is written again with them, so that a body which grows by little does not crumble
     */
    static BodyEdit write(Body body, long position, long length, boolean joins) {
        BodyEdit edit = new BodyEdit(body, position, position + length);
        if (joins && edit.head == null && position <= body.length()) {
            edit.join();
        }
        return edit;
    }

    /** The body gets another length. */
    static BodyEdit truncate(Body body, long length) {
        return new BodyEdit(body, length, Math.max(length, body.length()));
    }

    private void keepBefore(Extent extent, int length) {
        if (extent.isHole()) {
            left.add(Extent.hole(length));
            return;
        }
        int block = length / Limits.BODY_BLOCK_LENGTH;
        int whole = block * Limits.BODY_BLOCK_LENGTH;
        keepBlocksBefore(extent, block);
        if (length > whole) {
            head = new Edge(extent, block, 0, length - whole);
        }
    }

    private void keepBlocksBefore(Extent extent, int block) {
        if (block > 0) {
            int whole = block * Limits.BODY_BLOCK_LENGTH;
            left.add(new Extent(extent.location(), whole, Arrays.copyOf(extent.checksums(), block)));
        }
    }

    private void keepAfter(Extent extent, int offset) {
        if (extent.isHole()) {
            right.add(Extent.hole(extent.length() - offset));
            return;
        }
        int block = offset / Limits.BODY_BLOCK_LENGTH;
        int blockStart = block * Limits.BODY_BLOCK_LENGTH;
        int from = blockStart;
        if (offset > blockStart) {
            from = Math.min(blockStart + Limits.BODY_BLOCK_LENGTH, extent.length());
            tail = new Edge(extent, block, offset - blockStart, from - blockStart);
            block++;
        }
        if (from < extent.length()) {
            int[] checksums = Arrays.copyOfRange(extent.checksums(), block, extent.checksums().length);
            right.add(new Extent(extent.location() + from, extent.length() - from, checksums));
        }
    }

    private void join() {
        if (left.isEmpty() || left.getLast().isHole()) {
            return;
        }
        Extent last = left.getLast();
        int block = last.checksums().length - 1;
        int length = last.length() - block * Limits.BODY_BLOCK_LENGTH;
        if (length < Limits.BODY_BLOCK_LENGTH) {
            left.removeLast();
            keepBlocksBefore(last, block);
            head = new Edge(last, block, 0, length);
        }
    }

    /** What goes before the new bytes; null: nothing. */
    @Nullable Edge head() {
        return head;
    }

    /** What goes behind the new bytes; null: nothing. */
    @Nullable Edge tail() {
        return tail;
    }

    /** The body after it. */
    Body body(List<Extent> between) {
        List<Extent> all = new ArrayList<>(left);
        all.addAll(between);
        all.addAll(right);
        return Body.of(all);
    }
}
