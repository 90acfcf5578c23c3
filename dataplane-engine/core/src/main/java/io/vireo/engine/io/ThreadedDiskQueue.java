package io.vireo.engine.io;

import io.vireo.engine.io.DiskException.Step;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jctools.queues.varhandle.SpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that block in the owner's place. Operations are objects that are made once: the owner hands them over by one queue and gets them back by
 * another.
 */
final class ThreadedDiskQueue implements DiskQueue {
    private static final int THREAD_COUNT_MAX = 8;

    private enum Kind {
        READ(Step.READ),
        WRITE(Step.WRITE),
        WRITE_AND_FORCE(Step.WRITE),
        FORCE(Step.FORCE);

        /** That it begins with. */
        private final Step first;

        Kind(Step first) {
            this.first = first;
        }
    }

    /** Belongs to the owner, or, between {@code requested} and {@code completed}, to a thread. */
    private static final class Operation {
        private Kind kind = Kind.READ;
        private @Nullable LocalFile file; // null: the thread that gets it ends
        private MemorySegment buffer = MemorySegment.NULL;
        private long offset;
        private int length;
        private long position;
        private long token;
        private @Nullable DiskException failure;
    }

    private final int capacity;
    private final DiskWaker waker;
    private final List<Operation> free;
    private final SpmcVarHandleArrayQueue<Operation> requested;
    private final MpscVarHandleArrayQueue<Operation> completed;
    private final Semaphore requests = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private int pending;
    private boolean isClosed;

    ThreadedDiskQueue(int capacity, DiskWaker waker) {
        this.capacity = capacity;
        this.waker = waker;
        this.free = new ArrayList<>(capacity);
        for (int i = 0; i < capacity; i++) {
            free.add(new Operation());
        }
        int threadCount = Math.min(capacity, THREAD_COUNT_MAX);
        this.requested = new SpmcVarHandleArrayQueue<>(capacity + threadCount + 1);
        this.completed = new MpscVarHandleArrayQueue<>(Math.max(2, capacity));
        for (int i = 0; i < threadCount; i++) {
            threads.add(Thread.ofPlatform().name("engine-disk-" + i).daemon().start(this::work));
        }
    }

    private void work() {
        while (true) {
            requests.acquireUninterruptibly();
            Operation operation = requested.relaxedPoll();
            while (operation == null) {
                Thread.onSpinWait();
                operation = requested.relaxedPoll();
            }
            LocalFile file = operation.file;
            if (file == null) {
                return;
            }
            operation.failure = execute(operation, file);
            completed.offer(operation);
            waker.wake();
        }
    }

    private static @Nullable DiskException execute(Operation operation, LocalFile file) {
        long address = operation.buffer.address() + operation.offset;
        try {
            switch (operation.kind) {
                case READ -> file.readAcquired(address, operation.length, operation.position);
                case WRITE -> file.writeAcquired(address, operation.length, operation.position);
                case WRITE_AND_FORCE -> {
                    file.writeAcquired(address, operation.length, operation.position);
                    file.forceAcquired();
                }
                case FORCE -> file.forceAcquired();
            }
            return null;
        } catch (DiskException e) {
            return e;
        }
    }

    @Override
    public boolean read(DiskFile file, long position, MemorySegment target, long targetOffset, int length, long token) {
        return offer(Kind.READ, file, position, target, targetOffset, length, token);
    }

    @Override
    public boolean write(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        return offer(Kind.WRITE, file, position, source, sourceOffset, length, token);
    }

    @Override
    public boolean writeAndForce(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        return offer(Kind.WRITE_AND_FORCE, file, position, source, sourceOffset, length, token);
    }

    @Override
    public boolean force(DiskFile file, long token) {
        return offer(Kind.FORCE, file, 0, MemorySegment.NULL, 0, 0, token);
    }

    private boolean offer(
            Kind kind, DiskFile file, long position, MemorySegment buffer, long offset, int length, long token) {
        if (isClosed || pending == capacity) {
            return false;
        }
        LocalFile.requireNative(buffer, offset, length);
        Operation operation = free.removeLast();
        LocalFile local = (LocalFile) file;
        pending++;
        operation.kind = kind;
        operation.file = local;
        operation.buffer = buffer;
        operation.offset = offset;
        operation.length = length;
        operation.position = position;
        operation.token = token;
        if (local.acquire()) {
            requested.offer(operation);
            requests.release();
        } else {
            operation.file = null;
            operation.failure = LocalFile.closed(kind.first);
            completed.offer(operation);
        }
        return true;
    }

    @Override
    public boolean submit() {
        return true;
    }

    @Override
    public int poll(Completions completions, int limit) {
        int count = 0;
        while (count < limit) {
            Operation operation = completed.poll();
            if (operation == null) {
                break;
            }
            count++;
            long token = operation.token;
            DiskException failure = operation.failure;
            take(operation);
            completions.completed(token, failure);
        }
        return count;
    }

    private void take(Operation operation) {
        pending--;
        if (operation.file != null) {
            operation.file.release();
        }
        operation.file = null;
        operation.buffer = MemorySegment.NULL;
        operation.failure = null;
        free.add(operation);
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
        if (isClosed) {
            return;
        }
        isClosed = true;
        for (Thread _ : threads) {
            requested.offer(new Operation());
        }
        requests.release(threads.size());
        boolean isInterrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        }
        completed.drain(this::take);
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
