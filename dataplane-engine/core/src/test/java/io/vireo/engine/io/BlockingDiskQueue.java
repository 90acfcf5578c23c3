package io.vireo.engine.io;

import io.vireo.engine.io.DiskException.Reason;
import io.vireo.engine.io.DiskException.Step;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** Does each operation at once, by the blocking methods of any file, and hands it over when it is polled. */
public final class BlockingDiskQueue implements DiskQueue {
    private interface Blocking {
        void run() throws IOException;
    }

    private record Completed(long token, DiskException failure) {}

    private final int capacity;
    private final Deque<Completed> completed = new ArrayDeque<>();

    private final Deque<Completed> stalled = new ArrayDeque<>();
    private final BooleanSupplier stallsReads;

    public BlockingDiskQueue(int capacity) {
        this(capacity, () -> false);
    }

    /** @param stallsReads whether reads do not end now */
    BlockingDiskQueue(int capacity, BooleanSupplier stallsReads) {
        this.capacity = capacity;
        this.stallsReads = stallsReads;
    }

    @Override
    public boolean read(DiskFile file, long position, MemorySegment target, long targetOffset, int length, long token) {
        return run(
                Step.READ,
                token,
                () -> file.read(target.asSlice(targetOffset, length).asByteBuffer(), position));
    }

    @Override
    public boolean write(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        return run(
                Step.WRITE,
                token,
                () -> file.write(source.asSlice(sourceOffset, length).asByteBuffer(), position));
    }

    @Override
    public boolean writeAndForce(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        if (!write(file, position, source, sourceOffset, length, token)) {
            return false;
        }
        if (completed.getLast().failure == null) {
            completed.removeLast();
            return force(file, token);
        }
        return true;
    }

    @Override
    public boolean force(DiskFile file, long token) {
        return run(Step.FORCE, token, file::force);
    }

    private boolean run(Step step, long token, Blocking operation) {
        if (pending() == capacity) {
            return false;
        }
        DiskException failure = null;
        try {
            operation.run();
        } catch (IOException e) {
            boolean isFull = String.valueOf(e.getMessage()).startsWith("No space left");
            Reason reason = e instanceof EOFException ? Reason.ENDED : isFull ? Reason.FULL : Reason.FAILED;
            failure = new DiskException(step, reason, e.getMessage());
        }
        boolean isStalled = step == Step.READ && stallsReads.getAsBoolean();
        (isStalled ? stalled : completed).add(new Completed(token, failure));
        return true;
    }

    @Override
    public boolean submit() {
        return true;
    }

    @Override
    public int poll(Completions completions, int limit) {
        if (!stallsReads.getAsBoolean()) {
            completed.addAll(stalled);
            stalled.clear();
        }
        int count = 0;
        while (count < limit && !completed.isEmpty()) {
            Completed next = completed.removeFirst();
            completions.completed(next.token, next.failure);
            count++;
        }
        return count;
    }

    @Override
    public int pending() {
        return completed.size() + stalled.size();
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void close() {
        completed.clear();
        stalled.clear();
    }
}
