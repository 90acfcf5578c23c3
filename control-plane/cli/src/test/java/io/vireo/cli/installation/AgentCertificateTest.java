package io.vireo.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCertificateTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path directory;

    @Test
    void endsWithItsLastDay() throws Exception {
        Path file = certificateOfOneDay();
        Instant now = Instant.now();

        assertThat(AgentCertificate.hasEnded(file, now)).isFalse();
        assertThat(AgentCertificate.hasEnded(file, now.plus(Duration.ofHours(25))))
                .isTrue();
    }

    @Test
    void hasNotEndedBeforeThereIsOne() {
        assertThat(AgentCertificate.hasEnded(directory.resolve("none.crt"), Instant.now()))
                .isFalse();
    }

    @Test
    void isReplacedWhenItIsDamaged() throws Exception {
        Path file = Files.writeString(directory.resolve("node.crt"), "not a certificate");

        assertThat(AgentCertificate.hasEnded(file, Instant.now())).isTrue();
    }

    private Path certificateOfOneDay() throws Exception {
        Path store = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "node",
                        "-dname",
                        "CN=node",
                        "-validity",
                        "1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes());
        assertThat(keytool.waitFor()).as(said).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream input = Files.newInputStream(store)) {
            keys.load(input, PASSWORD);
        }
        byte[] der = keys.getCertificate("node").getEncoded();
        return Files.writeString(
                directory.resolve("node.crt"),
                "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE-----\n");
    }
}
