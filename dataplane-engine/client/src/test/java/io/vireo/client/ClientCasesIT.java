package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code client-cases.json} with the clients of every language, each in a container of its own of one real engine. */
@Timeout(120)
class ClientCasesIT {
    private static final long CONTAINER = 7;
    private static final Path SCRIPT =
            Path.of("src/test/python/client_cases.py").toAbsolutePath();
    private static final Path OPERATIONS =
            Path.of("src/test/python/data_operations.py").toAbsolutePath();
    private static final Path PACKAGES = Path.of("python").toAbsolutePath();

    @TempDir
    static Path folder;

    private static EngineUnderTest engine;

    @BeforeAll
    static void start() throws IOException {
        engine = EngineUnderTest.start(folder, 2);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"8, blocking", "9, awaited"})
    void holdForPython(long container, String kind) throws IOException, InterruptedException {
        String output = python(
                SCRIPT.toString(),
                ClientCases.FILE.toString(),
                engine.socket().toString(),
                HexFormat.of().formatHex(engine.grant(container)),
                Long.toString(container),
                kind);

        assertThat(output).containsPattern("[1-9][0-9]* cases");
    }

    @ParameterizedTest
    @CsvSource({"12, called", "13, started"})
    void holdForC(long container, String kind) throws IOException, InterruptedException {
        String output = python(
                SCRIPT.toString(),
                ClientCases.FILE.toString(),
                engine.socket().toString(),
                HexFormat.of().formatHex(engine.grant(container)),
                Long.toString(container),
                kind,
                CLibrary.compile(folder).toString());

        assertThat(output).containsPattern("[1-9][0-9]* cases");
    }

    @Test
    void allOperationsOfThePythonClientDoWhatTheySay() throws IOException, InterruptedException {
        String output = python(
                OPERATIONS.toString(),
                engine.socket().toString(),
                HexFormat.of().formatHex(engine.grant(10)),
                "10");

        assertThat(output).containsPattern("Ran [1-9][0-9]+ tests").contains("OK");
    }

    /** What a script says, that ends well. */
    private static String python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", PACKAGES.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class HoldForJava {
        private DataClient client;

        @BeforeAll
        void connect() {
            client = engine.client(CONTAINER);
        }

        @AfterAll
        void close() {
            client.close();
        }

        @TestFactory
        Stream<DynamicTest> cases() {
            return new ClientCases(client, CONTAINER).tests();
        }
    }
}
