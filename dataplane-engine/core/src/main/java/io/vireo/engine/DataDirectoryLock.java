package io.vireo.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second engine out of a data directory. The system lets go of it when the process ends, however it ends. */
final class DataDirectoryLock implements AutoCloseable {
    static final String NAME = "engine.lock";

    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException another engine has the directory, or it cannot be used */
    static DataDirectoryLock acquire(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IOException("this process uses the data directory already: file=" + file, e);
        }
        if (lock == null) {
            channel.close();
            throw new IOException("another engine uses the data directory: file=" + file);
        }
        return new DataDirectoryLock(channel);
    }

    /** Whether an engine runs that has this file locked. Waits for nobody and leaves nothing behind. */
    static boolean isHeld(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                @Nullable FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true; // an engine of this very process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
