package io.vireo.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The peer of reads of a disk: fio with io_uring, past the page cache. */
final class FioPeer {
    private static final String PROGRAM = "fio";

    private FioPeer() {}

    /** Whether this machine has it. */
    static boolean isHere() {
        return Stream.of(System.getenv("PATH").split(":")).anyMatch(part -> Files.isExecutable(Path.of(part, PROGRAM)));
    }

    /**
     * Reads 4 KiB at a time at random.
     *
     * @param fileLength of the file that it makes and reads, in bytes
     * @param depth reads under way at a time
     * @param seconds that it reads for
     * @return what one read took, one with another, in nanoseconds
     */
    static double randomReadNs(long fileLength, int depth, int seconds) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            Process process = new ProcessBuilder(
                            PROGRAM,
                            "--name=read",
                            "--filename=" + folder.path().resolve("data"),
                            "--rw=randread",
                            "--bs=4k",
                            "--direct=1",
                            "--ioengine=io_uring",
                            "--iodepth=" + depth,
                            "--size=" + fileLength,
                            "--time_based",
                            "--runtime=" + seconds,
                            "--output-format=json")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitValue = process.waitFor();
            int start = text.indexOf('{'); // what comes before are remarks for people
            if (exitValue != 0 || start < 0) {
                throw new IOException("fio failed: exitCode=%d output=%s".formatted(exitValue, text));
            }
            JsonNode read = JsonMapper.builder()
                    .build()
                    .readTree(text.substring(start))
                    .path("jobs")
                    .path(0)
                    .path("read");
            return 1e9 / read.path("iops").asDouble();
        }
    }
}
