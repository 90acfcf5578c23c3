package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where an installation keeps everything.
 *
 * <pre>
 * installation.json   ports, addresses, where the programs are
 * secrets/            0700: passwords, keys, tokens, one a file
 * postgres/           programs of PostgreSQL, and its data
 * agent/              agent.json, the node's key and certificate, last-known-good, code
 * engine/             the journal
 * run/                0700: pid files, sockets, configuration of processes, status
 * logs/               one a process, bounded by rotation
 * </pre>
 *
 * @param root absolute
 */
public record DataDirectory(Path root) {
    /** What fits {@code sockaddr_un.sun_path}, less its terminating zero. */
    private static final int SOCKET_PATH_BYTES = 107;

    /** The longest name of a socket of ours with its slash: {@code /inv-12345678.sock}, {@code /w-} and an id. */
    private static final int SOCKET_NAME_BYTES = 32;

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    public Path installationFile() {
        return root.resolve("installation.json");
    }

    public Path secrets() {
        return root.resolve("secrets");
    }

    public Path secret(String name) {
        return secrets().resolve(name);
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path agent() {
        return root.resolve("agent");
    }

    public Path engine() {
        return root.resolve("engine");
    }

    public Path run() {
        return root.resolve("run");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path supervisorStatus() {
        return run().resolve("supervisor.status.json");
    }

    public Path agentStatus() {
        return run().resolve("agent.status.json");
    }

    public Path bootstrapLink() {
        return run().resolve("bootstrap-link");
    }

    /** Where Unix sockets go: {@link #run()}, or a folder in the temporary directory when that path is too long for a socket. */
    public Path sockets() {
        if (run().toString().length() + SOCKET_NAME_BYTES <= SOCKET_PATH_BYTES) {
            return run();
        }
        return Path.of(
                System.getProperty("java.io.tmpdir"),
                "vireo-" + sha256(root.toString()).substring(0, 16));
    }

    /** Whether an installation was made here. */
    public boolean holdsInstallation() {
        return Files.exists(installationFile());
    }

    /** Makes the folders, those that only the owner may enter with their permissions. */
    void create() throws IOException {
        Files.createDirectories(root);
        for (Path folder : new Path[] {secrets(), postgres(), agent(), engine(), run(), logs(), sockets()}) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        if (!sockets().equals(run())) {
            write(run().resolve("sockets"), sockets() + "\n");
        }
    }

    /**
     * Replaces a file as a whole, readable by its owner only, on disk when this returns.
     *
     * @throws CommandException if it cannot be written
     */
    static void write(Path file, String text) {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(temporary);
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new CommandException(
                    "cannot write " + file + ": " + e.getMessage(), "check the disk and its permissions", e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
