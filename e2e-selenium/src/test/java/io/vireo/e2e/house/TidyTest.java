package io.vireo.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What no source file may hold, and what stands in its place. */
class TidyTest {
    /** Banned text in main code, and what to use. */
    private static final Map<String, String> BANNED = new TreeMap<>(Map.ofEntries(
            Map.entry("Instant.now()", "an injected java.time.Clock"),
            Map.entry("System.currentTimeMillis(", "an injected java.time.Clock"),
            Map.entry("new Random(", "an injected seed or java.security.SecureRandom"),
            Map.entry("Thread.sleep(", "a condition with a deadline"),
            Map.entry("SECONDS.sleep(", "a condition with a deadline"), // those of TimeUnit: MILLISECONDS, …
            Map.entry("System.out", "an injected PrintStream, or the logger"),
            Map.entry("printStackTrace(", "the logger"),
            Map.entry("FIXME", "the fix"),
            Map.entry("TODO", "the work, or an entry in the tracker"),
            Map.entry("sun.misc.Unsafe", "MemorySegment and VarHandle"),
            Map.entry("LocalDateTime.now()", "an injected java.time.Clock")));

    /** The class that wires a process prints and reads the machine's clock: it is where they are injected. */
    private static final Set<String> WIRING = Set.of(
            "EngineInspect.java",
            "EngineProcess.java",
            "EngineRepair.java",
            "TenantProcess.java",
            "AgentProcess.java",
            "VireoCommand.java",
            "VireoApplication.java",
            "BenchCommand.java",
            "ChannelEcho.java",
            "AeronEnd.java",
            "RemoteEcho.java",
            "GeneratorCommand.java",
            "SimulationCommand.java");

    private static final int MAIN_LINES_LIMIT = 500;
    private static final int TEST_LINES_LIMIT = 700;

    @Test
    void mainCodeHoldsNothingThatIsBanned() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path source : House.sources(".java")) {
            String path = House.ROOT.relativize(source).toString();
            if (path.contains("/src/main/")
                    && !path.contains("/generated/")
                    && !WIRING.contains(source.getFileName().toString())) {
                findings.addAll(findings(path, Files.readString(source)));
            }
        }

        assertThat(findings).isEmpty();
    }

    @Test
    void everyPackageSaysWhatItIsAndIsNullMarked() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path source : House.sources(".java")) {
            String path = House.ROOT.relativize(source).toString();
            if (!path.contains("/src/main/java/")) {
                continue;
            }
            Path packageInfo = source.resolveSibling("package-info.java");
            if (!Files.exists(packageInfo) || !Files.readString(packageInfo).contains("@NullMarked")) {
                findings.add(House.ROOT.relativize(packageInfo).toString());
            }
        }

        assertThat(findings.stream().distinct()).isEmpty();
    }

    @Test
    void everyModuleHasAReadme() {
        List<String> missing = new ArrayList<>();
        for (Path pom : House.sources("pom.xml")) {
            if (!Files.exists(pom.resolveSibling("README.md"))) {
                missing.add(House.ROOT.relativize(pom).toString());
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void noSourceFileIsTooLongToRead() throws IOException {
        List<String> findings = new ArrayList<>();
        for (Path source : House.sources(".java")) {
            String path = House.ROOT.relativize(source).toString();
            long lines;
            try (var all = Files.lines(source)) {
                lines = all.count();
            }
            int limit = path.contains("/src/test/") ? TEST_LINES_LIMIT : MAIN_LINES_LIMIT;
            if (lines > limit && !path.contains("/channel/message/")) {
                findings.add(path + " has " + lines + " lines, the limit is " + limit);
            }
        }

        assertThat(findings).isEmpty();
    }

    @Test
    void findsWhatIsPlanted() {
        String planted = "class Planted {\n  long now() { return System.currentTimeMillis(); }\n}\n";

        assertThat(findings("Planted.java", planted))
                .containsExactly("Planted.java:2 System.currentTimeMillis( -> an injected java.time.Clock");
        assertThat(findings("Planted.java", "TimeUnit.MILLISECONDS.sleep(20);"))
                .containsExactly("Planted.java:1 SECONDS.sleep( -> a condition with a deadline");
    }

    private static List<String> findings(String path, String text) {
        List<String> findings = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            for (Map.Entry<String, String> rule : BANNED.entrySet()) {
                if (lines[i].contains(rule.getKey())) {
                    findings.add(path + ":" + (i + 1) + " " + rule.getKey() + " -> " + rule.getValue());
                }
            }
        }
        return findings;
    }
}
