package io.vireo.controlplane.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityFilesTest {
    @TempDir
    Path folder;

    private AuthorityFiles files;

    @BeforeEach
    void newFiles() {
        files = new AuthorityFiles(folder, Clock.systemUTC(), new SecureRandom());
    }

    @Test
    void makesAnAuthorityOnceAndOpensTheSameAfterwards() throws Exception {
        X509Certificate made = files.open().certificate();

        X509Certificate opened = files.open().certificate();

        assertThat(opened).isEqualTo(made);
        assertThat(made.getBasicConstraints())
                .as("signs nodes, not other authorities")
                .isZero();
        assertThat(Duration.between(
                        made.getNotBefore().toInstant(), made.getNotAfter().toInstant()))
                .isGreaterThan(Duration.ofDays(3_600));
        assertThat(Files.readString(folder.resolve("ca.sha256")).strip()).isEqualTo(AuthorityFiles.fingerprint(made));
    }

    @Test
    void letsNobodyElseReadTheKey() throws IOException {
        files.open();

        for (String name : List.of("ca.key", "ca.crt", "ca.sha256")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void makesTheRestFromTheKeyAfterACrashInBetween() throws IOException {
        files.open();
        Files.delete(folder.resolve("ca.crt"));
        Files.delete(folder.resolve("ca.sha256"));
        Files.writeString(folder.resolve("ca.crt.new"), "half writ");

        X509Certificate again = files.open().certificate();

        assertThat(Files.readString(folder.resolve("ca.sha256")).strip()).isEqualTo(AuthorityFiles.fingerprint(again));
    }

    @Test
    void makesNoSecondAuthorityWhenTheKeyIsLost() throws IOException {
        files.open();
        Files.delete(folder.resolve("ca.key"));

        assertThatThrownBy(files::open).isInstanceOf(IOException.class).hasMessageContaining("has lost its key");
    }

    @Test
    void refusesFilesThatDoNotBelongTogetherOrCannotBeRead(@TempDir Path other) throws IOException {
        files.open();
        new AuthorityFiles(other, Clock.systemUTC(), new SecureRandom()).open();
        Files.copy(other.resolve("ca.crt"), folder.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(files::open).hasMessageContaining("does not belong");

        Files.writeString(folder.resolve("ca.key"), "garbage");
        assertThatThrownBy(files::open).isInstanceOf(IOException.class).hasMessageContaining("PUBLIC KEY");
    }
}
