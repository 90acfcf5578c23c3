package io.vireo.engine.io;

import io.vireo.channel.SystemCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * An io_uring of the kernel: requests go in by one ring of shared memory, results come out by another.
 *
 * <pre>
 *   request, 64 bytes    0 operation u8 | 1 flags u8 | 4 descriptor i32 | 8 position i64 | 16 address i64 | 24 length i32
 *                        28 flags of the operation i32 | 32 user data i64
 *   result, 16 bytes     0 user data i64 | 8 result i32, or a negated error number
 * </pre>
 *
 * Made by any thread; the first one that submits is the only one from then on, so that the kernel need not lock, and does what is left to do of a request
 * when that thread asks for results. Source: io_uring(7), io_uring_setup(2), io_uring_enter(2). Allocates nothing once made.
 */
@SuppressWarnings("restricted")
final class Uring implements AutoCloseable {
    static final int FSYNC = 3;
    static final int READ = 22;
    static final int WRITE = 23;

    /** Of a request: the next one starts when this one has done all it was asked for, and is cancelled when not. */
    static final int LINKED = 4;

    /** Of {@link #FSYNC}: only what is needed to read the bytes again. */
    static final int DATA_ONLY = 1;

    private static final long SETUP = 425;
    private static final long ENTER = 426;
    private static final long REGISTER = 427;

    private static final int SETUP_RESULT_COUNT = 1 << 3;
    private static final int SETUP_DISABLED = 1 << 6;
    private static final int SETUP_SUBMIT_ALL = 1 << 7;
    private static final int SETUP_WORK_FLAG = 1 << 9;
    private static final int SETUP_SINGLE_ISSUER = 1 << 12;
    private static final int SETUP_DEFERRED_WORK = 1 << 13;
    private static final int BEST = SETUP_SINGLE_ISSUER | SETUP_DEFERRED_WORK | SETUP_WORK_FLAG | SETUP_SUBMIT_ALL;

    private static final int FEATURE_SINGLE_MAP = 1;
    private static final int ENTER_RESULTS = 1;
    private static final int REQUESTS_OVERFLOW = 1 << 1;
    private static final int REQUESTS_WORK = 1 << 2;
    private static final int REGISTER_EVENT = 4;
    private static final int REGISTER_PROBE = 8;
    private static final int REGISTER_ENABLE = 12;
    private static final long MAP_REQUESTS = 0x1000_0000L;

    private static final int PARAMETERS_LENGTH = 120;
    private static final int REQUEST_LENGTH = 64;
    private static final int RESULT_LENGTH = 16;
    private static final int PROBE_COUNT = 64;
    private static final int PROBE_HEADER_LENGTH = 16;
    private static final int PROBE_LENGTH = 8;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final VarHandle POSITION = INT.varHandle();

    private final Arena lifetime = Arena.ofShared();
    private final int descriptor;
    private final boolean isBest;
    private final MemorySegment rings;
    private final MemorySegment requests;
    private final long requestHead;
    private final long requestTail;
    private final long requestFlags;
    private final int requestMask;
    private final long resultHead;
    private final long resultTail;
    private final long results;
    private final int resultMask;

    private int tail; // of the requests, as the kernel will see it
    private int unsubmitted;
    private int taken; // results
    private boolean isEnabled;
    private boolean isClosed;

    private Uring(int requestCount, int resultCount) throws IOException {
        try {
            MemorySegment parameters = lifetime.allocate(PARAMETERS_LENGTH, 8);
            int best = setUp(parameters, requestCount, resultCount, BEST);
            isBest = best >= 0;
            descriptor = isBest ? best : setUp(parameters, requestCount, resultCount, 0);
            if (descriptor < 0) {
                throw new IOException("io_uring is refused: " + Linux.message(descriptor));
            }
            if ((parameters.get(INT, 20) & FEATURE_SINGLE_MAP) == 0) {
                SystemCalls.close(descriptor);
                throw new IOException("io_uring of this kernel is too old");
            }
            int requestEntries = parameters.get(INT, 0);
            int resultEntries = parameters.get(INT, 4);
            long requestArray = parameters.get(INT, 64);
            results = parameters.get(INT, 100);
            rings = map(
                    Math.max(requestArray + 4L * requestEntries, results + (long) RESULT_LENGTH * resultEntries), 0);
            requests = map((long) REQUEST_LENGTH * requestEntries, MAP_REQUESTS);
            requestHead = parameters.get(INT, 40);
            requestTail = parameters.get(INT, 44);
            requestFlags = parameters.get(INT, 56);
            requestMask = requestEntries - 1;
            resultHead = parameters.get(INT, 80);
            resultTail = parameters.get(INT, 84);
            resultMask = resultEntries - 1;
            for (int i = 0; i < requestEntries; i++) {
                rings.set(INT, requestArray + 4L * i, i);
            }
        } catch (IOException e) {
            lifetime.close();
            throw e;
        }
    }

    /**
     * Makes one.
     *
     * @param requestCount that can wait to be submitted, at least; up to 32,768
     * @param resultCount that can wait to be taken, at least
     * @throws IOException the system has none for us; the message says why
     */
    static Uring open(int requestCount, int resultCount) throws IOException {
        return new Uring(requestCount, resultCount);
    }

