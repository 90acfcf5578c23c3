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
            bodies.journal().read(extent.location() + from, buffer, 0, length, failure -> {
                underWay--;
                if (failure != null) {
                    fault = "stored bytes cannot be read: " + failure.getMessage()
                            + Bodies.place(key, extent.location() + from);
                } else {
                    take(extent, from, position, buffer, length);
                }
                bodies.giveBuffer(buffer);
                run();
            });
        }
        if (!isOver && underWay == 0 && !hasNext()) {
            isOver = true;
            for (Extent extent : body.stored()) {
                bodies.use().unpin(Location.segment(extent.location()));
            }
            ended.ended((int) (end - start), fault);
        }
    }

    private static long blocks(long length) {
        return (length + Limits.BODY_BLOCK_LENGTH - 1) / Limits.BODY_BLOCK_LENGTH;
    }

    private void take(Extent extent, int from, long position, MemorySegment buffer, int length) {
        for (int at = 0; at < length && fault == null; at += Limits.BODY_BLOCK_LENGTH) {
            int blockLength = Math.min(Limits.BODY_BLOCK_LENGTH, length - at);
            int checksum = extent.checksums()[(from + at) / Limits.BODY_BLOCK_LENGTH];
            fault = bodies.fault(key, extent.location() + from + at, buffer, at, blockLength, checksum);
        }
        if (fault == null) {
            hand(position, buffer, length);
        }
    }

    private void hand(long position, MemorySegment buffer, int length) {
        long first = Math.max(start, position);
        long last = Math.min(end, position + length);
        target.take(first - start, buffer, first - position, (int) (last - first));
    }
}
