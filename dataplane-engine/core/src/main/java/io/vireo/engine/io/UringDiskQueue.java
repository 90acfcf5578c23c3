package io.vireo.engine.io;

import io.vireo.channel.SystemCalls;
import io.vireo.engine.io.DiskException.Reason;
import io.vireo.engine.io.DiskException.Step;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The kernel does it: requests of a poll's interval go in with one system call, and results are looked at in shared memory. A write that is to be forced is two
 * requests, the second linked to the first. What comes back short is asked for again, from where it ended.
 */
final class UringDiskQueue implements DiskQueue {
    private static final byte READ = 0;
    private static final byte WRITE = 1;
    private static final byte WRITE_AND_FORCE = 2;
    private static final byte FORCE = 3;

    /** Of user data, beside the operation's index: the result is that of forcing. */
    private static final long FORCE_BIT = 1L << 32;

    private final int capacity;
    private final DiskWaker waker;
    private Uring ring;

    // Of each operation that is pending, by index.
    private final byte[] kinds;
    private final @Nullable LocalFile[] files;
    private final MemorySegment[] buffers; // kept so that their memory is not freed
    private final long[] addresses;
    private final long[] positions;
    private final int[] lengths;
    private final int[] done; // bytes
    private final boolean[] isForced;
    private final byte[] awaited; // results
    private final long[] tokens;
    private final @Nullable DiskException[] failures;

    private final int[] free;
    private int freeCount;

    // Operations that failed before the kernel heard of them, or whose last result has come.
    private final int[] finished;
    private int finishedHead;
    private int finishedCount;
    private boolean isClosed;

