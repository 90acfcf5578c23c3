package io.vireo.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vireo.channel.ChannelWaiter;
import io.vireo.engine.io.DiskException.Reason;
import io.vireo.engine.io.DiskException.Step;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every queue of this machine keeps to, on its real disk. */
class DiskQueueTest {
    private static final long DEADLINE_NS = 20_000_000_000L;

    @Nested
    class OfTheKernel extends Contract {
        @Override
        DiskAccess access() {
            DiskAccess access = DiskAccess.probe();
            assumeThat(access.kind()).as(access.description()).isEqualTo(DiskAccess.Kind.URING);
            return access;
        }

        @Test
        void belongsToTheThreadThatFirstUsesIt() throws Exception {
            try (DiskQueue queue = disk.openQueue(4, DiskWaker.NONE)) {
                assertThat(queue).isInstanceOf(UringDiskQueue.class);
                Thread first = Thread.ofPlatform().start(() -> {
                    queue.force(file, 1);
                    queue.submit();
                    while (queue.pending() > 0) {
                        queue.poll((_, _) -> {}, 1);
                    }
                });
                first.join();

                queue.force(file, 2);

                assertThatThrownBy(queue::submit).hasMessageStartingWith("io_uring is used by another thread");
                assertThatThrownBy(queue::close).hasMessageStartingWith("io_uring is used by another thread");
            }
        }
    }

    @Nested
    class OfThreads extends Contract {
        @Override
        DiskAccess access() {
            return DiskAccess.threads();
        }
    }

    @Nested
    class OfTheCaller extends Contract {
        @Override
        DiskAccess access() {
            return new DiskAccess(DiskAccess.Kind.CALLER, "caller");
        }
    }

    abstract static class Contract {
        private static final int CAPACITY = 64;

        @TempDir
        Path folder;

        private final Arena memory = Arena.ofShared();
        private final Map<Long, DiskException> completed = new HashMap<>();
        LocalDisk disk;
        DiskFile file;
        private DiskQueue queue;

        abstract DiskAccess access();

        @BeforeEach
        void open() throws IOException {
            disk = LocalDisk.open(folder.resolve("disk"), access());
            file = disk.begin("f");
            queue = disk.openQueue(CAPACITY, DiskWaker.NONE);
        }

        @AfterEach
        void close() throws IOException {
            if (queue != null) {
                queue.close();
                file.close();
            }
            memory.close();
        }

        private void awaitAll() {
            long start = System.nanoTime();
            while (queue.pending() > 0) {
                queue.poll(completed::put, 8);
                assertThat(System.nanoTime() - start).isLessThan(DEADLINE_NS);
            }
        }

        private DiskException failureOf(long token) {
            awaitAll();
            assertThat(completed).containsKey(token);
            return completed.get(token);
        }

        private MemorySegment filled(int length, int seed) {
            byte[] bytes = new byte[length];
            new SplittableRandom(seed).nextBytes(bytes);
            MemorySegment segment = memory.allocate(length);
            MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, length);
            return segment;
        }

        @Test
        void readsWhatWasWritten() {
            MemorySegment source = filled(100_000, 1);
            MemorySegment target = memory.allocate(100_010);

            assertThat(queue.writeAndForce(file, 5, source, 0, 100_000, 1)).isTrue();
            assertThat(failureOf(1)).isNull();
            assertThat(queue.read(file, 5, target, 10, 100_000, 2)).isTrue();
            assertThat(failureOf(2)).isNull();

            assertThat(target.asSlice(10).mismatch(source)).isEqualTo(-1);
            assertThat(target.get(ValueLayout.JAVA_LONG_UNALIGNED, 0)).isZero();
        }

        @Test
        void keepsManyOperationsApart() {
            SplittableRandom random = new SplittableRandom(7);
            byte[] model = new byte[1 << 20];
            MemorySegment pool = filled(1 << 20, 3);
            for (int round = 0; round < 20; round++) {
                List<Integer> ends = new ArrayList<>();
                int from = 0;
                for (int i = 0; i < CAPACITY; i++) {
                    int length = random.nextInt(1, 16_000);
                    int source = random.nextInt((1 << 20) - length);
                    assertThat(queue.write(file, from, pool, source, length, i)).isTrue();
                    MemorySegment.copy(pool, ValueLayout.JAVA_BYTE, source, model, from, length);
                    from += length;
                    ends.add(from);
                }
                awaitAll();
                assertThat(completed.values()).hasSize(CAPACITY).containsOnlyNulls();
                completed.clear();

                MemorySegment target = memory.allocate(1 << 20);
                int start = 0;
                for (int i = 0; i < CAPACITY; i++) {
                    assertThat(queue.read(file, start, target, start, ends.get(i) - start, i))
                            .isTrue();
                    start = ends.get(i);
                }
                awaitAll();

                assertThat(completed.values()).hasSize(CAPACITY).containsOnlyNulls();
                completed.clear();
                byte[] read = target.asSlice(0, from).toArray(ValueLayout.JAVA_BYTE);
                assertThat(Arrays.mismatch(read, 0, from, model, 0, from)).isEqualTo(-1);
            }
        }

        @Test
        void forcesWhatWasWritten() {
            queue.write(file, 0, filled(10, 1), 0, 10, 1);
            awaitAll();
            queue.force(file, 2);

            assertThat(failureOf(2)).isNull();
        }

