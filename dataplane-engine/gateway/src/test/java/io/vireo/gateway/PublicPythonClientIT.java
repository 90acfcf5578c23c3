package io.vireo.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public Python client of the native API, as its package comes, against a real gateway and engine. Where the package cannot be
 * installed nothing is tested here; {@code wire-cases/python-client.json}, what it sent and was answered, is tested everywhere.
 */
@Timeout(300)
class PublicPythonClientIT {
    private static final String PACKAGE = "v3io[aiohttp]==0.7.2";
    private static final Path CASES =
            Path.of("src/test/python/public_client.py").toAbsolutePath();

    @TempDir
    Path folder;

    private record Run(int exitCode, String output) {}

    @Test
    void worksUnchanged() throws IOException, InterruptedException {
        Path python = folder.resolve("python/bin/python");
        Run environment = run(
                Map.of(),
                "python3",
                "-m",
                "venv",
                "--copies",
                folder.resolve("python").toString());
        assumeThat(environment.exitCode).as(environment.output).isZero();
        Run installation = run(
                Map.of(), python.toString(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE);
        assumeThat(installation.exitCode).as(installation.output).isZero();

        try (GatewayUnderTest gateway = GatewayUnderTest.start(Files.createDirectory(folder.resolve("engine")))) {
            Map<String, String> client =
                    Map.of("V3IO_API", gateway.uri("").toString(), "V3IO_ACCESS_KEY", GatewayUnderTest.KEY);
            Run tests = run(client, python.toString(), "-W", "ignore", CASES.toString());

            assertThat(tests.exitCode).as(tests.output).isZero();
            assertThat(tests.output).containsPattern("Ran [1-9][0-9]+ tests").doesNotContain("skipped");
        }
    }

    private Run run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                return new Run(-1, "took too long: " + Files.readString(output));
            }
            return new Run(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
