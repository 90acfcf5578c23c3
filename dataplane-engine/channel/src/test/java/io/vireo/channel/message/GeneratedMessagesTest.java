package io.vireo.channel.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.generator.GenerateMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The committed sources are what the schemas give. Run with {@code -Dvireo.generate} to write them anew. */
class GeneratedMessagesTest {
    private static final boolean WRITES = System.getProperty("vireo.generate") != null;
    private static final Path JAVA = Path.of("src/main/java/io/vireo/channel/message");
    private static final Path PYTHON = Path.of("../client/python/vireo_client/message.py");
    private static final Path C = Path.of("../client/c/vireo_message.h");

    @BeforeEach
    void needsTheCompiler() {
        CapnpTool.assumePresent();
    }

    @Test
    void javaSourcesAreCurrent() throws IOException, InterruptedException {
        Map<String, String> expected = GenerateMessages.javaFiles(CapnpTool.codeGeneratorRequest());
        if (WRITES) {
            write(expected);
        }

        Map<String, String> actual = new TreeMap<>();
        for (String name : committedNames()) {
            actual.put(name, Files.readString(JAVA.resolve(name)));
        }

        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void pythonModuleIsCurrent() throws IOException, InterruptedException {
        String expected = GenerateMessages.pythonModule(CapnpTool.codeGeneratorRequest());
        if (WRITES) {
            Files.writeString(PYTHON, expected);
        }

        assertThat(PYTHON).hasContent(expected);
    }

    @Test
    void cHeaderIsCurrent() throws IOException, InterruptedException {
        String expected = GenerateMessages.cHeader(CapnpTool.codeGeneratorRequest());
        if (WRITES) {
            Files.writeString(C, expected);
        }

        assertThat(C).hasContent(expected);
    }

    private static Set<String> committedNames() throws IOException {
        try (Stream<Path> files = Files.list(JAVA)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static void write(Map<String, String> files) throws IOException {
        for (String name : committedNames()) {
            Files.delete(JAVA.resolve(name));
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(JAVA.resolve(file.getKey()), file.getValue());
        }
    }
}