        @Test
        void takesNoMoreThanItsCapacity() {
            MemorySegment source = filled(10, 1);
            for (int i = 0; i < CAPACITY; i++) {
                assertThat(queue.write(file, 10L * i, source, 0, 10, i)).isTrue();
            }

            assertThat(queue.write(file, 0, source, 0, 10, 99)).isFalse();

            assertThat(queue.pending()).isEqualTo(CAPACITY);
            awaitAll();
            assertThat(completed).hasSize(CAPACITY);
            assertThat(queue.write(file, 0, source, 0, 10, 99)).isTrue();
        }

        @Test
        void failsToReadBehindTheEnd() {
            queue.write(file, 0, filled(10, 1), 0, 10, 1);
            awaitAll();

            queue.read(file, 4, memory.allocate(10), 0, 10, 2);

            DiskException failure = failureOf(2);
            assertThat(failure.step()).isEqualTo(Step.READ);
            assertThat(failure.reason()).isEqualTo(Reason.ENDED);
            assertThat(failure).hasMessage("file ends before position=14");
        }

        @Test
        void tellsThatADiskIsFull() throws IOException {
            try (LocalFile full = LocalFile.open(Path.of("/dev/full"), 0)) {
                queue.writeAndForce(full, 0, filled(10, 1), 0, 10, 1);

                DiskException failure = failureOf(1);
                assertThat(failure.step()).isEqualTo(Step.WRITE);
                assertThat(failure.reason()).isEqualTo(Reason.FULL);
                assertThat(failure).hasMessage("No space left on device");
            }
        }

        @Test
        void tellsThatForcingFailedThoughWritingDidNot() throws IOException {
            try (LocalFile unforceable = LocalFile.open(Path.of("/dev/null"), 0)) {
                queue.writeAndForce(unforceable, 0, filled(10, 1), 0, 10, 1);
                queue.write(unforceable, 0, filled(10, 1), 0, 10, 2);
                queue.force(unforceable, 3);

                assertThat(failureOf(1).step()).isEqualTo(Step.FORCE);
                assertThat(failureOf(1).reason()).isEqualTo(Reason.FAILED);
                assertThat(failureOf(2)).isNull();
                assertThat(failureOf(3).step()).isEqualTo(Step.FORCE);
            }
        }

        @Test
        void tellsThatADeviceFails() throws IOException {
            try (LocalFile failing = LocalFile.open(Path.of("/proc/self/mem"), 0)) {
                queue.read(failing, 0, memory.allocate(10), 0, 10, 1);

                DiskException failure = failureOf(1);
                assertThat(failure.step()).isEqualTo(Step.READ);
                assertThat(failure.reason()).isEqualTo(Reason.FAILED);
                assertThat(failure).hasMessage("Input/output error");
            }
        }

        @Test
        void endsWhatIsUnderWayWhenItsFileIsClosed() throws IOException {
            MemorySegment source = filled(1 << 20, 1);
            queue.writeAndForce(file, 0, source, 0, 1 << 20, 1);
            file.close();
            queue.write(file, 0, source, 0, 10, 2);
            queue.read(file, 0, memory.allocate(10), 0, 10, 3);

            assertThat(failureOf(1)).isNull();
            assertThat(failureOf(2).reason()).isEqualTo(Reason.CLOSED);
            assertThat(failureOf(3).step()).isEqualTo(Step.READ);
            assertThat(failureOf(3)).hasMessage("file is closed");
        }

        @Test
        void endsWhatIsUnderWayWhenItIsClosed() throws IOException {
            MemorySegment source = filled(1 << 20, 1);
            for (int i = 0; i < 8; i++) {
                queue.writeAndForce(file, (long) i << 20, source, 0, 1 << 20, i);
            }

            queue.close();

            assertThat(file.length()).isEqualTo(8L << 20);
            assertThat(queue.write(file, 0, source, 0, 10, 2)).isFalse();
            assertThat(queue.poll(completed::put, 10)).isZero();
        }

        @Test
        void refusesBuffersThatTheKernelCannotReach() {
            assertThatThrownBy(() -> queue.read(file, 0, MemorySegment.ofArray(new byte[10]), 0, 10, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("buffer is in the heap");
            assertThatThrownBy(() -> queue.read(file, 0, memory.allocate(10), 1, 10, 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(queue.pending()).isZero();
        }

        @Test
        void endsTheSleepOfItsOwner() throws IOException {
            try (ChannelWaiter waiter = ChannelWaiter.open(0);
                    DiskQueue waking = disk.openQueue(4, waker(waiter))) {
                for (int i = 0; i < 50; i++) {
                    waking.writeAndForce(file, 0, filled(4_096, i), 0, 4_096, i);
                    waking.submit();
                    long start = System.nanoTime();
                    while (waking.pending() > 0 && waking.poll(completed::put, 4) == 0) {
                        waiter.sleep(DEADLINE_NS);
                    }
                    assertThat(System.nanoTime() - start).isLessThan(DEADLINE_NS);
                }
            }
        }

        private static DiskWaker waker(ChannelWaiter waiter) {
            return new DiskWaker() {
                @Override
                public void wake() {
                    waiter.wake();
                }

                @Override
                public int descriptor() {
                    return waiter.wakeDescriptor();
                }
            };
        }
    }
}
