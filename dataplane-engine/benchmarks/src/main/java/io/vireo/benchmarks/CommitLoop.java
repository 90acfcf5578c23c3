package io.vireo.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The least that a durable write costs here: a loop of one write and one fdatasync in a file whose blocks are there. */
final class CommitLoop {
    private static final int FILE_LENGTH = 64 << 20;
    private static final int CHUNK_LENGTH = 1 << 20;

    private CommitLoop() {}

    /**
     * Commits over and over.
     *
     * @param length of each commit, in bytes
     * @return the median, in nanoseconds
     */
    static double medianNs(int count, int length) throws IOException {
        Path file = Files.createTempFile("vireo-bench-", ".journal");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_LENGTH);
            for (int position = 0; position < FILE_LENGTH; position += CHUNK_LENGTH) {
                channel.write(zeros.clear(), position);
            }
            channel.force(true);
            ByteBuffer bytes = ByteBuffer.allocateDirect(length);
            long[] samples = new long[count];
            for (int i = 0; i < count; i++) {
                long position = (long) i * length % (FILE_LENGTH - length);
                long start = System.nanoTime();
                channel.write(bytes.clear(), position);
                channel.force(false);
                samples[i] = System.nanoTime() - start;
            }
            Arrays.sort(samples);
            return samples[count / 2];
        } finally {
            Files.delete(file);
        }
    }
}
