package io.vireo.engine.io;

import io.vireo.channel.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Zeroed memory outside the heap: address space is taken at once, memory page by page when it is first touched or {@link #populate}d. In huge pages
 * where the system has them; whether it does changes speed alone. Threads: any.
 */
@SuppressWarnings("restricted")
public final class VirtualMemory implements AutoCloseable {
    /** Of a huge page; ranges are populated in multiples of it. */
    public static final long HUGE_PAGE_LENGTH = 2L << 20;

    private final Arena lifetime = Arena.ofShared();
    private final MemorySegment bytes;
    private final boolean isHuge;

    private VirtualMemory(long length) {
        long reserved = length + HUGE_PAGE_LENGTH; // room to start at the boundary of a huge page
        long address = SystemCalls.mmap(
                reserved,
                SystemCalls.PROT_READ_WRITE,
                Linux.MAP_PRIVATE | Linux.MAP_ANONYMOUS | Linux.MAP_NORESERVE,
                -1,
                0);
        if (address < 0) {
            lifetime.close();
            throw new OutOfMemoryError(
                    "cannot reserve memory: bytes=" + reserved + " reason=" + Linux.message(address));
        }
        MemorySegment mapped = MemorySegment.ofAddress(address)
                .reinterpret(reserved, lifetime, segment -> SystemCalls.munmap(segment, reserved));
        bytes = mapped.asSlice(-address & (HUGE_PAGE_LENGTH - 1), length);
        isHuge = Linux.madvise(bytes, length, Linux.MADV_HUGEPAGE) == 0;
    }

    /**
     * Takes address space.
     *
     * @param length in bytes, 1 or more
     * @throws OutOfMemoryError the system refuses so much
     */
    public static VirtualMemory reserve(long length) {
        return new VirtualMemory(length);
    }

    /** All of it. Touching it after {@link #close} is an {@link IllegalStateException}. */
    public MemorySegment bytes() {
        return bytes;
    }

    /** Whether the system was asked for huge pages and did not refuse. */
    public boolean isHuge() {
        return isHuge;
    }

    /**
     * Has the system give memory to a range now, so that nobody waits for it at the first touch. Memory that is there already is left as it is.
     *
     * @param from in bytes, a multiple of {@link #HUGE_PAGE_LENGTH}
     * @return false when the system cannot: it will be given at the first touch
     */
    public boolean populate(long from, long length) {
        return Linux.madvise(bytes.asSlice(from, length), length, Linux.MADV_POPULATE_WRITE) == 0;
    }

    /** Gives address space and memory back. No other thread may use it, or populate, any more. */
    @Override
    public void close() {
        lifetime.close();
    }
}
