package io.vireo.identity.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    @TempDir
    private Path directory;

    private Path path;
    private SecretFile file;

    @BeforeEach
    void name() {
        path = directory.resolve("secrets/some.key");
        file = new SecretFile(path);
    }

    @Test
    void isMadeReadableByItsOwnerAlone() throws Exception {
        byte[] made = file.readOrMake(() -> Randomness.bytes(32));

        assertThat(file.read()).contains(made);
        assertThat(file.readOrMake(() -> Randomness.bytes(32))).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                .isEqualTo("rwx------");
        assertThat(path.getParent()).isDirectoryContaining(path::equals);
        try (var left = Files.list(path.getParent())) {
            assertThat(left).as("nothing is left beside it").containsExactly(path);
        }
    }

    @Test
    void hasOneContentHoweverManyMakeItAtOnce() throws Exception {
        Set<String> contents = new HashSet<>();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<byte[]> making = () -> new SecretFile(path).readOrMake(() -> Randomness.bytes(16));
            for (Future<byte[]> future : threads.invokeAll(
                    IntStream.range(0, 8).mapToObj(_ -> making).toList())) {
                contents.add(new String(future.get(), StandardCharsets.ISO_8859_1));
            }
        }

        assertThat(contents).hasSize(1);
    }

    @Test
    void isReplacedAndDeleted() {
        file.replace(new byte[] {1});
        file.replace(new byte[] {2, 3});
        assertThat(file.read()).contains(new byte[] {2, 3});

        file.delete();
        file.delete();
        assertThat(file.read()).isEmpty();
    }
}
