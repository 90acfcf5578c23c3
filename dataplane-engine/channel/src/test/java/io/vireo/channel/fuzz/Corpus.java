package io.vireo.channel.fuzz;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The inputs that a {@link FuzzTest} starts from: its seeds, and the files in the resource folder that is named like the test. Those are inputs that once
 * were findings: {@code *.hex}, in which a line that starts with {@code #} says what it is, or {@code *.txt}, taken as it is.
 *
 * @param inputs seeds first, then files in the order of their names
 */
record Corpus(List<byte[]> inputs) {
    private static final int BYTES_A_LINE = 32;

    static Corpus of(FuzzTest test) throws Exception {
        List<byte[]> inputs = new ArrayList<>(test.seeds());
        URL folder = test.getClass().getResource(test.getClass().getSimpleName());
        if (folder != null) {
            try (Stream<Path> files = Files.list(Path.of(uriOf(folder)))) {
                for (Path file : files.sorted().toList()) {
                    inputs.add(read(file));
                }
            }
        }
        if (inputs.isEmpty()) {
            throw new IllegalStateException("nothing to start from: test=" + test.getClass());
        }
        return new Corpus(List.copyOf(inputs));
    }

    /** Where files of a test belong, below the module. */
    static String folder(Class<?> test) {
        return "src/test/resources/" + test.getName().replace('.', '/') + "/";
    }

    static String toHex(byte[] input) {
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < input.length; from += BYTES_A_LINE) {
            text.append(HexFormat.of().formatHex(input, from, Math.min(input.length, from + BYTES_A_LINE)))
                    .append('\n');
        }
        return text.toString();
    }

    private static byte[] read(Path file) throws IOException {
        if (file.toString().endsWith(".hex")) {
            return HexFormat.of()
                    .parseHex(Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                            .filter(line -> !line.startsWith("#"))
                            .map(String::strip)
                            .collect(Collectors.joining()));
        }
        if (file.toString().endsWith(".txt")) {
            return Files.readAllBytes(file);
        }
        throw new IOException("neither .hex nor .txt: file=" + file);
    }

    private static URI uriOf(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("class path holds what is no URI: url=" + url, e);
        }
    }
}
