package io.vireo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The files of a function as REST takes them.
 *
 * @param name that the path suggests
 * @param files text by path
 * @param binaryFiles Base64 by path: what is not UTF-8
 * @param handler of a single file that names none itself; empty: what the files say
 */
record FunctionSource(String name, Map<String, String> files, Map<String, String> binaryFiles, String handler) {
    private static final String INLINE_CONFIGURATION = "@nuclio.configure";

    /**
     * Reads a source file, a folder or a ZIP archive.
     *
     * @throws CommandException if there is nothing to read
     */
    static FunctionSource read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return ofFolder(path);
        }
        if (!Files.isRegularFile(path)) {
            throw new CommandException(
                    "no such file or folder: " + path, "give a source file, a folder or a ZIP archive");
        }
        String fileName = path.getFileName().toString();
        return fileName.endsWith(".zip") ? ofArchive(path) : ofFile(path);
    }

    /** The keys of a request. */
    Map<String, Object> toRequest() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("files", files);
        if (!binaryFiles.isEmpty()) {
            request.put("binaryFiles", binaryFiles);
        }
        if (!handler.isEmpty()) {
            request.put("config", Map.of("handler", handler));
        }
        return request;
    }

    private static FunctionSource ofFile(Path path) throws IOException {
        String fileName = path.getFileName().toString();
        String stem = fileName.replaceAll("\\.[^.]*$", "");
        String text = Files.readString(path);
        String handler = text.contains(INLINE_CONFIGURATION) ? "" : stem + ":handler";
        return new FunctionSource(stem, Map.of(fileName, text), Map.of(), handler);
    }

    private static FunctionSource ofFolder(Path folder) throws IOException {
        Collected collected = new Collected();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                String relative = folder.relativize(path).toString();
                if (!relative.matches("(.*/)?(\\..*|__pycache__/.*)")) {
                    collected.add(relative, Files.readAllBytes(path));
                }
            }
        }
        return collected.named(folder.toAbsolutePath().normalize().getFileName().toString());
    }

    private static FunctionSource ofArchive(Path archive) throws IOException {
        Collected collected = new Collected();
        try (InputStream file = Files.newInputStream(archive);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    collected.add(entry.getName(), zip.readAllBytes());
                }
            }
        }
        return collected.named(archive.getFileName().toString().replaceAll("\\.zip$", ""));
    }

    private static final class Collected {
        private final Map<String, String> files = new TreeMap<>();
        private final Map<String, String> binaryFiles = new TreeMap<>();

        void add(String path, byte[] content) {
            try {
                files.put(
                        path,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(content))
                                .toString());
            } catch (CharacterCodingException _) {
                binaryFiles.put(path, Base64.getEncoder().encodeToString(content));
            }
        }

        FunctionSource named(String name) {
            if (files.isEmpty() && binaryFiles.isEmpty()) {
                throw new CommandException(
                        "there are no files: " + name, "give a source file, a folder or a ZIP archive");
            }
            return new FunctionSource(name, files, binaryFiles, "");
        }
    }
}
