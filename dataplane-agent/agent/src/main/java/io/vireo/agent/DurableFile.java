package io.vireo.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that are replaced as a whole: after a crash there is the old content or the new, never a piece. Readable by their owner only. */
public final class DurableFile {
    private DurableFile() {}

    /** Writes, syncs, renames, syncs the folder: on disk when this returns. */
    public static void replace(Path file, byte[] content) throws IOException {
        Path temporary = writeBeside(file, content, true);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file);
    }

    /** As {@link #replace} without waiting for the disk: for what a restart makes anew. */
    public static void replaceUnsynced(Path file, byte[] content) throws IOException {
        Files.move(
                writeBeside(file, content, false),
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path writeBeside(Path file, byte[] content, boolean sync) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (sync) {
                channel.force(true);
            }
        }
        return temporary;
    }

    /** Makes a rename in the file's folder durable. */
    public static void syncFolder(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }
}
