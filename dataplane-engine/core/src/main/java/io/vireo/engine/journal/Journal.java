package io.vireo.engine.journal;

import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead log of a reactor's partitions, and the place of their records and bodies.
 *
 * <p>A record is built between {@link #begin} and {@link #end}: first its body, then its metadata. {@link #commit} has all records since the last one made
 * durable at once, and returns while that is under way; {@link #poll} says what became of it. One commit is under way at most; the records of the next one
 * are collected meanwhile, and fail with it when it fails. Threads: the reactor alone.
 */
public interface Journal extends SegmentSource, AutoCloseable {
    /** What became of a commit. */
    enum Outcome {
        /** Everything is durable. */
        DURABLE,
        /** Nothing of it was kept, nor of what was collected since; {@link #refusal} says why. Later commits may succeed. */
        REFUSED,
        /** It is not known what was kept, and nothing will be written any more; {@link #refusal} says why. */
        POISONED
    }

    /** Takes the entries of a record during {@link #replay}. */
    @FunctionalInterface
    interface Handler {
        /**
         * @param partition whose record it is
         * @param metadata what was written to {@link Journal#metadata}; valid during the call
         * @param metadataLocation where that starts in the log
         */
        void record(int partition, ByteReader metadata, long metadataLocation);

        /** A commit was here that a repair gave up: what it changed is not known, and what follows may build on it. */
        default void lost(long sequence) {}
    }

    /**
     * Hands every durable record from a position on to the handler, oldest first. Once, before anything else. Blocks.
     *
     * @throws JournalException the log cannot be trusted, or does not reach back so far: the message names file and offset
     */
    void replay(JournalPosition from, Handler handler) throws IOException;

    /** Where the frame that is collected goes; nothing of it is there yet. */
    JournalPosition position();

    /** Up to where everything is durable: where the first frame begins of which that cannot be said. */
    JournalPosition durable();

    /** Segments that there are, oldest first. */
    List<Integer> segments();

    /** Removes a segment that nothing refers to and that no replay needs. Its file goes a little later. */
    void remove(int segment);

    /** Whether the disk has no room for a new segment, as far as is known. */
    boolean isDiskFull();

    /** Lets what is written from now on use the room that is kept for what makes room, or not. */
    void useReserve(boolean isAllowed);

    /** Bytes that were written since the start. */
    long writtenBytes();

    /** Whether something can be written. Tries to help itself: disk space may have returned. */
    boolean isWritable();

    /** Why nothing could be written when that was last tried; empty when it could. */
    String refusal();

    /** Whether {@link #commit} has something to do. */
    boolean hasPending();

    /** Bytes that wait for {@link #commit}. */
    int pendingLength();

    /**
     * Starts a record, {@link #isWritable} being true.
     *
     * @return whether there was room: if not, {@link #commit} or, with nothing pending, {@link #roll} makes some
     */
    boolean begin(int partition);

    /** Where the body of the record that is being built starts. */
    long bodyLocation();

    /** Where the metadata of the record that is being built starts; its body is complete then. */
    long metadataLocation();

    /**
     * Adds bytes to the body of the record that is being built, before anything is written to its metadata.
     *
     * @return false when there is no room: {@link #rollBack}
     */
    boolean appendBody(MemorySegment source, long offset, int length);

    /** A view of body bytes of the record that is being built, for checksums. Valid until the next call. */
    ByteBuffer bodyView(int offset, int length);

    /** Where the record's entries are written to; cleared by {@link #begin}. */
    ByteWriter metadata();

    /** Completes the record; false when there is no room: {@link #rollBack}. */
    boolean end();

    /** A point among the records of the next commit, none being built, that {@link #rollBack} can return to. */
    long mark();

    /** Forgets the records that were begun since the mark. */
    void rollBack(long mark);

    /** Goes on to the next segment, nothing being pending. False when there is none: {@link #refusal} says why, or is empty when it is being made. */
    boolean roll();

    /** The longest record that any segment can hold, in bytes. */
    long recordLengthMax();

    /** Begins to make all completed records durable, or none, no commit being under way. */
    void commit();

    /** Whether a commit is under way. */
    boolean isCommitting();

    /** What became of the commit, once; null while it is under way, and when there is none. */
    @Nullable Outcome poll();

    /** Whether bytes at this place are not durable yet, or have just become so: {@link #copyPending} has them until the next {@link #commit}. */
    boolean isPending(long location);

    /** Copies bytes that wait to become durable, or have just become so; false when those at this place are on the disk already. */
    boolean copyPending(long location, byte[] target, int length);

    @Override
    void close() throws IOException;
}
