package io.vireo.e2e.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an installation that was stopped has left on the machine outside its data folder. */
public final class Leftovers {
    private static final Path PROC = Path.of("/proc");

    private Leftovers() {}

    /** Processes, shared memory and mounts that name the data folder, and the folder of its sockets; nothing when all is well. */
    public static List<String> of(Path data) {
        List<String> left = new ArrayList<>();
        for (Path process : list(PROC)) {
            if (process.getFileName().toString().chars().allMatch(Character::isDigit)
                    && !process.equals(
                            PROC.resolve(Long.toString(ProcessHandle.current().pid())))) {
                describe(process, data.toString()).ifPresent(left::add);
            }
        }
        read(PROC.resolve("self/mounts"))
                .lines()
                .filter(line -> line.contains(data.toString()))
                .forEach(line -> left.add("mount " + line));
        socketFolder(data).filter(Files::exists).ifPresent(folder -> left.add("sockets " + folder));
        return left;
    }

    /** Files in shared memory that processes over the data folder have mapped: what would stay behind if they were killed. */
    public static List<String> namedSharedMemory(Path data) {
        List<String> mapped = new ArrayList<>();
        for (Path process : list(PROC)) {
            if (describe(process, data.toString()).isPresent()) {
                read(process.resolve("maps"))
                        .lines()
                        .filter(line -> line.contains(" /dev/shm/"))
                        .forEach(line -> mapped.add("process " + process.getFileName() + " " + line));
            }
        }
        return mapped;
    }

    /** The folder of the sockets when the data folder's path is too long for one. */
    public static Optional<Path> socketFolder(Path data) {
        String named = read(data.resolve("run/sockets")).strip();
        return named.isEmpty() ? Optional.empty() : Optional.of(Path.of(named));
    }

    private static Optional<String> describe(Path process, String data) {
        String command = read(process.resolve("cmdline")).replace('\0', ' ').strip();
        String folder = "";
        try {
            folder = Files.readSymbolicLink(process.resolve("cwd")).toString();
        } catch (IOException _) {
            // It has ended meanwhile.
        }
        boolean isOurs = command.contains(data) || folder.startsWith(data);
        return isOurs
                ? Optional.of("process " + process.getFileName() + " in " + folder + ": " + command)
                : Optional.empty();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException _) {
            return ""; // not there, or a process that has ended meanwhile
        }
    }
}
