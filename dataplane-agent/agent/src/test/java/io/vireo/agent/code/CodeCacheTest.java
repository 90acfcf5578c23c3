package io.vireo.agent.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeCacheTest {
    @TempDir
    Path root;

    @Nested
    class Obtain {
        @Test
        void unpacksWhatTheSourceGivesOnce() throws Exception {
            CodeCache cache = new CodeCache(root.resolve("code"));
            byte[] archive = archive("lib/helper.py", "x = 1");

            Path folder = cache.obtain(sha256(archive), output -> output.write(archive));
            Path again = cache.obtain(sha256(archive), _ -> {
                throw new AssertionError("fetched twice");
            });

            assertThat(folder.resolve("lib/helper.py")).hasContent("x = 1");
            assertThat(again).isEqualTo(folder);
        }

        @Test
        void refusesWhatIsNotOfTheHashAndLeavesNothing() throws Exception {
            CodeCache cache = new CodeCache(root.resolve("code"));
            byte[] archive = archive("main.py", "x");

            assertThatThrownBy(() -> cache.obtain("00".repeat(32), output -> output.write(archive)))
                    .isInstanceOf(UnsafeArchiveException.class)
                    .hasMessageContaining("does not match its hash");

            assertThat(root.resolve("code")).isEmptyDirectory();
        }

        @Test
        void leavesNothingWhenTheSourceFails() {
            CodeCache cache = new CodeCache(root.resolve("code"));

            assertThatThrownBy(() -> cache.obtain("00".repeat(32), _ -> {
                        throw new IOException("connection lost");
                    }))
                    .hasMessage("connection lost");

            assertThat(root.resolve("code")).isEmptyDirectory();
        }

        @ParameterizedTest
        @ValueSource(strings = {"../escaped", "a/../../escaped", "/tmp/escaped", "a/./b", "..", "a\\..\\b"})
        void refusesPathsThatLeadElsewhere(String path) throws Exception {
            byte[] archive = archive(path, "x");
            CodeCache cache = new CodeCache(root.resolve("code"));

            assertThatThrownBy(() -> cache.obtain(sha256(archive), output -> output.write(archive)))
                    .isInstanceOf(UnsafeArchiveException.class)
                    .hasMessageContaining("path=" + path);

            assertThat(root.resolve("code")).isEmptyDirectory();
        }

        @Test
        void refusesWhatIsNoArchive() throws Exception {
            byte[] text = "hello".getBytes(StandardCharsets.UTF_8);

            assertThatThrownBy(() -> new CodeCache(root).obtain(sha256(text), output -> output.write(text)))
                    .isInstanceOf(UnsafeArchiveException.class)
                    .hasMessageContaining("not a ZIP archive");
        }

        @Test
        void refusesAnArchiveThatHoldsAPathTwice() throws Exception {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("a"));
                zip.putNextEntry(new ZipEntry("a/b")); // a file cannot be a folder too
            }
            byte[] archive = bytes.toByteArray();

            assertThatThrownBy(() -> new CodeCache(root).obtain(sha256(archive), output -> output.write(archive)))
                    .isInstanceOf(UnsafeArchiveException.class);
        }
    }

    @Test
    void deletesWhatNobodyWants() throws Exception {
        CodeCache cache = new CodeCache(root);
        byte[] kept = archive("a", "1");
        byte[] old = archive("b", "2");
        cache.obtain(sha256(kept), output -> output.write(kept));
        cache.obtain(sha256(old), output -> output.write(old));

        cache.retainOnly(Set.of(sha256(kept)));

        assertThat(cache.holds(sha256(kept))).isTrue();
        assertThat(cache.holds(sha256(old))).isFalse();
    }

    private static byte[] archive(String path, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(path));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
