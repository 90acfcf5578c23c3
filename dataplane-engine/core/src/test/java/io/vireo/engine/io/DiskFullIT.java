package io.vireo.engine.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vireo.engine.io.DiskException.Reason;
import io.vireo.engine.io.DiskException.Step;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of 2 MiB that fills up while it is written: writes are short, then fail, and succeed again when something was deleted. */
class DiskFullIT {
    private static final int LENGTH = 3 << 20;

    @TempDir
    Path folder;

    private @Nullable DiskException failure;

    @BeforeEach
    void mount() throws Exception {
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.toString()))
                .as("needs the right to mount")
                .isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", folder.toString());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }

    @Test
    void isToldAndPassesWithTheKernel() throws IOException {
        DiskAccess access = DiskAccess.probe();
        assumeThat(access.kind()).as(access.description()).isEqualTo(DiskAccess.Kind.URING);
        fillsAndRecovers(access);
    }

    @Test
    void isToldAndPassesWithThreads() throws IOException {
        fillsAndRecovers(DiskAccess.threads());
    }

    private void fillsAndRecovers(DiskAccess access) throws IOException {
        LocalDisk disk = LocalDisk.open(folder, access);
        disk.create("old", 1 << 20, ByteBuffer.allocate(8)).close();
        try (Arena memory = Arena.ofConfined();
                DiskFile file = disk.begin("new");
                DiskQueue queue = disk.openQueue(4, DiskWaker.NONE)) {
            MemorySegment buffer = memory.allocate(LENGTH);

            queue.writeAndForce(file, 0, buffer, 0, LENGTH, 1);
            await(queue);

            assertThat(failure).isNotNull();
            assertThat(failure.step()).isEqualTo(Step.WRITE);
            assertThat(failure.reason()).isEqualTo(Reason.FULL);
            assertThat(failure).hasMessage("No space left on device");
            assertThatThrownBy(() -> disk.create("more", 1 << 20, ByteBuffer.allocate(8)))
                    .isInstanceOfSatisfying(
                            DiskException.class, e -> assertThat(e.reason()).isEqualTo(Reason.FULL));
            assertThat(disk.names()).containsExactly("new.unfinished", "old");

            disk.delete("old");
            queue.writeAndForce(file, 0, buffer, 0, 3 << 19, 2);
            await(queue);

            assertThat(failure).isNull();
            disk.publish("new");
            assertThat(disk.names()).containsExactly("new");
        }
    }

    private void await(DiskQueue queue) {
        while (queue.pending() > 0) {
            queue.poll((_, newFailure) -> failure = newFailure, 1);
        }
    }
}
