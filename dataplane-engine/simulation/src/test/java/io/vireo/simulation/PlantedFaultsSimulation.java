package io.vireo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plants faults into copies of the engine's sources, one at a time, and runs seeds on the engine that has it until one fails. A fault that is not found says that the simulation is blind
 * there.
 */
class PlantedFaultsSimulation {
    /** Seeds from the one that is listed on: a change of the engine changes what each seed comes to. */
    private static final int SEEDS = 200;

    private static final Path SOURCES = Path.of("..", "core", "src", "main", "java", "io", "vireo", "engine");

    @TempDir
    Path folder;

    /** @param run the class whose {@code run} takes the seeds */
    record Fault(String name, long seed, String file, String text, String planted, String run) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isFound(Fault fault) throws Exception {
        try (URLClassLoader planted =
                new URLClassLoader(classPath(plant(fault)), ClassLoader.getPlatformClassLoader())) {
            long found = firstFailure(planted, fault.run(), fault.seed());

            assertThat(found).as("seed that finds: " + fault.name()).isNotNegative();
            System.out.println("found by seed " + found + ": " + fault.name());
        }
    }

    private static long firstFailure(ClassLoader planted, String ofRun, long first)
            throws ReflectiveOperationException {
        Method run = planted.loadClass(ofRun).getMethod("run", long.class);
        for (long seed = first; seed < first + SEEDS; seed++) {
            try {
                run.invoke(null, seed);
            } catch (InvocationTargetException e) {
                return seed;
            }
        }
        return -1;
    }

    private Path plant(Fault fault) throws IOException {
        Path source = SOURCES.resolve(fault.file());
        String whole = Files.readString(source);
        assertThat(whole.split(java.util.regex.Pattern.quote(fault.text()), -1))
                .as("text is there once: " + fault)
                .hasSize(2);
        Path changed = folder.resolve(source.getFileName());
        Files.writeString(changed, whole.replace(fault.text(), fault.planted()));
        Path classes = Files.createDirectory(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter output = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            boolean isCompiled = compiler.getTask(
                            output,
                            files,
                            null,
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    "-proc:none"),
                            null,
                            files.getJavaFileObjects(changed))
                    .call();
            assertThat(isCompiled).as(output.toString()).isTrue();
        }
        return classes;
    }

    private static URL[] classPath(Path first) throws IOException {
        List<URL> urls = new ArrayList<>();
        urls.add(first.toUri().toURL());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    static Stream<Fault> faults() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PlantedFaultsSimulation.class.getResourceAsStream("/planted-faults.txt")),
                StandardCharsets.UTF_8))) {
            return lines
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(PlantedFaultsSimulation::fault)
                    .toList()
                    .stream();
        }
    }

    private static Fault fault(String line) {
        String[] parts = line.split(" \\| ");
        return new Fault(parts[0], Long.parseLong(parts[1]), parts[2], plain(parts[3]), plain(parts[4]), run(parts));
    }

    private static String run(String[] parts) {
        return parts.length == 5 ? Simulation.class.getName() : Simulation.class.getPackageName() + "." + parts[5];
    }

    private static String plain(String text) {
        return text.replace("\\n", "\n").replace("\\|", "|");
    }
}
