package io.vireo.agent.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Unpacks a ZIP archive that nobody vouches for: nothing outside the target, no links, no more bytes or entries than are allowed. */
final class ArchiveUnpacker {
    static final int MAX_ENTRIES = 20_000;
    static final long MAX_BYTES = 512L << 20;
    private static final int MAX_PATH_LENGTH = 1_024;

    private ArchiveUnpacker() {}

    /**
     * Unpacks into a folder, which must not exist.
     *
     * @throws UnsafeArchiveException if the archive is damaged, holds an entry that leads out of it, or is too large; the folder may then hold part of it
     */
    static void unpack(Path archive, Path target) throws IOException, UnsafeArchiveException {
        Files.createDirectory(target);
        long bytes = 0;
        int entries = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries++;
                if (entries > MAX_ENTRIES) {
                    throw new UnsafeArchiveException("the archive holds too many entries: limit=" + MAX_ENTRIES);
                }
                Path path = pathOf(entry.getName(), target);
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    bytes += copy(zip, path, MAX_BYTES - bytes);
                }
            }
        } catch (ZipException | java.io.EOFException | java.nio.file.FileAlreadyExistsException e) {
            throw new UnsafeArchiveException("the archive is damaged: " + e.getMessage());
        }
        if (entries == 0) {
            throw new UnsafeArchiveException("the archive is empty or not a ZIP archive");
        }
    }

    private static Path pathOf(String name, Path target) throws UnsafeArchiveException {
        boolean isPlain = !name.isEmpty()
                && name.length() <= MAX_PATH_LENGTH
                && !name.startsWith("/")
                && name.indexOf('\\') < 0
                && name.indexOf('\0') < 0;
        Path path = isPlain ? target.resolve(name).normalize() : target;
        for (String segment : name.split("/")) {
            if (segment.equals("..") || segment.equals(".")) {
                path = target;
            }
        }
        if (path.equals(target) || !path.startsWith(target)) {
            throw new UnsafeArchiveException("the archive holds a path that is not allowed: path=" + name);
        }
        return path;
    }

    private static long copy(InputStream source, Path file, long limit) throws IOException, UnsafeArchiveException {
        byte[] buffer = new byte[64 << 10];
        long copied = 0;
        try (OutputStream output = Files.newOutputStream(
                file, java.nio.file.StandardOpenOption.CREATE_NEW, java.nio.file.StandardOpenOption.WRITE)) {
            for (int length = source.read(buffer); length >= 0; length = source.read(buffer)) {
                copied += length;
                if (copied > limit) {
                    throw new UnsafeArchiveException("the archive is too large when unpacked: limitBytes=" + MAX_BYTES);
                }
                output.write(buffer, 0, length);
            }
        }
        return copied;
    }
}
