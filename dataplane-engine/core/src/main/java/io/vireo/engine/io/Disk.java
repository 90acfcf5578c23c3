package io.vireo.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** One flat folder of files on durable storage. Every method may block. Threads: any, a name being used by one at a time. */
public interface Disk {
    /** The names of all files, sorted. */
    List<String> names() throws IOException;

    /**
     * Makes a file that is zero but for its first bytes, with its blocks allocated. It appears whole or not at all, and is durable,
     * with its name, when this returns.
     *
     * @param length in bytes, more than {@code start} holds
     * @param start the first bytes
     * @throws IOException nothing is left behind; most likely the disk is full
     */
    DiskFile create(String name, long length, ByteBuffer start) throws IOException;

    /** Opens a file for reading and writing. */
    DiskFile open(String name) throws IOException;

    /** Makes an empty file that has no name, and is lost in a crash, until {@link #publish}. One that was begun before is emptied. */
    DiskFile begin(String name) throws IOException;

    /**
     * Gives a file that was begun, and was forced, its name, in place of the file that has it. Durable when this returns; until then, whatever
     * happens, the name means the one file or the other.
     */
    void publish(String name) throws IOException;

    /** Removes a file, durably; its bytes stay readable to those who have it open. Nothing happens when there is none. */
    void delete(String name) throws IOException;

    /** Removes what an interrupted {@link #create} left, and what was begun and not published. */
    void removeUnfinished() throws IOException;

    /**
     * Opens a queue for files of this disk.
     *
     * @param capacity operations that may be pending at once, 1 to 4,096
     * @param waker of the thread that will use it
     * @throws IOException the system refuses; the message says what
     */
    DiskQueue openQueue(int capacity, DiskWaker waker) throws IOException;

    /** How queues of this disk do their work, for people. */
    String access();

    /** Where a file is, for messages to people. */
    String describe(String name);
}
