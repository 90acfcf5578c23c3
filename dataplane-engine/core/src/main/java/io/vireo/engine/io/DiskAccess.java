package io.vireo.engine.io;

import java.io.IOException;

/** How the files of this machine are read and written without holding up the thread that asks. */
public enum DiskAccess {
    /** Threads of ours that block in its place. Works everywhere. */
    THREADS;

    /** The best one that works here. */
    public static DiskAccess probe() {
        return THREADS;
    }

    DiskQueue open(int capacity, DiskWaker waker) throws IOException {
        return new ThreadedDiskQueue(capacity, waker);
    }
}
