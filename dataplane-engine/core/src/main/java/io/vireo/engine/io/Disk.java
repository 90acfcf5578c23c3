package io.vireo.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** One flat folder of files on durable storage. Threads: any, a name being used by one at a time. */
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

    /** Removes what an interrupted {@link #create} left. */
    void removeUnfinished() throws IOException;

    /** Where a file is, for messages to people. */
    String describe(String name);
}