    private static int setUp(MemorySegment parameters, int requestCount, int resultCount, int flags) {
        parameters.fill((byte) 0);
        parameters.set(INT, 4, resultCount);
        parameters.set(INT, 8, flags | SETUP_RESULT_COUNT | SETUP_DISABLED);
        return (int) Linux.syscall(SETUP, requestCount, parameters.address(), 0, 0, 0, 0);
    }

    private MemorySegment map(long length, long offset) throws IOException {
        long address = SystemCalls.mmap(
                length, SystemCalls.PROT_READ_WRITE, SystemCalls.MAP_SHARED | Linux.MAP_POPULATE, descriptor, offset);
        if (address < 0) {
            SystemCalls.close(descriptor);
            throw new IOException("io_uring cannot be mapped: " + Linux.message(address));
        }
        return MemorySegment.ofAddress(address)
                .reinterpret(length, lifetime, mapped -> SystemCalls.munmap(mapped, length));
    }

    /** Whether the kernel knows what files need. */
    boolean hasFileOperations() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment probe = arena.allocate(PROBE_HEADER_LENGTH + PROBE_COUNT * (long) PROBE_LENGTH, 8);
            long result = Linux.syscall(REGISTER, descriptor, REGISTER_PROBE, probe.address(), PROBE_COUNT, 0, 0);
            return result >= 0 && isKnown(probe, FSYNC) && isKnown(probe, READ) && isKnown(probe, WRITE);
        }
    }

    private static boolean isKnown(MemorySegment probe, int operation) {
        return (probe.get(ValueLayout.JAVA_SHORT, PROBE_HEADER_LENGTH + (long) PROBE_LENGTH * operation + 2) & 1) != 0;
    }

    /** Whether one thread alone uses it, which does the kernel's work when it asks for results. */
    boolean isBest() {
        return isBest;
    }

    /** Has the kernel signal an eventfd at every result. Before the first submit. */
    void signal(int eventDescriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocateFrom(INT, eventDescriptor);
            long result = Linux.syscall(REGISTER, descriptor, REGISTER_EVENT, number.address(), 1, 0, 0);
            if (result < 0) {
                throw new IOException("io_uring cannot signal: " + Linux.message(result));
            }
        }
    }

    /** Adds a request; there must be room. */
    void add(
            int operation,
            int flags,
            int file,
            long position,
            long address,
            int length,
            int operationFlags,
            long userData) {
        assert tail - (int) POSITION.getAcquire(rings, requestHead) <= requestMask : "no room for a request";
        long request = (long) (tail & requestMask) * REQUEST_LENGTH;
        requests.set(LONG, request, operation | (long) flags << 8 | (long) file << 32);
        requests.set(LONG, request + 8, position);
        requests.set(LONG, request + 16, address);
        requests.set(LONG, request + 24, length | (long) operationFlags << 32);
        requests.set(LONG, request + 32, userData);
        requests.set(LONG, request + 40, 0);
        requests.set(LONG, request + 48, 0);
        requests.set(LONG, request + 56, 0);
        tail++;
        unsubmitted++;
    }

    /**
     * Hands the kernel the requests that it has not got.
     *
     * @param minResults to wait for, 0 or more
     * @return false when the kernel does not take all of them now: to be tried again
     */
    boolean submit(int minResults) {
        if (!isEnabled) {
            isEnabled = true;
            check(Linux.syscall(REGISTER, descriptor, REGISTER_ENABLE, 0, 0, 0, 0));
        }
        POSITION.setRelease(rings, requestTail, tail); // publishes the requests; pairs with the kernel's acquire
        long result = Linux.syscall(ENTER, descriptor, unsubmitted, minResults, ENTER_RESULTS, 0, 0);
        if (result == -SystemCalls.EINTR || result == -SystemCalls.EAGAIN || result == -Linux.EBUSY) {
            return false;
        }
        check(result);
        unsubmitted -= (int) result;
        return unsubmitted == 0;
    }

    private static void check(long result) {
        if (result < 0) {
            throw new IllegalStateException("io_uring is used by another thread, or broken: " + Linux.message(result));
        }
    }

    /** Whether a thread has submitted, and is the only one that may from then on. */
    boolean hasOwner() {
        return isEnabled;
    }

    int unsubmitted() {
        return unsubmitted;
    }

    /** Whether there is a result to look at. Asks the kernel for more only when it says that it has some. */
    boolean hasResult() {
        if (taken != (int) POSITION.getAcquire(rings, resultTail)) {
            return true;
        }
        if (((int) POSITION.getAcquire(rings, requestFlags) & (REQUESTS_WORK | REQUESTS_OVERFLOW)) == 0) {
            return false;
        }
        submit(0);
        return taken != (int) POSITION.getAcquire(rings, resultTail);
    }

    /** Of the result that {@link #hasResult} told of. */
    long userData() {
        return rings.get(LONG, results + (long) (taken & resultMask) * RESULT_LENGTH);
    }

    /** Of the result that {@link #hasResult} told of. */
    int result() {
        return rings.get(INT, results + (long) (taken & resultMask) * RESULT_LENGTH + 8);
    }

    /** Goes on to the next result. */
    void take() {
        taken++;
        POSITION.setRelease(rings, resultHead, taken); // the kernel may overwrite it from here on
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            lifetime.close();
            SystemCalls.close(descriptor);
        }
    }
}
