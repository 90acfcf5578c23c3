package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The secrets of an installation that exist before any of its processes: generated once, kept in files that only their owner reads. The
 * console adds its own (certificate authority, signing key) beside them.
 */
final class Secrets {
    static final String DATABASE_SUPERUSER = "database-superuser";
    static final String DATABASE_OWNER = "database-owner";
    static final String DATABASE_APPLICATION = "database-app";
    static final String DATABASE_URL = "database-url";
    static final String GRANT_KEY = "grant.key";
    static final String MASTER_KEY = "master.key";
    static final String JOIN_TOKEN = "join-token";
    static final String CLI_TOKEN = "cli-token";
    static final String AUTHORITY_FINGERPRINT = "ca.sha256";

    private static final int KEY_BYTES = 32;

    private final DataDirectory directory;
    private final SecureRandom random;

    Secrets(DataDirectory directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /** Generates what is missing; what is there stays. */
    void create() throws IOException {
        for (String name :
                new String[] {DATABASE_SUPERUSER, DATABASE_OWNER, DATABASE_APPLICATION, JOIN_TOKEN, CLI_TOKEN}) {
            if (!Files.exists(directory.secret(name))) {
                DataDirectory.write(directory.secret(name), randomText());
            }
        }
        for (String name : new String[] {GRANT_KEY, MASTER_KEY}) {
            Path file = directory.secret(name);
            if (!Files.exists(file)) {
                createKey(file);
            }
        }
    }

    /** Replaces a secret that has been used up. */
    void renew(String name) {
        DataDirectory.write(directory.secret(name), randomText());
    }

    String read(String name) {
        try {
            return Files.readString(directory.secret(name)).strip();
        } catch (IOException e) {
            throw new CommandException(
                    "cannot read the secret " + directory.secret(name), "run as the owner of the installation", e);
        }
    }

    private void createKey(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        DataDirectory.write(temporary, "");
        Files.write(temporary, key);
        Files.move(temporary, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private String randomText() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
