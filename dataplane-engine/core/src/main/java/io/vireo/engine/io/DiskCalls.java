package io.vireo.engine.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one thread asks of its {@link DiskQueue}: each operation tells whoever asked for it that it has ended. What the queue has no room for waits here.
 * Threads: the one that calls first, until {@link #handOver}; {@link #close} too.
 */
public final class DiskCalls implements AutoCloseable {
    /** Is told that an operation has ended. */
    @FunctionalInterface
    public interface Ended {
        /** @param failure null: it was done */
        void ended(@Nullable DiskException failure);
    }

    /** An operation that can be tried again. */
    @FunctionalInterface
    private interface Attempt {
        boolean succeeds();
    }

    private static final int POLL_COUNT = 256;

    private final DiskQueue queue;
    private final @Nullable Ended[] endings;
    private final int[] freeSlots;
    private final Queue<Attempt> waiting = new ArrayDeque<>();
    private final DiskQueue.Completions completions = this::completed;
    private int freeCount;

    /** Takes over a queue, which {@link #close} closes. */
    public DiskCalls(DiskQueue queue) {
        this.queue = queue;
        this.endings = new Ended[queue.capacity()];
        this.freeSlots = new int[queue.capacity()];
        for (int i = 0; i < freeSlots.length; i++) {
            freeSlots[freeCount++] = i;
        }
    }

    /** As {@link DiskQueue#read}. */
    public void read(DiskFile file, long position, MemorySegment target, long targetOffset, int length, Ended ended) {
        if (mustWait() || !tryRead(file, position, target, targetOffset, length, ended)) {
            waiting.add(() -> tryRead(file, position, target, targetOffset, length, ended));
        }
    }

    private boolean tryRead(
            DiskFile file, long position, MemorySegment target, long targetOffset, int length, Ended ended) {
        int slot = take(ended);
        return slot >= 0 && accept(slot, queue.read(file, position, target, targetOffset, length, slot));
    }

    /** As {@link DiskQueue#write}. */
    public void write(DiskFile file, long position, MemorySegment source, int length, Ended ended) {
        if (mustWait() || !tryWrite(file, position, source, length, ended)) {
            waiting.add(() -> tryWrite(file, position, source, length, ended));
        }
    }

    private boolean tryWrite(DiskFile file, long position, MemorySegment source, int length, Ended ended) {
        int slot = take(ended);
        return slot >= 0 && accept(slot, queue.write(file, position, source, 0, length, slot));
    }

    /** As {@link DiskQueue#writeAndForce}. */
    public void writeAndForce(DiskFile file, long position, MemorySegment source, int length, Ended ended) {
        if (mustWait() || !tryWriteAndForce(file, position, source, length, ended)) {
            waiting.add(() -> tryWriteAndForce(file, position, source, length, ended));
        }
    }

    private boolean tryWriteAndForce(DiskFile file, long position, MemorySegment source, int length, Ended ended) {
        int slot = take(ended);
        return slot >= 0 && accept(slot, queue.writeAndForce(file, position, source, 0, length, slot));
    }

    /** As {@link DiskQueue#force}. */
    public void force(DiskFile file, Ended ended) {
        if (mustWait() || !tryForce(file, ended)) {
            waiting.add(() -> tryForce(file, ended));
        }
    }

    private boolean tryForce(DiskFile file, Ended ended) {
        int slot = take(ended);
        return slot >= 0 && accept(slot, queue.force(file, slot));
    }

    /** Whether others came before that the queue had no room for. */
    private boolean mustWait() {
        return !waiting.isEmpty();
    }

    /** A slot, whose number is the operation's token; -1 when all are taken. */
    private int take(Ended ended) {
        if (freeCount == 0) {
            return -1;
        }
        int slot = freeSlots[--freeCount];
        endings[slot] = ended;
        return slot;
    }

    private boolean accept(int slot, boolean isAccepted) {
        if (!isAccepted) {
            free(slot);
        }
        return isAccepted;
    }

    private void free(int slot) {
        endings[slot] = null;
        freeSlots[freeCount++] = slot;
    }

    /** Hands what was asked for to the system, and tells of what has ended; how many. */
    public int poll() {
        if (isIdle()) {
            return 0;
        }
        int count = queue.poll(completions, POLL_COUNT);
        boolean hasRoom = true;
        while (hasRoom && !waiting.isEmpty()) {
            hasRoom = waiting.element().succeeds();
            if (hasRoom) {
                waiting.remove();
            }
        }
        return count;
    }

    /** As {@link DiskQueue#submit}. */
    public boolean submit() {
        return queue.submit();
    }

    /** As {@link DiskQueue#handOver}. */
    public void handOver() throws IOException {
        queue.handOver();
    }

    private void completed(long token, @Nullable DiskException failure) {
        int slot = (int) token;
        @Nullable Ended ended = endings[slot];
        free(slot);
        if (ended != null) {
            ended.ended(failure);
        }
    }

    /** Whether nothing is under way. */
    public boolean isIdle() {
        return queue.pending() == 0 && waiting.isEmpty();
    }

    @Override
    public void close() {
        queue.close();
    }
}
