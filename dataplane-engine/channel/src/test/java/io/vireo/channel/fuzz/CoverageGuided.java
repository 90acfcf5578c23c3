package io.vireo.channel.fuzz;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a {@link FuzzTest} under Jazzer, in a process of its own: its agent rewrites every class that is loaded after it, which the other tests are to be
 * spared. Also that process's entry, which Jazzer finds by the names of the methods. Why so: docs/decisions.
 */
public final class CoverageGuided {
    private static final Path WORK = Path.of("target", "fuzz");
    private static final int SECONDS_TO_START_AND_END = 120;
    private static final int LAST_LINES = 60;
    private static final Pattern EXECUTIONS = Pattern.compile("Done (\\d+) runs in (\\d+) second");
    private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");

    private static FuzzTest test;

    private CoverageGuided() {}

    /**
     * What a run came to.
     *
     * @param finding what was found, with the input; empty: nothing
     * @param summary executions, executions a second, edges of the code reached
     */
    record Outcome(String finding, String summary) {}

    /** Called by Jazzer once, with the name of the test's class. */
    public static void fuzzerInitialize(String[] arguments) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true); // test classes are not public
        test = (FuzzTest) constructor.newInstance();
    }

    /** Called by Jazzer with each input. What it allocates is not held to its limit: rewriting classes counts as its doing here. */
    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        test.check(input);
    }

    static Outcome run(FuzzTest test, Corpus corpus, int maxLength, int seconds)
            throws IOException, InterruptedException {
        Path work = Files.createDirectories(WORK.resolve(test.getClass().getSimpleName()));
        Path found = Files.createDirectories(work.resolve("corpus")); // kept, so that the next run goes on there
        Path starts = Files.createDirectories(work.resolve("starts"));
        for (int i = 0; i < corpus.inputs().size(); i++) {
            Files.write(starts.resolve("start-" + i), corpus.inputs().get(i));
        }
        Path log = work.resolve("log.txt");
        removeFindings(work);
        Process process = new ProcessBuilder(command(test, work, maxLength, seconds, found, starts))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(seconds + SECONDS_TO_START_AND_END, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        String summary = "executions=%s seconds=%s edges=%s"
                .formatted(last(EXECUTIONS, 1, text), last(EXECUTIONS, 2, text), last(COVERAGE, 1, text));
        return new Outcome(process.exitValue() == 0 ? "" : finding(test, work, text), summary);
    }

    private static List<String> command(FuzzTest test, Path work, int maxLength, int seconds, Path found, Path starts) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-ea",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + CoverageGuided.class.getName(),
                "--target_args=" + test.getClass().getName(),
                "--instrumentation_includes=io.vireo.**:tools.jackson.**:com.nimbusds.**:com.google.protobuf.**",
                "--instrumentation_excludes=io.vireo.channel.fuzz.**",
                "--custom_hook_includes=io.vireo.**",
                "--reproducer_path=" + work.toAbsolutePath(),
                "-max_total_time=" + seconds,
                "-max_len=" + maxLength,
                "-timeout=20",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                "-artifact_prefix=" + work.toAbsolutePath() + "/",
                found.toString(),
                starts.toString());
    }

    /** The end of the log, and the input in the form of the corpus. */
    private static String finding(FuzzTest test, Path work, String log) throws IOException {
        List<String> lines = log.lines().toList();
        String end = String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        Optional<Path> input = findings(work).stream().findFirst();
        if (input.isEmpty()) {
            return end;
        }
        return "%s%ninput, to be kept in %s:%n%s"
                .formatted(end, Corpus.folder(test.getClass()), Corpus.toHex(Files.readAllBytes(input.get())));
    }

    private static void removeFindings(Path work) throws IOException {
        for (Path old : findings(work)) {
            Files.delete(old);
        }
    }

    private static List<Path> findings(Path work) throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            return files.filter(file -> file.getFileName().toString().matches("(crash|timeout|oom|slow-unit)-.*"))
                    .toList();
        }
    }

    private static String last(Pattern pattern, int group, String text) {
        String last = "?";
        for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
            last = matcher.group(group);
        }
        return last;
    }
}
