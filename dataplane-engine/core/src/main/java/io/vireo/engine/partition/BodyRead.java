package io.vireo.engine.partition;

import io.vireo.engine.Limits;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Location;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A range of a body on its way from the disk: pieces of whole blocks, a few at a time, each block compared with its checksum before a byte of it is handed on. Its
 * segments stay while it runs. Threads: the reactor alone.
 */
public final class BodyRead {
    /** Takes bytes. */
    @FunctionalInterface
    public interface Target {
        /** @param position of the first of them in the range */
        void take(long position, MemorySegment source, long offset, int length);
    }

    /** Is told the end. */
    @FunctionalInterface
    public interface Ended {
        /**
         * @param length bytes that were handed on
         * @param fault what is wrong, with item and place; null: nothing
         */
        void ended(int length, @Nullable String fault);
    }

    /**
     * Whole blocks that are read at once.
     *
     * @param from of the first of them in the extent
     * @param position of the same in the body
     */
    private record Piece(Extent extent, int from, long position, int length, MemorySegment buffer) {}

    /** Pieces of one read that are under way at once. */
    private static final int PIECE_COUNT = 4;

    private final Bodies bodies;
    private final Key key;
    private final Body body;
    private final long start;
    private final long end;
    private final Target target;
    private final Ended ended;

    /** Of the next piece: its extent, where that starts in the body, and its offset in that. */
    private int extentIndex;

    private long extentStart;
    private int offset;

    private int underWay;
    private boolean isOver;
    private @Nullable String fault;

    BodyRead(Bodies bodies, Key key, Body body, long start, long end, Target target, Ended ended) {
        this.bodies = bodies;
        this.key = key;
        this.body = body;
        this.start = start;
        this.end = end;
        this.target = target;
        this.ended = ended;
        for (Extent extent : body.stored()) {
            bodies.use().pin(Location.segment(extent.location()));
        }
        skipTo(start);
    }

    private void skipTo(long position) {
        while (extentIndex < body.extents().size()) {
            int length = body.extents().get(extentIndex).length();
            if (position < extentStart + length) {
                offset = Math.max(0, (int) (position - extentStart))
                        / Limits.BODY_BLOCK_LENGTH
                        * Limits.BODY_BLOCK_LENGTH;
                return;
            }
            extentStart += length;
            extentIndex++;
        }
    }

    private boolean hasNext() {
        return fault == null
                && extentStart + offset < end
                && extentIndex < body.extents().size();
    }

    /** Has more pieces read, as far as there is memory for them. */
    void run() {
        while (hasNext() && underWay < PIECE_COUNT) {
            @Nullable MemorySegment buffer = bodies.takeBuffer(this);
            if (buffer == null) {
                return;
            }
            Extent extent = body.extents().get(extentIndex);
            int from = offset;
            long position = extentStart + from;
            int length = (int) Math.min(
                    Math.min(Bodies.PIECE_LENGTH, extent.length() - from),
                    blocks(end - position) * Limits.BODY_BLOCK_LENGTH);
            skipTo(position + length);
            if (extent.isHole()) {
                hand(position, buffer.fill((byte) 0), length);
                bodies.giveBuffer(buffer);
                continue;
            }
            underWay++;
            read(new Piece(extent, from, position, length, buffer), true);
        }
        if (!isOver && underWay == 0 && !hasNext()) {
            isOver = true;
            for (Extent extent : body.stored()) {
                bodies.use().unpin(Location.segment(extent.location()));
            }
            ended.ended((int) (end - start), fault);
        }
    }

    /** Reads a piece, and once more what looks damaged: the disk may do better the second time. */
    private void read(Piece piece, boolean mayRepeat) {
        long location = piece.extent().location() + piece.from();
        bodies.journal().read(location, piece.buffer(), 0, piece.length(), failure -> {
            @Nullable String found = failure == null
                    ? damage(piece)
                    : "stored bytes cannot be read: " + failure.getMessage() + Bodies.place(key, location);
            if (found != null && mayRepeat) {
                read(piece, false);
                return;
            }
            underWay--;
            if (found != null) {
                fault = found;
            } else if (fault == null) {
                hand(piece.position(), piece.buffer(), piece.length());
            }
            bodies.giveBuffer(piece.buffer());
            run();
        });
    }

    private static long blocks(long length) {
        return (length + Limits.BODY_BLOCK_LENGTH - 1) / Limits.BODY_BLOCK_LENGTH;
    }

    /** What is wrong with the first of the blocks that has something wrong; null: with none. */
    private @Nullable String damage(Piece piece) {
        @Nullable String found = null;
        for (int at = 0; at < piece.length() && found == null; at += Limits.BODY_BLOCK_LENGTH) {
            int blockLength = Math.min(Limits.BODY_BLOCK_LENGTH, piece.length() - at);
            int start = piece.from() + at;
            int checksum = piece.extent().checksums()[start / Limits.BODY_BLOCK_LENGTH];
            long location = piece.extent().location() + start;
            found = bodies.fault(key, location, piece.buffer(), at, blockLength, checksum);
        }
        return found;
    }

    private void hand(long position, MemorySegment buffer, int length) {
        long first = Math.max(start, position);
        long last = Math.min(end, position + length);
        target.take(first - start, buffer, first - position, (int) (last - first));
    }
}
