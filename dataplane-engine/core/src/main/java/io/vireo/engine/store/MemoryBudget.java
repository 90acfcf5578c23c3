package io.vireo.engine.store;

/** Memory that items may take, in bytes, and what they take about. Past it writes are refused; nothing dies. Threads: one. */
public final class MemoryBudget {
    private final long limitBytes;
    private long usedBytes;

    /** Nothing is used yet. */
    public MemoryBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Takes, or gives back when negative. */
    public void take(long bytes) {
        usedBytes += bytes;
    }

    /** Whether there is nothing left. */
    public boolean isExhausted() {
        return usedBytes >= limitBytes;
    }

    /** What is taken. */
    public long usedBytes() {
        return usedBytes;
    }

    /** What may be taken. */
    public long limitBytes() {
        return limitBytes;
    }
}
