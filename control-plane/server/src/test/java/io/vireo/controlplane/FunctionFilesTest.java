package io.vireo.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.identity.FieldFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionFilesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../up.py",
                "a/../b.py",
                "a//b.py",
                "a/",
                "./a.py",
                "a\\b.py",
                "a\nb",
                "a\0b",
                ".",
                ".."
            })
    void refusesAPathThatCouldLeadElsewhere(String path) {
        assertThatThrownBy(() -> FunctionFiles.ofText(Map.of(path, "x")))
                .isInstanceOf(ControlPlaneException.class)
                .satisfies(error -> assertThat(((ControlPlaneException) error).faults())
                        .extracting(FieldFault::field)
                        .containsExactly("files[" + path + "]"));
    }

    @Test
    void refusesAPathThatIsTooLong() {
        assertThat(FunctionFiles.ofText(Map.of("a".repeat(255), "x")).count()).isEqualTo(1);

        assertThatThrownBy(() -> FunctionFiles.ofText(Map.of("ä".repeat(128), "x")))
                .hasMessageContaining("bytes=256 max=255");
    }

    @Test
    void refusesAFileThatIsTheFolderOfAnother() {
        assertThatThrownBy(() -> FunctionFiles.ofText(Map.of("a", "x", "a/b.py", "y")))
                .hasMessageContaining("folder of another file: a");
        assertThat(FunctionFiles.ofText(Map.of("a", "x", "a.py", "y", "a-b/c", "z"))
                        .count())
                .isEqualTo(3);
    }

    @Test
    void refusesMoreFilesThanTheLimit() {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < FunctionFiles.MAX_COUNT; i++) {
            files.put("f" + i + ".py", "");
        }
        assertThat(FunctionFiles.ofText(files).count()).isEqualTo(100);

        files.put("one-more.py", "");

        assertThatThrownBy(() -> FunctionFiles.ofText(files)).hasMessageContaining("count=101 max=100");
    }

    @Test
    void refusesMoreBytesThanTheLimit() {
        byte[] half = new byte[FunctionFiles.MAX_TOTAL_LENGTH / 2];
        assertThat(FunctionFiles.of(Map.of("a", half, "b", half)).totalLength())
                .isEqualTo(FunctionFiles.MAX_TOTAL_LENGTH);

        assertThatThrownBy(() -> FunctionFiles.of(Map.of("a", half, "b", half, "c", new byte[1])))
                .hasMessageContaining("max=5242880");
    }

    @Test
    void tellsTextFromWhatIsNot() {
        FunctionFiles files =
                FunctionFiles.of(Map.of("a.txt", "grün".getBytes(UTF_8), "b.bin", new byte[] {(byte) 0xff, 0}));

        assertThat(files.text("a.txt")).contains("grün");
        assertThat(files.text("b.bin")).isEmpty();
        assertThat(files.text("c")).isEmpty();
        assertThat(files.texts()).containsOnlyKeys("a.txt");
        assertThat(files.bytes("b.bin"))
                .hasValueSatisfying(bytes -> assertThat(bytes).hasSize(2));
    }

    @Test
    void staysAsItIs() {
        FunctionFiles files = FunctionFiles.ofText(Map.of("a", "1"));

        FunctionFiles more = files.with("b", "2");
        files.bytes("a").orElseThrow()[0] = '9';

        assertThat(files.paths()).containsExactly("a");
        assertThat(files.text("a")).contains("1");
        assertThat(more.without("a")).isEqualTo(FunctionFiles.ofText(Map.of("b", "2")));
        assertThat(more.without("zzz")).isEqualTo(more);
    }

    @Nested
    class Archive {

        @Test
        void holdsTheSameFiles() {
            FunctionFiles files = FunctionFiles.of(Map.of(
                    "main.py", "x".getBytes(UTF_8), "lib/ü.py", new byte[0], "data.bin", new byte[] {0, 1, (byte) 200
                    }));

            assertThat(FunctionFiles.ofArchive(files.toArchive())).isEqualTo(files);
        }

        @Test
        void hasTheSameBytesForTheSameFiles() {
            FunctionFiles files = FunctionFiles.ofText(Map.of("b", "2", "a", "1", "c", "3"));
            FunctionFiles same =
                    FunctionFiles.EMPTY.with("c", "3").with("a", "1").with("b", "2");

            assertThat(files.toArchive()).isEqualTo(same.toArchive());
        }

        @Test
        void isRefusedWithAPathThatLeadsOut() throws IOException {
            byte[] archive = archive(Map.of("../../etc/cron.d/x", new byte[1]));

            assertThatThrownBy(() -> FunctionFiles.ofArchive(archive)).hasMessageContaining("must be relative");
        }

        @Test
        void isRefusedWhenItUnpacksToMoreThanTheLimit() throws IOException {
            byte[] bomb = archive(Map.of("zeros", new byte[50 * 1024 * 1024]));
            assertThat(bomb.length).isLessThan(100_000);

            assertThatThrownBy(() -> FunctionFiles.ofArchive(bomb)).hasMessageContaining("too long together");
        }

        @Test
        void isRefusedWhenItIsNone() {
            assertThatThrownBy(() -> FunctionFiles.ofArchive("no archive".getBytes(UTF_8)))
                    .hasMessageContaining("not a ZIP archive");
            assertThatThrownBy(() -> FunctionFiles.ofArchive(new byte[0])).hasMessageContaining("not a ZIP archive");
        }

        @Test
        void isRefusedWhenItIsCutShort() {
            byte[] archive = FunctionFiles.ofText(Map.of("main.py", "handler ".repeat(1_000)))
                    .toArchive();

            assertThatThrownBy(() -> FunctionFiles.ofArchive(Arrays.copyOf(archive, archive.length / 2)))
                    .isInstanceOf(ControlPlaneException.class)
                    .hasMessageContaining("ZIP");
        }

        @Test
        void leavesFoldersOut() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("lib/"));
                zip.putNextEntry(new ZipEntry("lib/a.py"));
            }

            assertThat(FunctionFiles.ofArchive(bytes.toByteArray()).paths()).containsExactly("lib/a.py");
        }

        private static byte[] archive(Map<String, byte[]> files) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    zip.putNextEntry(new ZipEntry(file.getKey()));
                    zip.write(file.getValue());
                }
            }
            return bytes.toByteArray();
        }
    }
}
