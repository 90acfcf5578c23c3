package io.vireo.cli.installation;

import io.vireo.cli.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The programs, as {@code ./vireo} lays them out after a build.
 *
 * <pre>
 * lib/               every jar, once
 * classpath/NAME     the jars of one program, one name a line, in order
 * aot/NAME.aot       its cache of loaded and linked classes; may be missing
 * python/            packages of the Python runtime and client
 * version, build
 * </pre>
 *
 * @param home absolute
 */
public record Distribution(Path home) {
    public Distribution {
        home = home.toAbsolutePath().normalize();
    }

    /** The distribution that this very program runs from. */
    public static Distribution current() {
        String home = System.getProperty("vireo.home", "");
        if (home.isEmpty()) {
            throw new CommandException("the programs are not found: vireo.home is not set", "run ./vireo");
        }
        return new Distribution(Path.of(home));
    }

    /** Its version, as releases are named. */
    public String version() {
        return readLines(home.resolve("version")).getFirst();
    }

    /** Fingerprint of the sources that it was built from. */
    public String build() {
        return readLines(home.resolve("build")).getFirst();
    }

    /** Where Python finds the packages of the platform. */
    public String pythonPath() {
        return home.resolve("python").toString();
    }

    /**
     * The command that runs a Java program of the platform.
     *
     * @param program names its class path and its cache
     * @param mainClass to run
     * @param flags for the virtual machine, such as the heap's bound
     */
    public List<String> java(String program, String mainClass, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xss512k",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true",
                "-Dvireo.home=" + home));
        Path cache = home.resolve("aot").resolve(program + ".aot");
        if (Files.exists(cache)) {
            command.add("-XX:AOTCache=" + cache);
            command.add("-Xlog:aot=off,cds=off"); // a cache that does not fit is slower, not an error
        }
        command.add("-cp");
        command.add(classPath(program));
        command.add(mainClass);
        return command;
    }

    private String classPath(String program) {
        return readLines(home.resolve("classpath").resolve(program)).stream()
                .map(jar -> home.resolve("lib").resolve(jar).toString())
                .collect(Collectors.joining(":"));
    }

    private static List<String> readLines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new CommandException(
                    "the programs are not complete: " + file + " is missing", "run ./vireo up again", e);
        }
    }
}
