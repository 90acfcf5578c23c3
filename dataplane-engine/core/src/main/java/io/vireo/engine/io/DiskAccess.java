package io.vireo.engine.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * How the files of this machine are read and written without holding up the thread that asks. Which is faster, by figures: docs/decisions/0017-disk-access.md.
 *
 * @param kind by whom
 * @param description for people: what was chosen, and why not the other
 */
public record DiskAccess(Kind kind, String description) {
    /** Who waits for the disk. */
    public enum Kind {
        /** The kernel, asked by io_uring. */
        URING,
        /** Threads of ours. Works everywhere. */
        THREADS,
        /** Nobody: the files are in memory, and the thread that asks does it itself. */
        CALLER
    }

    /** What an operator may ask for. */
    public enum Choice {
        /** The faster one of those that work here. */
        BEST("best"),
        URING("io_uring"),
        THREADS("threads");

        private final String text;

        Choice(String text) {
            this.text = text;
        }

        /**
         * The choice that a configuration names.
         *
         * @throws IllegalArgumentException the message names those that there are
         */
        public static Choice named(String text) {
            for (Choice choice : values()) {
                if (choice.text.equals(text)) {
                    return choice;
                }
            }
            throw new IllegalArgumentException(
                    "there is no such disk access: value=" + text + " known=" + Arrays.toString(values()));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final int PROBE_COUNT = 2;
    private static final Set<String> FILE_SYSTEMS_IN_MEMORY = Set.of("tmpfs", "ramfs");

    /**
     * What an operator asked for.
     *
     * @throws IOException it does not work here; the message says why
     */
    public static DiskAccess of(Choice choice) throws IOException {
        DiskAccess best = choice == Choice.THREADS ? threads() : probe();
        if (choice == Choice.URING && best.kind != Kind.URING) {
            throw new IOException("disk access io_uring is configured and does not work: " + best.description);
        }
        return best;
    }

    /**
     * What an operator asked for, for the files of a folder: the best for those in memory is not to ask anybody.
     *
     * @throws IOException it does not work here; the message says why
     */
    static DiskAccess of(Choice choice, Path folder) throws IOException {
        String fileSystem = Files.getFileStore(folder).type();
        return choice == Choice.BEST && FILE_SYSTEMS_IN_MEMORY.contains(fileSystem) ? caller(fileSystem) : of(choice);
    }

    private static DiskAccess caller(String fileSystem) {
        return new DiskAccess(Kind.CALLER, "caller, files are in memory: " + fileSystem);
    }

    /** Threads, for those who ask for them. */
    public static DiskAccess threads() {
        return new DiskAccess(Kind.THREADS, "threads");
    }

    /** The best one that works here. */
    public static DiskAccess probe() {
        try (Uring ring = Uring.open(PROBE_COUNT, PROBE_COUNT)) {
            if (!ring.hasFileOperations()) {
                return new DiskAccess(Kind.THREADS, "threads: io_uring of this kernel has no file operations");
            }
            return new DiskAccess(Kind.URING, ring.isBest() ? "io_uring, single issuer" : "io_uring");
        } catch (IOException e) {
            return new DiskAccess(Kind.THREADS, "threads: " + e.getMessage());
        }
    }

    DiskQueue open(int capacity, DiskWaker waker) throws IOException {
        if (kind == Kind.URING && waker.descriptor() < 0 && !waker.equals(DiskWaker.NONE)) {
            throw new IllegalArgumentException("the kernel can end a sleep by a descriptor alone");
        }
        return switch (kind) {
            case URING -> UringDiskQueue.open(capacity, waker);
            case THREADS -> new ThreadedDiskQueue(capacity, waker);
            case CALLER -> new ImmediateDiskQueue(capacity);
        };
    }
}
