package io.vireo.engine.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A folder of this machine. */
public final class LocalDisk implements Disk {
    private static final String UNFINISHED = ".unfinished";
    private static final int ZEROS_LENGTH = 1 << 20;

    private final Path folder;

    private LocalDisk(Path folder) {
        this.folder = folder;
    }

    /** Opens the folder, which is made, for its owner alone, when it is not there. */
    public static LocalDisk open(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new LocalDisk(folder);
    }

    @Override
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public DiskFile create(String name, long length, ByteBuffer start) throws IOException {
        Path unfinished = folder.resolve(name + UNFINISHED);
        FileChannel channel = FileChannel.open(
                unfinished,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            LocalFile file = new LocalFile(channel);
            long position = start.remaining();
            file.write(start, 0);
            // Written, not only reserved: a later fdatasync then has no block allocation to make durable.
            ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_LENGTH);
            while (position < length) {
                zeros.clear().limit((int) Math.min(ZEROS_LENGTH, length - position));
                position += zeros.remaining();
                file.write(zeros, position - zeros.remaining());
            }
            channel.force(true);
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            forceFolder();
            return file;
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new LocalFile(FileChannel.open(folder.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public void removeUnfinished() throws IOException {
        for (String name : names()) {
            if (name.endsWith(UNFINISHED)) {
                Files.delete(folder.resolve(name));
            }
        }
    }

    @Override
    public String describe(String name) {
        return folder.resolve(name).toString();
    }

    private void forceFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private record LocalFile(FileChannel channel) implements DiskFile {
        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            long at = position;
            while (source.hasRemaining()) {
                at += channel.write(source, at);
            }
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            long at = position;
            while (target.hasRemaining()) {
                int count = channel.read(target, at);
                if (count < 0) {
                    throw new EOFException("file ends before position=" + (at + target.remaining()));
                }
                at += count;
            }
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
