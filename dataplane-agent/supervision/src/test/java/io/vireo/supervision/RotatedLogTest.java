package io.vireo.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatedLogTest {
    @TempDir
    Path directory;

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        Path file = directory.resolve("logs/engine.log");

        new RotatedLog(file, 10).create();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsWhatFitsTheBoundWhereItIs() throws IOException {
        Path file = Files.writeString(directory.resolve("engine.log"), "0123456789");

        new RotatedLog(file, 10).rotate();

        assertThat(file).hasContent("0123456789");
        assertThat(directory.resolve("engine.log.1")).doesNotExist();
    }

    @Test
    void movesTheContentAwayUnderAWriterThatAppends() throws IOException {
        Path file = directory.resolve("engine.log");
        RotatedLog log = new RotatedLog(file, 4);
        try (FileOutputStream writer = new FileOutputStream(file.toFile(), true)) {
            for (String line : new String[] {"first", "second", "third"}) {
                writer.write(line.getBytes(StandardCharsets.UTF_8));
                log.rotate();
            }
            writer.write("now".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(file).hasContent("now");
        assertThat(directory.resolve("engine.log.1")).hasContent("hird"); // cut to the bound
        assertThat(directory.resolve("engine.log.2")).hasContent("cond");
        assertThat(directory.resolve("engine.log.3")).doesNotExist();
    }

    @Test
    void knowsTheLastLineThatSaysSomething() throws IOException {
        Path file = Files.writeString(directory.resolve("engine.log"), "starting\ncannot bind: port 80\n\n");

        assertThat(new RotatedLog(file, 10).lastLine()).isEqualTo("cannot bind: port 80");
        assertThat(new RotatedLog(directory.resolve("none.log"), 10).lastLine()).isEmpty();
    }
}
