package io.vireo.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Positions and lengths are in bytes. Threads: one writes and forces; any read. */
public interface DiskFile extends AutoCloseable {
    /** Of the file. */
    long length() throws IOException;

    /** Writes everything that remains of the source at this position. Not durable before {@link #force}. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Fills what remains of the target from this position. @throws java.io.EOFException when the file ends before */
    void read(ByteBuffer target, long position) throws IOException;

    /**
     * Makes what was written durable.
     *
     * @throws IOException the state of what was written since the last one is unknown, and stays so: the system may drop the pages that
     *     it could not write
     */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
