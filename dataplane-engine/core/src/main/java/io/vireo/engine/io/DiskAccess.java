package io.vireo.engine.io;

import java.io.IOException;

/**
 * How the files of this machine are read and written without holding up the thread that asks.
 *
 * @param kind by whom
 * @param description for people: what was chosen, and why not the other
 */
public record DiskAccess(Kind kind, String description) {
    /** Who waits for the disk. */
    public enum Kind {
        /** The kernel, asked by io_uring. */
        URING,
        /** Threads of ours. Works everywhere. */
        THREADS
    }

    private static final int PROBE_COUNT = 2;

    /** Threads, for those who ask for them. */
    public static DiskAccess threads() {
        return new DiskAccess(Kind.THREADS, "threads");
    }

    /** The best one that works here. */
    public static DiskAccess probe() {
        try (Uring ring = Uring.open(PROBE_COUNT, PROBE_COUNT)) {
            if (!ring.hasFileOperations()) {
                return new DiskAccess(Kind.THREADS, "threads: io_uring of this kernel has no file operations");
            }
            return new DiskAccess(Kind.URING, ring.isBest() ? "io_uring, single issuer" : "io_uring");
        } catch (IOException e) {
            return new DiskAccess(Kind.THREADS, "threads: " + e.getMessage());
        }
    }

    DiskQueue open(int capacity, DiskWaker waker) throws IOException {
        // The kernel can end a sleep by a descriptor alone.
        boolean canWake = waker.equals(DiskWaker.NONE) || waker.descriptor() >= 0;
        return kind == Kind.URING && canWake
                ? UringDiskQueue.open(capacity, waker)
                : new ThreadedDiskQueue(capacity, waker);
    }
}
