package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The programs of PostgreSQL, unpacked from the class path into the data directory, where a rebuild of ours cannot touch them. */
final class PostgresPrograms {
    static final int MAJOR = 18;

    /** Names the folder; the archive on the class path is of this version. */
    private static final String VERSION = "18.6.0";

    private static final String ARCHIVE = "/postgres-linux-%s.txz";

    private PostgresPrograms() {}

    /** Unpacks the programs unless they are there; returns the folder that holds {@code bin}. */
    static Path unpackInto(Path folder) throws IOException {
        Path target = folder.resolve(VERSION);
        if (Files.exists(target)) {
            return target;
        }
        Path partial = folder.resolve(VERSION + ".new");
        deleteTree(partial);
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream archive = PostgresPrograms.class.getResourceAsStream(ARCHIVE.formatted(architecture))) {
            if (archive == null) {
                throw new CommandException(
                        "no PostgreSQL for this machine is packed: architecture=" + architecture,
                        "set VIREO_DATABASE_URL=jdbc:postgresql://HOST/DATABASE?user=…&password=… to use your own");
            }
            unpack(archive, partial);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        return target;
    }

    private static void unpack(InputStream archive, Path target) throws IOException {
        Files.createDirectories(target);
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("an entry leads out of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(path.getParent());
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(entries, path);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /** Deletes a folder with all that it holds; nothing happens when there is none. */
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
