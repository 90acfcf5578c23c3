package io.vireo.agent.code;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Unpacks a ZIP archive that nobody vouches for: nothing outside the target, no links, no more bytes, files and folders than are allowed.
 *
 * <p>What an archive does wrong is found before the disk is asked, so that an {@link IOException} is always a fault of this machine.
 */
final class ArchiveUnpacker {
    /** Files and folders, those that names only imply too. */
    static final int MAX_ENTRIES = 20_000;

    static final long MAX_BYTES = 512L << 20;
    private static final int MAX_PATH_LENGTH = 1_024;

    /** Of a name, in bytes: what file systems take. */
    private static final int MAX_NAME_LENGTH = 255;

    private final Path target;
    private final Set<Path> folders = new HashSet<>();
    private final Set<Path> files = new HashSet<>();
    private long bytes;

    private ArchiveUnpacker(Path target) {
        this.target = target;
        folders.add(target);
    }

    /**
     * Unpacks into a folder, which must not exist.
     *
     * @throws UnsafeArchiveException if the archive is damaged, holds an entry that leads out of it or cannot be made, or is too large; the folder may then
     *     hold part of it
     * @throws IOException if this machine cannot do it
     */
    static void unpack(Path archive, Path target) throws IOException, UnsafeArchiveException {
        Files.createDirectory(target);
        new ArchiveUnpacker(target).unpackAll(archive);
    }

    private void unpackAll(Path archive) throws IOException, UnsafeArchiveException {
        int entries = 0;
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries++;
                if (entries > MAX_ENTRIES) {
                    throw tooMany();
                }
                Path path = pathOf(entry.getName());
                if (entry.isDirectory()) {
                    makeFolder(path);
                } else {
                    makeFile(path, zip);
                }
            }
        } catch (ZipException | EOFException e) {
            throw new UnsafeArchiveException("the archive is damaged: " + e.getMessage());
        }
        if (entries == 0) {
            throw new UnsafeArchiveException("the archive is empty or not a ZIP archive");
        }
    }

    private Path pathOf(String name) throws UnsafeArchiveException {
        if (name.isEmpty()
                || name.length() > MAX_PATH_LENGTH
                || name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf('\0') >= 0) {
            throw notAllowed(name);
        }
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..")
                    || segment.equals(".")
                    || segment.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_LENGTH) {
                throw notAllowed(name);
            }
        }
        Path path;
        try {
            path = target.resolve(name).normalize();
        } catch (InvalidPathException e) { // a character that names of files cannot have on this machine
            throw notAllowed(name);
        }
        if (path.equals(target) || !path.startsWith(target)) {
            throw notAllowed(name);
        }
        return path;
    }

    private void makeFolder(Path folder) throws IOException, UnsafeArchiveException {
        if (folders.contains(folder)) {
            return;
        }
        if (files.contains(folder)) {
            throw new UnsafeArchiveException("the archive holds a file that is a folder too: path=" + shown(folder));
        }
        makeFolderOf(folder); // ends at the target; the length of a path bounds how often
        requireRoom();
        folders.add(folder);
        Files.createDirectory(folder);
    }

    private void makeFolderOf(Path path) throws IOException, UnsafeArchiveException {
        Path parent = path.getParent();
        if (parent != null) {
            makeFolder(parent);
        }
    }

    private void makeFile(Path file, InputStream content) throws IOException, UnsafeArchiveException {
        makeFolderOf(file);
        if (folders.contains(file) || !files.add(file)) {
            throw new UnsafeArchiveException("the archive holds a path twice: path=" + shown(file));
        }
        requireRoom();
        byte[] buffer = new byte[64 << 10];
        try (OutputStream output =
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int length = content.read(buffer); length >= 0; length = content.read(buffer)) {
                bytes += length;
                if (bytes > MAX_BYTES) {
                    throw new UnsafeArchiveException("the archive is too large when unpacked: limitBytes=" + MAX_BYTES);
                }
                output.write(buffer, 0, length);
            }
        }
    }

    private void requireRoom() throws UnsafeArchiveException {
        if (files.size() + folders.size() > MAX_ENTRIES) {
            throw tooMany();
        }
    }

    private Path shown(Path path) {
        return target.relativize(path);
    }

    private static UnsafeArchiveException tooMany() {
        return new UnsafeArchiveException("the archive holds too many entries: limit=" + MAX_ENTRIES);
    }

    private static UnsafeArchiveException notAllowed(String name) {
        return new UnsafeArchiveException("the archive holds a path that is not allowed: path=" + name);
    }
}