    private UringDiskQueue(int capacity, DiskWaker waker) throws IOException {
        this.capacity = capacity;
        this.waker = waker;
        this.ring = ring(capacity, waker);
        kinds = new byte[capacity];
        files = new LocalFile[capacity];
        buffers = new MemorySegment[capacity];
        Arrays.fill(buffers, MemorySegment.NULL);
        addresses = new long[capacity];
        positions = new long[capacity];
        lengths = new int[capacity];
        done = new int[capacity];
        isForced = new boolean[capacity];
        awaited = new byte[capacity];
        tokens = new long[capacity];
        failures = new DiskException[capacity];
        free = new int[capacity];
        finished = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            free[i] = capacity - 1 - i;
        }
        freeCount = capacity;
    }

    static UringDiskQueue open(int capacity, DiskWaker waker) throws IOException {
        return new UringDiskQueue(capacity, waker);
    }

    private static Uring ring(int capacity, DiskWaker waker) throws IOException {
        // Two requests an operation at most, and as many results.
        Uring ring = Uring.open(2 * capacity, 4 * capacity);
        try {
            if (waker.descriptor() >= 0) {
                ring.signal(waker.descriptor());
            }
            return ring;
        } catch (IOException e) {
            ring.close();
            throw e;
        }
    }

    @Override
    public boolean read(DiskFile file, long position, MemorySegment target, long targetOffset, int length, long token) {
        return offer(READ, file, position, target, targetOffset, length, token);
    }

    @Override
    public boolean write(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        return offer(WRITE, file, position, source, sourceOffset, length, token);
    }

    @Override
    public boolean writeAndForce(
            DiskFile file, long position, MemorySegment source, long sourceOffset, int length, long token) {
        return offer(WRITE_AND_FORCE, file, position, source, sourceOffset, length, token);
    }

    @Override
    public boolean force(DiskFile file, long token) {
        return offer(FORCE, file, 0, MemorySegment.NULL, 0, 0, token);
    }

    private boolean offer(
            byte kind, DiskFile file, long position, MemorySegment buffer, long offset, int length, long token) {
        if (isClosed || freeCount == 0) {
            return false;
        }
        LocalFile.requireNative(buffer, offset, length);
        LocalFile local = (LocalFile) file;
        int index = free[--freeCount];
        kinds[index] = kind;
        buffers[index] = buffer;
        addresses[index] = buffer.address() + offset;
        positions[index] = position;
        lengths[index] = length;
        done[index] = 0;
        isForced[index] = false;
        tokens[index] = token;
        if (local.acquire()) {
            files[index] = local;
            request(index, local);
        } else {
            failures[index] = LocalFile.closed(stepOf(kind));
            finish(index);
        }
        return true;
    }

    private static Step stepOf(byte kind) {
        return kind == READ ? Step.READ : kind == FORCE ? Step.FORCE : Step.WRITE;
    }

    /** Asks the kernel for what is left of an operation. */
    private void request(int index, LocalFile file) {
        int kind = kinds[index];
        int from = done[index];
        if (from < lengths[index]) {
            ring.add(
                    kind == READ ? Uring.READ : Uring.WRITE,
                    kind == WRITE_AND_FORCE ? Uring.LINKED : 0,
                    file.descriptor(),
                    positions[index] + from,
                    addresses[index] + from,
                    lengths[index] - from,
                    0,
                    index);
            awaited[index]++;
        }
        if (kind >= WRITE_AND_FORCE) {
            ring.add(Uring.FSYNC, 0, file.descriptor(), 0, 0, 0, Uring.DATA_ONLY, index | FORCE_BIT);
            awaited[index]++;
        }
    }

    @Override
    public boolean submit() {
        return isClosed || ring.unsubmitted() == 0 || ring.submit(0);
    }

    /** The kernel knows one thread of a ring, the first that submitted: the next owner gets a ring of its own. */
    @Override
    public void handOver() throws IOException {
        assert pending() == 0 : pending();
        if (!isClosed && ring.hasOwner()) {
            Uring next = ring(capacity, waker);
            ring.close();
            ring = next;
        }
    }

    @Override
    public int poll(Completions completions, int limit) {
        if (isClosed) {
            return 0;
        }
        submit();
        takeResults();
        submit(); // what came back short
        int count = 0;
        while (count < limit && finishedCount > 0) {
            int index = nextFinished();
            count++;
            long token = tokens[index];
            DiskException failure = failures[index];
            release(index);
            completions.completed(token, failure);
        }
        return count;
    }

    private void takeResults() {
        while (ring.hasResult()) {
            long userData = ring.userData();
            int result = ring.result();
            ring.take();
            take((int) userData, (userData & FORCE_BIT) != 0, result);
        }
    }

    private void take(int index, boolean isForce, int result) {
        awaited[index]--;
        if (isForce) {
            takeForce(index, result);
        } else {
            takeTransfer(index, result);
        }
        LocalFile file = files[index];
        if (awaited[index] > 0 || file == null) {
            return;
        }
        boolean isDone = done[index] == lengths[index] && (kinds[index] < WRITE_AND_FORCE || isForced[index]);
        if (isDone || failures[index] != null) {
            finish(index);
        } else {
            request(index, file);
        }
    }

    private void takeTransfer(int index, int result) {
        boolean isRead = kinds[index] == READ;
        if (result > 0) {
            done[index] += result;
        } else if (result == 0) {
            failures[index] = isRead
                    ? LocalFile.ended(positions[index] + lengths[index])
                    : new DiskException(Step.WRITE, Reason.FAILED, "nothing was written");
        } else if (!isToBeRepeated(result)) {
            failures[index] = LocalFile.failure(isRead ? Step.READ : Step.WRITE, result, "");
        }
    }

    private void takeForce(int index, int result) {
        if (done[index] < lengths[index]) {
            return; // cancelled: the write was short or failed, and its result says how to go on
        }
        if (result >= 0) {
            isForced[index] = true;
        } else if (!isToBeRepeated(result)) {
            failures[index] = LocalFile.failure(Step.FORCE, result, "");
        }
    }

    private static boolean isToBeRepeated(int result) {
        return result == -SystemCalls.EINTR || result == -SystemCalls.EAGAIN;
    }

    private void finish(int index) {
        int at = finishedHead + finishedCount;
        finished[at < capacity ? at : at - capacity] = index;
        finishedCount++;
    }

    private void release(int index) {
        LocalFile file = files[index];
        if (file != null) {
            file.release();
        }
        files[index] = null;
        buffers[index] = MemorySegment.NULL;
        failures[index] = null;
        free[freeCount++] = index;
    }

    @Override
    public int pending() {
        return capacity - freeCount;
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
        try {
            while (pending() > finishedCount) {
                ring.submit(1);
                takeResults();
            }
        } finally {
            while (finishedCount > 0) {
                release(nextFinished());
            }
            ring.close();
        }
    }

    private int nextFinished() {
        int index = finished[finishedHead];
        finishedHead = finishedHead + 1 == capacity ? 0 : finishedHead + 1;
        finishedCount--;
        return index;
    }
}
