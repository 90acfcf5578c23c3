package io.vireo.agent.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Archives of strangers: unpacked below the folder, as plain files and folders of a bounded number and length, or an {@link UnsafeArchiveException}. Never
 * another exception, which would pass for a fault of this machine, and never anything outside the folder.
 */
class ArchiveFuzzTest extends FuzzTest {
    private static final int DEEP = 100;

    private final Path root;

    ArchiveFuzzTest() throws IOException {
        root = Files.createTempDirectory("archive-fuzz");
        root.toFile().deleteOnExit();
    }

    /** Each makes files and deletes them. */
    @Override
    protected int executions() {
        return 400;
    }

    @Override
    protected long allocationLimit(int inputLength) {
        return (8 << 20) + 8192L * inputLength;
    }

    @Override
    protected void check(byte[] input) throws IOException {
        Path archive = root.resolve("archive.zip");
        Path target = root.resolve("inner").resolve("target");
        Files.createDirectories(target.getParent());
        Files.write(archive, input);
        try {
            ArchiveUnpacker.unpack(archive, target);
            assertThat(count(target)).isPositive();
        } catch (UnsafeArchiveException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try (Stream<Path> paths = Files.walk(target)) {
            assertThat(paths)
                    .allMatch(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.isDirectory(path));
        }
        assertThat(count(target)).isLessThanOrEqualTo(ArchiveUnpacker.MAX_ENTRIES);
        deleteAll(target);
        try (Stream<Path> outside = Files.walk(root)) {
            assertThat(outside).containsExactlyInAnyOrder(root, archive, target.getParent());
        }
        Files.delete(target.getParent());
        Files.delete(archive);
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.count() - 1;
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    protected List<byte[]> seeds() throws IOException {
        return List.of(
                archive(ZipEntry.DEFLATED, "main.py", "lib/", "lib/helper.py"),
                archive(ZipEntry.DEFLATED, "a", "a/b/c"),
                archive(ZipEntry.DEFLATED, "ä/" + "x".repeat(300)),
                archive(ZipEntry.DEFLATED, "../outside"),
                archive(ZipEntry.DEFLATED, "/tmp/absolute", "b"),
                archive(ZipEntry.DEFLATED, "d/" + "e/".repeat(DEEP) + "f"),
                archive(ZipEntry.DEFLATED, "a//b", "c/./d"));
    }

    @Override
    protected List<byte[]> words() {
        return List.of(
                        "../",
                        "/",
                        "\\",
                        "..",
                        "\0",
                        "PK\u0003\u0004",
                        "PK\u0001\u0002",
                        "main.py",
                        "lib",
                        "\u00ff\u00fe")
                .stream()
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static byte[] archive(int method, String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(method);
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    zip.write(("# " + name).getBytes(StandardCharsets.UTF_8));
                }
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
