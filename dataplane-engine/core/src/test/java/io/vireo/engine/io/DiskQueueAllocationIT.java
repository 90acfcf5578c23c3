package io.vireo.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the owner's thread. */
class DiskQueueAllocationIT {
    private static final int WARM_UP = 20_000;
    private static final int OPERATIONS = 20_000;
    private static final int AT_ONCE = 16;

    @TempDir
    Path folder;

    private int failureCount;

    @Test
    void allocatesNothing() throws IOException {
        DiskAccess access = DiskAccess.probe();
        assumeThat(access.kind()).as(access.description()).isEqualTo(DiskAccess.Kind.URING);

        assertThat(allocatedBytes(access)).isLessThan(OPERATIONS);
    }

    @Test
    void allocatesNothingWithThreads() throws IOException {
        assertThat(allocatedBytes(DiskAccess.threads())).isLessThan(OPERATIONS);
    }

    private long allocatedBytes(DiskAccess access) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        LocalDisk disk = LocalDisk.open(folder, access);
        try (Arena memory = Arena.ofConfined();
                DiskFile file = disk.begin("f");
                DiskQueue queue = disk.openQueue(AT_ONCE, DiskWaker.NONE)) {
            MemorySegment buffer = memory.allocate(4_096);
            work(queue, file, buffer, WARM_UP);

            long before = threads.getCurrentThreadAllocatedBytes();
            work(queue, file, buffer, OPERATIONS);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(failureCount).isZero();
            return allocated;
        }
    }

    private void work(DiskQueue queue, DiskFile file, MemorySegment buffer, int count) {
        DiskQueue.Completions completions = (_, failure) -> failureCount += failure == null ? 0 : 1;
        for (int i = 0; i < count; i += AT_ONCE) {
            for (int j = 0; j < AT_ONCE; j++) {
                queue.write(file, 4_096L * j, buffer, 0, 4_096, j);
            }
            while (queue.pending() > 0) {
                queue.poll(completions, AT_ONCE);
            }
        }
    }
}
