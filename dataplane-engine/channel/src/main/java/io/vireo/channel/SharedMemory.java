package io.vireo.channel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory without a name that two processes map: a memfd whose length is sealed.
 *
 * <p>The seals are what keeps a peer from shortening the file under our feet, which would end us with SIGBUS; and without a
 * name nobody can replace it, and nothing is left of it after a crash.
 */
final class SharedMemory implements AutoCloseable {
    private static final int SEALS = Linux.F_SEAL_SHRINK | Linux.F_SEAL_GROW | Linux.F_SEAL_SEAL;

    private final Arena lifetime = Arena.ofShared();
    private final MemorySegment bytes;

    private SharedMemory(int descriptor, long length) throws IOException {
        bytes = Linux.map(descriptor, length, lifetime);
    }

    /**
     * Makes sealed memory, all zero.
     *
     * @return its descriptor, which the caller must close
     */
    static int create(long length) throws IOException {
        int descriptor;
        try (Arena arena = Arena.ofConfined()) {
            descriptor = Linux.check(
                    Linux.memfdCreate(arena.allocateFrom("vireo-channel"), Linux.MFD_CLOEXEC | Linux.MFD_ALLOW_SEALING),
                    "memfd_create");
        }
        try {
            Linux.check(Linux.ftruncate(descriptor, length), "ftruncate");
            Linux.check(Linux.fcntl(descriptor, Linux.F_ADD_SEALS, SEALS), "fcntl");
            return descriptor;
        } catch (IOException e) {
            SystemCalls.close(descriptor);
            throw e;
        }
    }

    /**
     * Maps sealed memory until this object is closed; the descriptor may be closed at once.
     *
     * @throws IOException if it is not sealed, or there is no room for it
     */
    static SharedMemory map(int descriptor, long length) throws IOException {
        int seals = Linux.check(Linux.fcntl(descriptor, Linux.F_GET_SEALS, 0), "fcntl");
        if ((seals & SEALS) != SEALS) {
            throw new IOException("memory of the channel is not sealed: seals=" + seals);
        }
        return new SharedMemory(descriptor, length);
    }

    MemorySegment bytes() {
        return bytes;
    }

    /** Memory of our own that lives as long as the mapping. */
    MemorySegment allocatePrivate(long length) {
        return lifetime.allocate(length, 8);
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
