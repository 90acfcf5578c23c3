package io.vireo.e2e.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each gate of the build stops a violation that is planted in a module of its own. */
class GatesIT {
    @TempDir
    Path module;

    @Test
    void aTidyClassPasses() throws Exception {
        Build build = build("compile", "final class Planted {}", "");

        assertThat(build.exitCode).as(build.output).isZero();
    }

    @Test
    void nullAwayStopsANullDereference() throws Exception {
        Build build = build(
                "compile",
                "final class Planted { static int length(@org.jspecify.annotations.Nullable String text)"
                        + " { return text.length(); } }",
                "");

        assertThat(build.exitCode).isNotZero();
        assertThat(build.output).contains("[NullAway]");
    }

    @Test
    void errorProneStopsAComparisonOfReferences() throws Exception {
        Build build = build(
                "compile",
                "final class Planted { static boolean same(String left, String right) { return left == right; } }",
                "");

        assertThat(build.exitCode).isNotZero();
        assertThat(build.output).containsAnyOf("[ReferenceEquality]", "[StringEquality]");
    }

    @Test
    void theCompilerStopsAWarning() throws Exception {
        Build build = build(
                "compile",
                "final class Planted { static java.util.List<String> names() { return new java.util.ArrayList(); } }",
                "");

        assertThat(build.exitCode).isNotZero();
        assertThat(build.output).contains("warnings found and -Werror specified");
    }

    @Test
    void spotlessStopsAnotherFormat() throws Exception {
        Build build = build("verify", "final class Planted { int a=1; }", "");

        assertThat(build.exitCode).isNotZero();
        assertThat(build.output).contains("spotless");
    }

    @Test
    void theEnforcerStopsABannedDependency() throws Exception {
        Build build = build(
                "validate",
                "final class Planted {}",
                "<dependencies><dependency><groupId>org.projectlombok</groupId><artifactId>lombok</artifactId>"
                        + "<version>1.18.42</version></dependency></dependencies>");

        assertThat(build.exitCode).isNotZero();
        assertThat(build.output).containsAnyOf("Banned", "banned", "lombok");
    }

    @Test
    void theEnforcerStopsADependencyThatIsOlderThanAnotherOneAsksFor() throws Exception {
        Build build = build("validate", "final class Planted {}", """
                <dependencies>
                  <dependency>
                    <groupId>ch.qos.logback</groupId><artifactId>logback-classic</artifactId>
                  </dependency>
                  <dependency>
                    <groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId><version>2.0.0</version>
                  </dependency>
                </dependencies>""");

        assertThat(build.exitCode).isNotZero();
        assertThat(build.output).contains("Require upper bound dependencies error for org.slf4j:slf4j-api:2.0.0");
    }

    private Build build(String phase, String source, String dependencies) throws IOException, InterruptedException {
        Path packageFolder = Files.createDirectories(module.resolve("src/main/java/io/vireo/planted"));
        Files.writeString(
                packageFolder.resolve("package-info.java"),
                "@org.jspecify.annotations.NullMarked\npackage io.vireo.planted;\n");
        Files.writeString(packageFolder.resolve("Planted.java"), "package io.vireo.planted;\n\n" + source + "\n");
        Files.writeString(module.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <parent>
                    <groupId>io.vireo</groupId><artifactId>vireo</artifactId><version>0.1.0</version>
                    <relativePath>%s</relativePath>
                  </parent>
                  <artifactId>vireo-planted</artifactId>
                  %s
                </project>
                """.formatted(
                module.toRealPath().relativize(House.ROOT.resolve("pom.xml").toRealPath()), dependencies));
        Files.createDirectories(module.resolve(".mvn"));
        Files.copy(House.ROOT.resolve(".mvn/jvm.config"), module.resolve(".mvn/jvm.config"));
        Path output = module.resolve("build.log");

        Process maven = new ProcessBuilder(List.of(
                        House.ROOT.resolve("vireo").toString(),
                        "mvn",
                        "-B",
                        "-ntp",
                        "-f",
                        module.resolve("pom.xml").toString(),
                        "-DskipTests",
                        phase))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(maven.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Build(maven.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private record Build(int exitCode, String output) {}
}
