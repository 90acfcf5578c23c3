package io.vireo.identity.secret;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** A file that only its owner can read (0600), in a folder that only its owner can enter (0700). */
public final class SecretFile {
    private final Path path;
    private final Path folder;

    /** @param path of the file; its folder is made with the first content */
    public SecretFile(Path path) {
        this.path = path.toAbsolutePath();
        this.folder = Objects.requireNonNull(this.path.getParent(), "a secret needs a folder");
    }

    /** What the file holds, or empty if there is none. */
    public Optional<byte[]> read() {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("secret cannot be read: path=" + path, e);
        }
    }

    /** What the file holds; made first if there is none. Of several that make it at once, one wins and all get its content. */
    public byte[] readOrMake(Supplier<byte[]> maker) {
        Optional<byte[]> present = read();
        if (present.isPresent()) {
            return present.get();
        }
        Path made = writeBeside(maker.get());
        try {
            Files.createLink(path, made); // unlike a move, never replaces
        } catch (FileAlreadyExistsException lost) {
            return readOrMake(maker);
        } catch (IOException e) {
            throw new UncheckedIOException("secret cannot be made: path=" + path, e);
        } finally {
            delete(made);
        }
        return readOrMake(maker);
    }

    /** Replaces what the file holds, whole or not at all. */
    public void replace(byte[] content) {
        Path made = writeBeside(content);
        try {
            Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(made);
            throw new UncheckedIOException("secret cannot be written: path=" + path, e);
        }
    }

    /** Removes the file if it is there. */
    public void delete() {
        delete(path);
    }

    private Path writeBeside(byte[] content) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Path made = Files.createTempFile(folder, path.getFileName().toString(), ".new"); // 0600
            try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content));
                channel.force(true);
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("secret cannot be written: path=" + path, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("file cannot be removed: path=" + file, e);
        }
    }
}
