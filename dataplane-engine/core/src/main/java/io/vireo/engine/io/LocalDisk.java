package io.vireo.engine.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A folder of this machine. */
public final class LocalDisk implements Disk {
    private static final String UNFINISHED = ".unfinished";
    private static final int ZEROS_LENGTH = 1 << 20;

    private final Path folder;
    private final DiskAccess access;
    private final boolean isReadOnly;

    private LocalDisk(Path folder, DiskAccess access, boolean isReadOnly) {
        this.folder = folder;
        this.access = access;
        this.isReadOnly = isReadOnly;
    }

    /** Opens the folder as this machine does it best. */
    public static LocalDisk open(Path folder) throws IOException {
        return open(folder, DiskAccess.Choice.BEST);
    }

    /** Opens the folder, which is made when it is not there, as an operator asked for. */
    public static LocalDisk open(Path folder, DiskAccess.Choice choice) throws IOException {
        make(folder);
        return new LocalDisk(folder, DiskAccess.of(choice, folder), false);
    }

    /** Opens the folder, which is made, for its owner alone, when it is not there. */
    public static LocalDisk open(Path folder, DiskAccess access) throws IOException {
        make(folder);
        return new LocalDisk(folder, access, false);
    }

    private static void make(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Opens a folder that is there, which may be another's: no file of it can be written to by what is opened here. */
    public static LocalDisk openToRead(Path folder) {
        return new LocalDisk(folder, DiskAccess.threads(), true);
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
        LocalFile file = LocalFile.open(unfinished, Linux.O_CREAT | Linux.O_TRUNC);
        try {
            long position = start.remaining();
            file.write(start, 0);
            // Written, not only reserved: a later fdatasync then has no block allocation to make durable.
            ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_LENGTH);
            while (position < length) {
                zeros.clear().limit((int) Math.min(ZEROS_LENGTH, length - position));
                position += zeros.remaining();
                file.write(zeros, position - zeros.remaining());
            }
            file.force();
            publish(name);
            return file;
        } catch (IOException e) {
            file.close();
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return isReadOnly ? LocalFile.openToRead(folder.resolve(name)) : LocalFile.open(folder.resolve(name), 0);
    }

    @Override
    public DiskFile begin(String name) throws IOException {
        return LocalFile.open(folder.resolve(name + UNFINISHED), Linux.O_CREAT | Linux.O_TRUNC);
    }

    @Override
    public void publish(String name) throws IOException {
        Files.move(folder.resolve(name + UNFINISHED), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
    }

    @Override
    public void delete(String name) throws IOException {
        if (Files.deleteIfExists(folder.resolve(name))) {
            forceFolder();
        }
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
    public DiskQueue openQueue(int capacity, DiskWaker waker) throws IOException {
        return access.open(capacity, waker);
    }

    @Override
    public String access() {
        return access.description();
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
}
