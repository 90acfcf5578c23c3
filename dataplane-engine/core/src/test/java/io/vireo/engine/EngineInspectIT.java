package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over the files of a real engine process: beside it, after its death, and with damage. */
class EngineInspectIT {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @Test
    void readsBesideARunningEngineAndAfterItsDeath() throws IOException {
        try (RunningEngine engine = RunningEngine.start(folder)) {
            try (TestClient client = engine.connect()) {
                for (int i = 0; i < 100; i++) {
                    String path = "item/" + i;
                    assertThat(client.ask(request -> request.path(path).initPut())
                                    .status())
                            .isEqualTo(Status.OK);
                }
            }

            assertThat(run("--verify", "engine")).isZero();
            assertThat(output()).contains("an engine runs on it", "put 10", "damage: none");
            assertThat(run("--json", "--segment", "0", "--limit", "2", ".")).isZero();
            assertThat(output()).startsWith("{\"folder\":").contains("\"engineRuns\":true", "\"subject\":\"1:item");
        }
        TreeMap<String, Integer> before = hashes();

        assertThat(run("--verify", "engine/journal")).isZero();

        assertThat(output()).contains("no engine runs on it");
        assertThat(hashes()).isEqualTo(before);
    }

    @Test
    void endsWithOneWhenSomethingIsDamaged() throws IOException {
        try (RunningEngine engine = RunningEngine.start(folder)) {
            assertThat(engine.isReady()).isTrue();
        }
        Path segment = folder.resolve("engine/journal/reactor-000-00000000.journal");
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(20);
            file.write(9);
        }

        assertThat(run("engine")).isEqualTo(1);

        assertThat(output())
                .contains("damage: 1", "file=" + segment + " offset=0", "an engine refuses to start with it");
    }

    @Test
    void endsWithTwoWhenItIsCalledWrongly() throws IOException {
        assertThat(run("--limit", "none", "engine")).isEqualTo(2);
        assertThat(errors()).contains("--limit takes a whole number: value=none", "usage:");
        assertThat(run("--from", "12", "engine")).isEqualTo(2);
        assertThat(errors()).contains("--from takes SEGMENT:OFFSET");
        assertThat(run("--what")).isEqualTo(2);
        assertThat(run()).isEqualTo(2);
    }

    @Test
    void saysThatThereIsNoSuchFolder() throws IOException {
        assertThat(run("missing")).isEqualTo(1);
        assertThat(errors()).contains("there is no such folder");
    }

    /** The last argument is a folder below the test's, unless it is an option. */
    private int run(String... arguments) throws IOException {
        output.reset();
        errors.reset();
        String[] resolved = arguments.clone();
        int last = resolved.length - 1;
        if (last >= 0 && !resolved[last].startsWith("--")) {
            resolved[last] = folder.resolve(resolved[last]).toString();
        }
        return EngineInspect.run(
                Arrays.asList(resolved),
                new PrintStream(output, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private TreeMap<String, Integer> hashes() throws IOException {
        TreeMap<String, Integer> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("engine/journal"))) {
            for (Path file : files.toList()) {
                hashes.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return hashes;
    }
}
