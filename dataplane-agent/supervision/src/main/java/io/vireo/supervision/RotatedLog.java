package io.vireo.supervision;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A log file that one process appends to and another keeps bounded.
 *
 * <p>The writer outlives whoever rotates and cannot be told to reopen its file, so the file stays and its content moves: copied to
 * {@code FILE.1} (and that to {@code FILE.2}), then truncated. The writer's descriptor appends, so it goes on at the new end. Lines
 * written between the copy and the truncation are lost; those are microseconds.
 */
final class RotatedLog {
    static final int KEPT = 2;
    private static final int TAIL_LENGTH = 2_000;

    private final Path file;
    private final long maxBytes;

    RotatedLog(Path file, long maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    /** Makes the file, readable by its owner only, unless it is there. */
    void create() throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    /** Rotates when the file has outgrown its bound. */
    void rotate() throws IOException {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) <= maxBytes) {
                return;
            }
        } catch (NoSuchFileException _) {
            return; // never written
        }
        for (int index = KEPT; index > 1; index--) {
            Path older = numbered(index - 1);
            if (Files.exists(older)) {
                Files.move(older, numbered(index), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileChannel copy = FileChannel.open(
                        numbered(1),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            // A flood between two rotations is cut to its end, so that what is kept is bounded too.
            long from = Math.max(0, source.size() - maxBytes);
            source.transferTo(from, source.size() - from, copy);
            source.truncate(0);
        }
    }

    /** The last line that says something, or nothing; for the reason of an early end. */
    String lastLine() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            byte[] tail = new byte[(int) Math.min(TAIL_LENGTH, channel.size())];
            channel.read(java.nio.ByteBuffer.wrap(tail), channel.size() - tail.length);
            String[] lines = new String(tail, java.nio.charset.StandardCharsets.UTF_8)
                    .strip()
                    .split("\n");
            return lines[lines.length - 1].strip();
        } catch (IOException _) {
            return ""; // a reason is a courtesy; the log itself is named beside it
        }
    }

    private Path numbered(int index) {
        return file.resolveSibling(file.getFileName() + "." + index);
    }
}
