package io.vireo.identity.secret;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What lies in the {@code secrets} folder of the data directory and concerns identity. */
@Component
public final class InstallationSecrets {
    private static final int MASTER_KEY_LENGTH = 32;

    private final Path folder;
    private final byte[] masterKey;

    InstallationSecrets(@Value("${vireo.data-directory}") Path dataDirectory) {
        this.folder = dataDirectory.resolve("secrets");
        this.masterKey =
                new SecretFile(folder.resolve("master.key")).readOrMake(() -> Randomness.bytes(MASTER_KEY_LENGTH));
        if (masterKey.length != MASTER_KEY_LENGTH) {
            throw new IllegalStateException("master key has the wrong length: path=" + folder.resolve("master.key")
                    + " bytes=" + masterKey.length + " expected=" + MASTER_KEY_LENGTH);
        }
    }

    /** The key under which secrets are stored in the database, 32 bytes. */
    public byte[] masterKey() {
        return masterKey.clone();
    }

    /** The file of the key that signs data tokens. */
    public SecretFile tokenSigningKey() {
        return new SecretFile(folder.resolve("token-signing.key"));
    }

    /** Whether a bearer token is the machine's own credential. Read anew each time: the owner of the machine may renew it. */
    public boolean isMachineToken(String token) {
        Optional<byte[]> content = new SecretFile(folder.resolve("cli-token")).read();
        if (content.isEmpty()) {
            return false;
        }
        String expected = new String(content.get(), StandardCharsets.UTF_8).strip();
        return !expected.isEmpty()
                && MessageDigest.isEqual(Sha256.of(expected), Sha256.of(token)); // hashes: equal lengths
    }
}
