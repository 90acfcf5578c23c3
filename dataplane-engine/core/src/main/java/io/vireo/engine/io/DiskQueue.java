package io.vireo.engine.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes of files that do not hold up the thread that asks for them: it submits, goes on, and polls for what has completed.
 *
 * <p>Operations are not ordered among each other, whatever order they were asked for in. What {@link #read} or a write is given to fill
 * or to take must be off heap, and be left alone until the operation has completed. A file that is closed meanwhile stays open below until then.
 *
 * <p>Threads: the one that calls first, until {@link #handOver}; {@link #close} too. Allocates nothing but for a failure.
 */
public interface DiskQueue extends AutoCloseable {
    /** Takes what has completed. May ask for more. */
    @FunctionalInterface
    interface Completions {
        /**
         * @param token as it was given
         * @param failure null: everything that was asked for was done
         */
        void completed(long token, @Nullable DiskException failure);
    }

    /**
     * Fills a part of a target with bytes of a file, all of it or failing.
     *
     * @param position in the file, in bytes
     * @param length in bytes, 1 or more
     * @return false, nothing having been asked for, when {@link #capacity} operations are under way
     */
    boolean read(DiskFile file, long position, MemorySegment target, long targetOffset, int length, long token);

    /** Writes all bytes of a part of a source at a position of a file, which grows when it is shorter. Not durable. Otherwise as {@link #read}. */
    boolean write(DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token);

    /**
     * Writes and, when that has succeeded, forces: done means durable. A failure's {@link DiskException#step} says which of the two failed.
     * Otherwise as {@link #write}.
     */
    boolean writeAndForce(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token);

    /** Makes durable what writes of this file that have completed have written, and the length that they have given it. */
    boolean force(DiskFile file, long token);

    /**
     * Hands what was asked for to the system: to be called before the owner sleeps. {@link #poll} does it too.
     *
     * @return false when the system does not take all of it now: to be tried again, instead of sleeping
     */
    boolean submit();

    /**
     * Hands over what has completed.
     *
     * @param limit at most so many, 1 or more
     * @return how many
     */
    int poll(Completions completions, int limit);

    /** Operations that were asked for and not handed over yet. */
    int pending();

    /** Operations that may be pending at once. */
    int capacity();

    /**
     * Gives the queue to the thread that calls next. Nothing may be pending.
     *
     * @throws IOException the system refuses what the next owner needs
     */
    default void handOver() throws IOException {
        assert pending() == 0 : pending();
    }

    /** Waits for the operations that are under way, which are not handed over any more, and frees what the queue has. */
    @Override
    void close();
}
