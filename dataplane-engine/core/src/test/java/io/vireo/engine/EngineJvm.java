package io.vireo.engine;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts an engine's JVM. Where the engine is built, from its jars and with a cache of their loaded classes, as an
 * installation does it: the first start of a test run makes it, and each of the hundreds after it costs half. From an editor, whose classes
 * are in folders, without.
 */
final class EngineJvm {
    private static final String MAIN = "io.vireo.engine.EngineProcess";
    private static final List<String> FLAGS = List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "-ea",
            "--enable-native-access=ALL-UNNAMED");

    private EngineJvm() {}

    static List<String> command(Path config) {
        List<String> flags = new ArrayList<>(FLAGS);
        if (Cache.IS_THERE) {
            flags.addAll(List.of("-XX:AOTCache=" + Cache.FILE, "-Xlog:aot=off,cds=off"));
        }
        return command(flags, Cache.IS_THERE ? Cache.JARS : System.getProperty("java.class.path"), config);
    }

    private static List<String> command(List<String> flags, String classPath, Path config) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, MAIN, "--config", config.toString()));
        return command;
    }

    /** Made once a test run, before the first engine. */
    private static final class Cache {
        static final Path FILE = Path.of("target", "engine-test.aot").toAbsolutePath();
        static final String JARS = jars();
        static final boolean IS_THERE = !JARS.isEmpty() && isMade();

        /** The engine's jar and what the build laid beside it; empty when the engine is not in a jar. */
        private static String jars() {
            String engine = EngineProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath();
            if (!engine.endsWith(".jar")) {
                return "";
            }
            try (Stream<Path> libraries = Files.list(Path.of("target", "lib"))) {
                return Stream.concat(
                                Stream.of(engine), libraries.map(Path::toString).sorted())
                        .collect(Collectors.joining(File.pathSeparator));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isMade() {
            try {
                Path folder = Files.createTempDirectory("vireo-engine-rehearsal");
                Files.deleteIfExists(FILE);
                Path config = RunningEngine.writeConfig(folder, "");
                List<String> flags = new ArrayList<>(FLAGS);
                flags.addAll(List.of("-XX:AOTCacheOutput=" + FILE, "-Xlog:aot=off,cds=off"));
                Process rehearsal = new ProcessBuilder(command(flags, JARS, config))
                        .redirectErrorStream(true)
                        .start();
                try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(rehearsal.getInputStream(), StandardCharsets.UTF_8))) {
                    String line = output.readLine();
                    if (line == null || !line.startsWith("ready")) {
                        throw new IllegalStateException("engine does not start for its cache: " + line);
                    }
                    // Not by the process itself, which closes what the JVM says while it writes the cache.
                    rehearsal.toHandle().destroy();
                    String said = output.lines().collect(Collectors.joining("\n"));
                    if (!rehearsal.waitFor(1, TimeUnit.MINUTES)) {
                        throw new IllegalStateException("engine does not stop for its cache: " + said);
                    }
                }
                try (Stream<Path> left = Files.walk(folder)) {
                    for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
                return Files.exists(FILE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
