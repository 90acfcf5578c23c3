package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the C client does when its engine dies; what it does while the engine lives is in {@link ClientCasesIT}. */
@Timeout(60)
class CClientIT {
    private static final long CONTAINER = 7;
    private static final Path SCRIPT =
            Path.of("src/test/python/c_client_outlives_engine.py").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void saysThatTheEngineIsAwayAndFindsItAgain() throws IOException, InterruptedException {
        try (EngineUnderTest engine = EngineUnderTest.start(folder, 2)) {
            ProcessBuilder builder = new ProcessBuilder(
                            "python3",
                            SCRIPT.toString(),
                            CLibrary.compile(folder).toString(),
                            engine.socket().toString(),
                            HexFormat.of().formatHex(engine.grant(CONTAINER)),
                            Long.toString(CONTAINER))
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment()
                    .put("PYTHONPATH", Path.of("python").toAbsolutePath().toString());
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
            Process process = builder.start();
            try (BufferedReader said = process.inputReader();
                    Writer next = process.outputWriter()) {
                assertThat(said.readLine()).isEqualTo("still there");

                engine.kill();
                goOn(next);
                assertThat(said.readLine()).startsWith("unavailable");

                engine.start();
                goOn(next);
                assertThat(said.readLine()).isEqualTo("nothing");
                goOn(next);
                assertThat(said.readLine()).isEqualTo("still there");
                goOn(next);
                assertThat(process.waitFor()).isZero();
            }
        }
    }

    private static void goOn(Writer next) throws IOException {
        next.write("\n");
        next.flush();
    }
}
