package io.vireo.simulation.world;

import io.vireo.engine.io.DiskException;
import io.vireo.engine.io.DiskException.Reason;
import io.vireo.engine.io.DiskException.Step;
import io.vireo.engine.io.DiskFile;
import io.vireo.engine.io.DiskQueue;
import io.vireo.engine.io.DiskWaker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Operations that take time and overtake each other. What is to be written is looked at half when it is asked for and half when it is done, what is read likewise filled at the end
 * alone: whoever uses a buffer that is under way is found out. Threads: one.
 */
final class SimulatedQueue implements DiskQueue {
    private record Completed(long token, @Nullable DiskException failure) {}

    /** What is done when the time of an operation has come. */
    private interface Work {
        void run() throws DiskException;
    }

    private final World world;
    private final SimulatedDisk disk;
    private final int capacity;
    private final DiskWaker waker;
    private final ArrayDeque<Completed> completed = new ArrayDeque<>();
    private int pending;
    private long asked;
    private long lastDone;
    private boolean isClosed;

    SimulatedQueue(World world, SimulatedDisk disk, int capacity, DiskWaker waker) {
        this.world = world;
        this.disk = disk;
        this.capacity = capacity;
        this.waker = waker;
    }

    private boolean ask(long token, Work... steps) {
        disk.requirePower();
        if (pending == capacity) {
            return false;
        }
        pending++;
        long number = ++asked;
        if (disk.isAwaited()) {
            disk.spend();
            perform(token, number, 0, steps);
        } else {
            world.after(disk.latencyNs(), () -> perform(token, number, 0, steps));
        }
        return true;
    }

    /** Takes a step of an operation: between two of them anything may happen. */
    private void perform(long token, long number, int step, Work[] steps) {
        if (disk.isLost()) {
            return;
        }
        DiskException failure = null;
        try {
            steps[step].run();
        } catch (DiskException e) {
            failure = e;
        } catch (PowerLoss e) {
            waker.wake(); // into a machine without power: its end is noticed there
            return;
        }
        if (failure == null && step + 1 < steps.length) {
            if (disk.isAwaited()) {
                perform(token, number, step + 1, steps);
            } else {
                world.after(disk.latencyNs(), () -> perform(token, number, step + 1, steps));
            }
            return;
        }
        if (number < lastDone) {
            world.count(Fault.DISK_OVERTAKEN);
        }
        lastDone = Math.max(lastDone, number);
        if (!isClosed) {
            completed.add(new Completed(token, failure));
            waker.wake();
        }
    }

    @Override
    public boolean read(DiskFile file, long position, MemorySegment target, long targetOffset, int length, long token) {
        SimulatedFile asked = (SimulatedFile) file;
        return ask(token, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            try {
                asked.readNow(bytes, position);
            } finally {
                // Of a read that fails the target holds anything.
                if (!isClosed) {
                    MemorySegment.copy(bytes.array(), 0, target, ValueLayout.JAVA_BYTE, targetOffset, length);
                }
            }
        });
    }

    @Override
    public boolean write(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        return write(file, position, source, sourceOffset, length, token, false);
    }

    @Override
    public boolean writeAndForce(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        return write(file, position, source, sourceOffset, length, token, true);
    }

    private boolean write(
            DiskFile file,
            long position,
            MemorySegment source,
            long sourceOffset,
            int length,
            long token,
            boolean isForced) {
        SimulatedFile asked = (SimulatedFile) file;
        byte[] early = source.asSlice(sourceOffset, length).toArray(ValueLayout.JAVA_BYTE);
        Work writing = () -> {
            byte[] bytes = early;
            if (!isClosed) {
                byte[] late = source.asSlice(sourceOffset, length).toArray(ValueLayout.JAVA_BYTE);
                if (!Arrays.equals(early, late)) {
                    throw new Violation("buffer was changed while it was being written: file=" + asked.name()
                            + " position=" + position + " length=" + length);
                }
            }
            asked.writeNow(bytes, position);
        };
        return isForced ? ask(token, writing, asked::forceNow) : ask(token, writing);
    }

    @Override
    public boolean force(DiskFile file, long token) {
        return ask(token, ((SimulatedFile) file)::forceNow);
    }

    @Override
    public boolean submit() {
        return true;
    }

    @Override
    public int poll(Completions completions, int limit) {
        disk.requirePower();
        int count = 0;
        while (count < limit && !completed.isEmpty()) {
            Completed next = completed.remove();
            pending--;
            count++;
            completions.completed(next.token(), next.failure());
        }
        return count;
    }

    @Override
    public int pending() {
        return pending;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            disk.closed(this);
        }
    }

    /** Why an operation on a file of another kind, or on a closed one, fails. */
    static DiskException closed(Step step) {
        return new DiskException(step, Reason.CLOSED, "file is closed");
    }
}
