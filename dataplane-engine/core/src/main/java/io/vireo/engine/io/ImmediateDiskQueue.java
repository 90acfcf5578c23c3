package io.vireo.engine.io;

import io.vireo.engine.io.DiskException.Step;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Everything is done by the thread that asks, as it asks: for files that are in memory, where a call waits for nothing, and handing it to the kernel's or our own threads
 * costs ten times as much as the call.
 */
final class ImmediateDiskQueue implements DiskQueue {
    private final int capacity;

    // Operations that are done and not handed over, oldest first: a ring.
    private final long[] tokens;
    private final @Nullable DiskException[] failures;
    private int head;
    private int count;
    private boolean isClosed;

    ImmediateDiskQueue(int capacity) {
        this.capacity = capacity;
        this.tokens = new long[capacity];
        this.failures = new DiskException[capacity];
    }

    @Override
    public boolean read(DiskFile file, long position, MemorySegment target, long targetOffset, int length, long token) {
        return execute(Step.READ, false, file, position, target, targetOffset, length, token);
    }

    @Override
    public boolean write(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        return execute(Step.WRITE, false, file, position, source, sourceOffset, length, token);
    }

    @Override
    public boolean writeAndForce(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        return execute(Step.WRITE, true, file, position, source, sourceOffset, length, token);
    }

    @Override
    public boolean force(DiskFile file, long token) {
        return execute(Step.FORCE, true, file, 0, MemorySegment.NULL, 0, 0, token);
    }

    private boolean execute(
            Step first,
            boolean isForced,
            DiskFile file,
            long position,
            MemorySegment buffer,
            long offset,
            int length,
            long token) {
        if (isClosed || count == capacity) {
            return false;
        }
        LocalFile.requireNative(buffer, offset, length);
        int slot = head + count < capacity ? head + count : head + count - capacity;
        tokens[slot] = token;
        failures[slot] = failure(first, isForced, (LocalFile) file, position, buffer.address() + offset, length);
        count++;
        return true;
    }

    private static @Nullable DiskException failure(
            Step first, boolean isForced, LocalFile file, long position, long address, int length) {
        if (!file.acquire()) {
            return LocalFile.closed(first);
        }
        try {
            if (first == Step.READ) {
                file.readAcquired(address, length, position);
            } else {
                file.writeAcquired(address, length, position);
            }
            if (isForced) {
                file.forceAcquired();
            }
            return null;
        } catch (DiskException e) {
            return e;
        } finally {
            file.release();
        }
    }

    @Override
    public boolean submit() {
        return true;
    }

    @Override
    public int poll(Completions completions, int limit) {
        int handed = 0;
        while (handed < limit && count > 0) {
            long token = tokens[head];
            DiskException failure = failures[head];
            failures[head] = null;
            head = head + 1 == capacity ? 0 : head + 1;
            count--;
            handed++;
            completions.completed(token, failure);
        }
        return handed;
    }

    @Override
    public int pending() {
        return count;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void close() {
        isClosed = true;
        count = 0;
    }
}
