package io.vireo.engine.io;

import io.vireo.channel.SystemCalls;
import io.vireo.engine.io.DiskException.Reason;
import io.vireo.engine.io.DiskException.Step;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open file of this machine: a descriptor, and a count of those who use it. A descriptor's number is given away again once it is closed, so it
 * is closed by the last user: nobody can read or write the file that got the number next. Threads: any.
 */
final class LocalFile implements DiskFile {
    /** Added when the file was closed; users are counted below. */
    private static final int CLOSED = 1 << 30;

    /** In place of that when the descriptor is gone too. */
    private static final int GONE = CLOSED + (CLOSED >> 1);

    private static final int MODE = 0600;

    private final int descriptor;
    private final AtomicInteger users = new AtomicInteger();

    private LocalFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens for reading and writing.
     *
     * @param flags beside those: {@link Linux#O_CREAT} and the like
     */
    static LocalFile open(Path path, int flags) throws DiskException {
        return openWith(path, Linux.O_RDWR | flags);
    }

    /** Opens for reading: the system refuses writes. */
    static LocalFile openToRead(Path path) throws DiskException {
        return openWith(path, Linux.O_RDONLY);
    }

    private static LocalFile openWith(Path path, int flags) throws DiskException {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = Linux.open(arena.allocateFrom(path.toString()), Linux.O_CLOEXEC | flags, MODE);
            if (descriptor < 0) {
                throw failure(Step.OPEN, descriptor, " file=" + path);
            }
            return new LocalFile(descriptor);
        }
    }

    /** What a negated error number says. */
    static DiskException failure(Step step, long error, String context) {
        Reason reason =
                switch ((int) -error) {
                    case Linux.ENOSPC, Linux.EDQUOT -> Reason.FULL;
                    case Linux.ECANCELED -> Reason.CLOSED;
                    default -> Reason.FAILED;
                };
        return new DiskException(step, reason, Linux.message(error) + context);
    }

    static DiskException ended(long position) {
        return new DiskException(Step.READ, Reason.ENDED, "file ends before position=" + position);
    }

    static DiskException closed(Step step) {
        return new DiskException(step, Reason.CLOSED, "file is closed");
    }

    /** Refuses what the system cannot read from or write to. */
    static void requireNative(MemorySegment buffer, long offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.byteSize());
        if (!buffer.isNative()) {
            throw new IllegalArgumentException("buffer is in the heap");
        }
    }

    /** Keeps the descriptor open until {@link #release}; false when the file is closed. */
    boolean acquire() {
        if (users.incrementAndGet() < CLOSED) {
            return true;
        }
        release();
        return false;
    }

    void release() {
        if (users.decrementAndGet() == CLOSED) {
            closeDescriptor();
        }
    }

    private void closeDescriptor() {
        // Who comes too late may pass through CLOSED as well: one of them closes.
        if (users.compareAndSet(CLOSED, GONE)) {
            // Linux frees the number whatever it answers; what was written and not forced is nobody's promise.
            SystemCalls.close(descriptor);
        }
    }

    /** Valid while it is acquired. */
    int descriptor() {
        return descriptor;
    }

    @Override
    public long length() throws DiskException {
        acquireFor(Step.OPEN);
        try {
            long length = Linux.length(descriptor);
            if (length < 0) {
                throw failure(Step.OPEN, length, "");
            }
            return length;
        } finally {
            release();
        }
    }

    private void acquireFor(Step step) throws DiskException {
        if (!acquire()) {
            throw closed(step);
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws DiskException {
        int length = source.remaining();
        acquireFor(Step.WRITE);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = MemorySegment.ofBuffer(source);
            if (!bytes.isNative()) {
                bytes = arena.allocate(Math.max(1, length)).copyFrom(bytes);
            }
            writeAcquired(bytes.address(), length, position);
            source.position(source.limit());
        } finally {
            release();
        }
    }

    /** Writes bytes that are off heap, from this address; who calls has acquired the file. */
    void writeAcquired(long address, int length, long position) throws DiskException {
        int done = 0;
        while (done < length) {
            long result = Linux.pwrite(descriptor, address + done, length - done, position + done);
            if (result < 0 && result != -SystemCalls.EINTR) {
                throw failure(Step.WRITE, result, "");
            }
            done += (int) Math.max(0, result);
        }
    }

    @Override
    public void read(ByteBuffer target, long position) throws DiskException {
        int length = target.remaining();
        acquireFor(Step.READ);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = MemorySegment.ofBuffer(target);
            MemorySegment filled = bytes.isNative() ? bytes : arena.allocate(Math.max(1, length));
            readAcquired(filled.address(), length, position);
            if (!bytes.isNative()) {
                MemorySegment.copy(filled, 0, bytes, 0, length);
            }
            target.position(target.limit());
        } finally {
            release();
        }
    }

    /** Fills bytes that are off heap, from this address; who calls has acquired the file. */
    void readAcquired(long address, int length, long position) throws DiskException {
        int done = 0;
        while (done < length) {
            long result = Linux.pread(descriptor, address + done, length - done, position + done);
            if (result == 0) {
                throw ended(position + length);
            }
            if (result < 0 && result != -SystemCalls.EINTR) {
                throw failure(Step.READ, result, "");
            }
            done += (int) Math.max(0, result);
        }
    }

    /** Makes durable what was written; who calls has acquired the file. */
    void forceAcquired() throws DiskException {
        int result = Linux.fdatasync(descriptor);
        if (result < 0) {
            throw failure(Step.FORCE, result, "");
        }
    }

    @Override
    public void force() throws DiskException {
        acquireFor(Step.FORCE);
        try {
            forceAcquired();
        } finally {
            release();
        }
    }

    @Override
    public void close() {
        int before = users.getAndUpdate(count -> count >= CLOSED ? count : count + CLOSED);
        if (before == 0) {
            closeDescriptor();
        }
    }
}
