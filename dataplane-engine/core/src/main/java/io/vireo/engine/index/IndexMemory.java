package io.vireo.engine.index;

import io.vireo.engine.io.VirtualMemory;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Memory for the indexes of one owner, with a budget. Address space for all of it is reserved at once; memory is given by the system in
 * steps, ahead of its use, by another thread. Threads: the owner, but for {@link #reserve} and {@link #close}.
 *
 * <p>Blocks of one length share pages of 32 KiB; a page without live blocks is free for every length and every index, so what is deleted
 * makes room whatever comes next. What is known of a page is kept beside the memory, in arrays.
 */
public final class IndexMemory implements AutoCloseable {
    /** The largest budget: references of 31 bits count units of 8 bytes. */
    public static final long BUDGET_MAX = (16L << 30) - (1L << 20);

    /** The smallest budget, in which an index can be put. */
    public static final long BUDGET_MIN = 1L << 20;

    /** Of the longest block. */
    static final int BLOCK_LENGTH_MAX = 9_216;

    static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int PAGE_SHIFT = 15;
    private static final int PAGE_LENGTH = 1 << PAGE_SHIFT;

    // Blocks of up to 1 KiB have lengths in steps of 8 bytes, longer ones in steps of 128.
    private static final int FINE_LENGTH = 1_024;
    private static final int FINE_CLASSES = FINE_LENGTH / 8;
    private static final int COARSE_STEP_SHIFT = 7;
    private static final int CLASS_COUNT = FINE_CLASSES + ((BLOCK_LENGTH_MAX - FINE_LENGTH) >> COARSE_STEP_SHIFT) + 1;

    private static final short NO_BLOCK = -1;

    /** How much memory there is before it is needed: what the fastest writer fills in a few hundred milliseconds. */
    private static final long AHEAD_LENGTH = 64L << 20;

    private static final long POPULATE_STEP = 4 * VirtualMemory.HUGE_PAGE_LENGTH;

    private final VirtualMemory memory;
    private final MemorySegment bytes;
    private final int pageCount;

    private final byte[] pageClass; // 0: the page is free
    private final short[]
            pageFreeHead; // in units of 8 bytes from the page's start; each free block starts with the next one's
    private final short[] pageUsed; // live blocks
    private final short[] pageFresh; // blocks from the start that were ever handed out
    private final int[] pageNext; // in the list of the pages of a length with room, or of free pages
    private final int[] pagePrevious;
    private final int[] pagesWithRoom = new int[CLASS_COUNT]; // 0: none; page 0 is never used
    private int freePages;
    private int tailPage = 1;
    private int takenPages;
    private long liveBytes;

    private final Executor populator;
    private final Runnable population = this::populate;
    private final Object populating = new Object();
    private long requestedLength;
    private volatile long wantedLength;
    private volatile boolean canPopulate = true;
    private long populatedLength; // guarded by populating
    private boolean isClosed; // guarded by populating

    private IndexMemory(long budgetBytes, Executor populator) {
        this.pageCount = (int) (budgetBytes >>> PAGE_SHIFT);
        this.populator = populator;
        // One page before, so that no reference is 0, and one behind: keys are compared by words of 8 bytes.
        this.memory = VirtualMemory.reserve((pageCount + 2L) << PAGE_SHIFT);
        this.bytes = memory.bytes();
        this.pageClass = new byte[pageCount + 1];
        this.pageFreeHead = new short[pageCount + 1];
        this.pageUsed = new short[pageCount + 1];
        this.pageFresh = new short[pageCount + 1];
        this.pageNext = new int[pageCount + 1];
        this.pagePrevious = new int[pageCount + 1];
        populateAhead();
    }

    /**
     * Reserves address space.
     *
     * @param budgetBytes that indexes may take, {@link #BUDGET_MIN} to {@link #BUDGET_MAX}
     * @param populator runs what has the system give memory ahead of its use: milliseconds at a time
     */
    public static IndexMemory reserve(long budgetBytes, Executor populator) {
        if (budgetBytes < BUDGET_MIN || budgetBytes > BUDGET_MAX) {
            throw new IllegalArgumentException("memory of the index is out of range: bytes=" + budgetBytes + " min="
                    + BUDGET_MIN + " max=" + BUDGET_MAX);
        }
        return new IndexMemory(budgetBytes, populator);
    }

    /** What indexes may take, in bytes. */
    public long budgetBytes() {
        return (long) pageCount << PAGE_SHIFT;
    }

    /** What indexes have taken of it: their live bytes, and what is free in pages that they use. */
    public long usedBytes() {
        return (long) takenPages << PAGE_SHIFT;
    }

    /** What keys, entries and trees take. */
    public long liveBytes() {
        return liveBytes;
    }

    /** Whether the system was asked for huge pages and did not refuse. */
    public boolean isHuge() {
        return memory.isHuge();
    }

    /** What references point into: all of it. */
    MemorySegment bytes() {
        return bytes;
    }

    /** What a block of this length really takes. */
    static int blockLength(int length) {
        return lengthOfClass(classOf(length));
    }

    private static int classOf(int length) {
        assert 0 < length && length <= BLOCK_LENGTH_MAX : length;
        return length <= FINE_LENGTH
                ? (length + 7) >>> 3
                : FINE_CLASSES + ((length - FINE_LENGTH + (1 << COARSE_STEP_SHIFT) - 1) >>> COARSE_STEP_SHIFT);
    }

    private static int lengthOfClass(int blockClass) {
        return blockClass <= FINE_CLASSES
                ? blockClass << 3
                : FINE_LENGTH + ((blockClass - FINE_CLASSES) << COARSE_STEP_SHIFT);
    }

    /** An offset of a block that is nobody else's and holds anything; 0 when the budget is used up. */
    long allocate(int length) {
        int blockClass = classOf(length);
        int page = pagesWithRoom[blockClass];
        if (page == 0) {
            page = takePage(blockClass);
            if (page == 0) {
                return 0;
            }
        }
        int blockLength = lengthOfClass(blockClass);
        long pageStart = (long) page << PAGE_SHIFT;
        long block;
        if (pageFreeHead[page] == NO_BLOCK) {
            block = pageStart + (long) pageFresh[page]++ * blockLength;
        } else {
            block = pageStart + ((long) pageFreeHead[page] << 3);
            pageFreeHead[page] = bytes.get(SHORT, block);
        }
        if (++pageUsed[page] == PAGE_LENGTH / blockLength) {
            unlink(page, blockClass);
        }
        liveBytes += blockLength;
        return block;
    }

    /** Takes back a block of this length. */
    void free(long block, int length) {
        int page = (int) (block >>> PAGE_SHIFT);
        int blockClass = pageClass[page] & 0xff;
        assert blockClass == classOf(length) : "block=" + block + " length=" + length;
        int blockLength = lengthOfClass(blockClass);
        bytes.set(SHORT, block, pageFreeHead[page]);
        pageFreeHead[page] = (short) ((block & (PAGE_LENGTH - 1)) >>> 3);
        liveBytes -= blockLength;
        if (pageUsed[page]-- == PAGE_LENGTH / blockLength) {
            link(page, blockClass);
        } else if (pageUsed[page] == 0 && (pagesWithRoom[blockClass] != page || pageNext[page] != 0)) {
            // The only page with room stays: the next block of this length needs it.
            release(page, blockClass);
        }
    }

    private int takePage(int blockClass) {
        int page = freePages;
        if (page != 0) {
            freePages = pageNext[page];
        } else if (tailPage <= pageCount) {
            page = tailPage++;
            if (canPopulate && (long) tailPage << PAGE_SHIFT > requestedLength - AHEAD_LENGTH / 2) {
                populateAhead();
            }
        } else if (releaseKeptPage()) {
            page = freePages;
            freePages = pageNext[page];
        } else {
            return 0;
        }
        takenPages++;
        pageClass[page] = (byte) blockClass;
        pageFreeHead[page] = NO_BLOCK;
        pageFresh[page] = 0;
        link(page, blockClass);
        return page;
    }

    /** Frees a page that was kept without a live block in it. */
    private boolean releaseKeptPage() {
        for (int blockClass = 0; blockClass < CLASS_COUNT; blockClass++) {
            int page = pagesWithRoom[blockClass];
            if (page != 0 && pageUsed[page] == 0) {
                release(page, blockClass);
                return true;
            }
        }
        return false;
    }

    private void release(int page, int blockClass) {
        unlink(page, blockClass);
        pageClass[page] = 0;
        pageNext[page] = freePages;
        freePages = page;
        takenPages--;
    }

    private void link(int page, int blockClass) {
        int first = pagesWithRoom[blockClass];
        pageNext[page] = first;
        pagePrevious[page] = 0;
        pagePrevious[first] = page;
        pagesWithRoom[blockClass] = page;
    }

    private void unlink(int page, int blockClass) {
        int previous = pagePrevious[page];
        if (previous == 0) {
            pagesWithRoom[blockClass] = pageNext[page];
        } else {
            pageNext[previous] = pageNext[page];
        }
        pagePrevious[pageNext[page]] = previous;
    }

    private void populateAhead() {
        requestedLength = Math.min(((long) tailPage << PAGE_SHIFT) + AHEAD_LENGTH, bytes.byteSize());
        wantedLength = requestedLength;
        try {
            populator.execute(population);
        } catch (RejectedExecutionException e) {
            canPopulate = false; // the first touch gets it
        }
    }

    private void populate() {
        while (canPopulate) {
            synchronized (populating) {
                long length = Math.min(POPULATE_STEP, bytes.byteSize() - populatedLength);
                if (isClosed || populatedLength >= wantedLength || length == 0) {
                    return;
                }
                canPopulate = memory.populate(populatedLength, length);
                populatedLength += length;
            }
        }
    }

    /** Gives everything back. No index in it may be used any more. */
    @Override
    public void close() {
        synchronized (populating) {
            if (!isClosed) {
                isClosed = true;
                memory.close();
            }
        }
    }

    /** Live blocks of all pages, counted anew: for tests of what is kept incrementally. */
    long countLiveBytes() {
        long total = 0;
        for (int page = 1; page < tailPage; page++) {
            if (pageClass[page] != 0) {
                total += (long) pageUsed[page] * lengthOfClass(pageClass[page] & 0xff);
            }
        }
        return total;
    }
}
