package io.vireo.agent.code;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Unpacked archives of function versions, one folder each, named by the archive's SHA-256. A folder is there whole or not at all.
 *
 * <p>Any thread.
 */
public final class CodeCache {
    private static final String PARTIAL = ".new";

    private final Path folder;
    private final ConcurrentHashMap<String, Object> locks = new ConcurrentHashMap<>();

    /** Writes the bytes of an archive. */
    @FunctionalInterface
    public interface Source {
        void writeTo(OutputStream output) throws IOException;
    }

    /** @param folder of all archives */
    public CodeCache(Path folder) {
        this.folder = folder;
    }

    /** Whether the code of this hash is here. */
    public boolean holds(String sha256) {
        return Files.isDirectory(directory(sha256));
    }

    /** Where the code of this hash is, or would be. */
    public Path directory(String sha256) {
        return folder.resolve(sha256);
    }

    /**
     * Makes sure that the code of this hash is here.
     *
     * @param sha256 in lower-case hex
     * @param source asked when it is not
     * @throws UnsafeArchiveException if what the source gave is not of this hash, or cannot be unpacked safely
     */
    public Path obtain(String sha256, Source source) throws IOException, UnsafeArchiveException {
        synchronized (locks.computeIfAbsent(sha256, _ -> new Object())) {
            Path target = directory(sha256);
            if (Files.isDirectory(target)) {
                return target;
            }
            Files.createDirectories(folder);
            Path archive = folder.resolve(sha256 + ".zip" + PARTIAL);
            Path partial = folder.resolve(sha256 + PARTIAL);
            try {
                String actual = fetch(archive, source);
                if (!actual.equals(sha256)) {
                    throw new UnsafeArchiveException(
                            "the code does not match its hash: wanted=" + sha256 + " got=" + actual);
                }
                delete(partial);
                ArchiveUnpacker.unpack(archive, partial);
                Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
                return target;
            } finally {
                Files.deleteIfExists(archive);
                delete(partial);
            }
        }
    }

    /** Deletes what is none of these hashes. */
    public void retainOnly(Set<String> wanted) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                if (!wanted.contains(entry.getFileName().toString())) {
                    delete(entry);
                }
            }
        }
    }

    private static String fetch(Path archive, Source source) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        try (OutputStream output =
                new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(archive)), digest)) {
            source.writeTo(output);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
