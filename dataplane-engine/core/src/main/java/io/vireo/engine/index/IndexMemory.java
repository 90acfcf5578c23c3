package io.vireo.engine.index;

import io.vireo.engine.io.VirtualMemory;
import java.util.concurrent.Executor;

/**
 * Memory for the indexes of one owner, with a budget. Address space for all of it is reserved at once; memory is given by the system in
 * steps, ahead of its use, by another thread. Threads: the owner, but for {@link #reserve} and {@link #close}.
 */
public final class IndexMemory implements AutoCloseable {
    /** The largest budget: references of 31 bits count units of 8 bytes. */
    public static final long BUDGET_MAX = 16L << 30;

    private final VirtualMemory memory;

    private IndexMemory(long budgetBytes) {
        memory = VirtualMemory.reserve(budgetBytes);
    }

    /**
     * Reserves address space.
     *
     * @param budgetBytes that indexes may take, up to {@link #BUDGET_MAX}
     * @param populator runs what has the system give memory ahead of its use: milliseconds at a time
     */
    public static IndexMemory reserve(long budgetBytes, Executor populator) {
        return new IndexMemory(budgetBytes);
    }

    /** What indexes may take. */
    public long budgetBytes() {
        return memory.bytes().byteSize();
    }

    /** What indexes have taken: their live bytes, and what is free in pages that they share. */
    public long usedBytes() {
        return 0;
    }

    /** What keys, entries and trees take. */
    public long liveBytes() {
        return 0;
    }

    /** Gives everything back. */
    @Override
    public void close() {
        memory.close();
    }
}
