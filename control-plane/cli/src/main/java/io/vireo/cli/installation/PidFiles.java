package io.vireo.cli.installation;

import io.vireo.supervision.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The living processes of an installation, whoever supervises them, by the pid files in its run folder. */
final class PidFiles {
    private static final String SUFFIX = ".pid";

    private PidFiles() {}

    /** Processes that live, by name. */
    static Map<String, ProcessIdentity> living(Path run) {
        Map<String, ProcessIdentity> living = new TreeMap<>();
        if (!Files.isDirectory(run)) {
            return living;
        }
        try (Stream<Path> files = Files.list(run)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
                String fileName = file.getFileName().toString();
                Optional<ProcessIdentity> process = ProcessIdentity.read(file).filter(ProcessIdentity::isAlive);
                process.ifPresent(
                        found -> living.put(fileName.substring(0, fileName.length() - SUFFIX.length()), found));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return living;
    }
}
