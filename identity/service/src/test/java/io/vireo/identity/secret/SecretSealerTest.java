package io.vireo.identity.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretSealerTest {
    @TempDir
    private Path directory;

    private SecretSealer sealer;

    @BeforeEach
    void makeKey() {
        sealer = new SecretSealer(new InstallationSecrets(directory));
    }

    @Test
    void opensWhatItSealedAfterARestart() {
        byte[] sealed = sealer.seal("VK1", "a secret");

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("a secret");
        assertThat(new SecretSealer(new InstallationSecrets(directory)).open("VK1", sealed))
                .isEqualTo("a secret");
        assertThat(sealer.seal("VK1", "a secret")).as("a nonce of its own").isNotEqualTo(sealed);
    }

    @Test
    void refusesWhatWasChangedAnywhere() {
        byte[] sealed = sealer.seal("VK1", "a secret");

        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> sealer.open("VK1", changed)).isInstanceOf(IllegalStateException.class);
        }
        assertThatThrownBy(() -> sealer.open("VK1", new byte[0])).hasMessageContaining("unknown format");
        assertThatThrownBy(() -> sealer.open("VK2", sealed)).hasMessageContaining("does not open");
    }

    @Test
    void refusesToStartWithAMasterKeyOfTheWrongLength() throws Exception {
        Files.write(directory.resolve("secrets/master.key"), new byte[31]);

        assertThatThrownBy(() -> new InstallationSecrets(directory))
                .hasMessageContaining("bytes=31")
                .hasMessageContaining("expected=32");
    }

    @Test
    void knowsTheMachinesTokenAndItsRenewal() throws Exception {
        InstallationSecrets secrets = new InstallationSecrets(directory);
        assertThat(secrets.isMachineToken("")).as("there is none yet").isFalse();

        Files.writeString(directory.resolve("secrets/cli-token"), "first\n");
        assertThat(secrets.isMachineToken("first")).isTrue();
        Files.writeString(directory.resolve("secrets/cli-token"), "second\n");
        assertThat(secrets.isMachineToken("first")).isFalse();
        assertThat(secrets.isMachineToken("second")).isTrue();
        Files.writeString(directory.resolve("secrets/cli-token"), "\n");
        assertThat(secrets.isMachineToken("")).as("an empty file opens nothing").isFalse();
    }
}
