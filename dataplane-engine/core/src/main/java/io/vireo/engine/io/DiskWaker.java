package io.vireo.engine.io;

/** Ends the sleep of the thread that owns a {@link DiskQueue} when an operation has completed. */
@FunctionalInterface
public interface DiskWaker {
    /** Of a thread that never sleeps while operations are under way: it polls. */
    DiskWaker NONE = () -> {};

    /** Ends the sleep, or keeps the owner from its next one. For any thread. */
    void wake();

    /** An eventfd whose signal ends the sleep too, for the kernel to signal; -1: none. */
    default int descriptor() {
        return -1;
    }
}
