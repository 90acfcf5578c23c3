package io.vireo.controlplane;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vireo.identity.FieldFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of a function: relative paths and contents, within the limits below. Immutable, for any thread.
 *
 * <p>A path is {@code /}-separated UTF-8 without empty, {@code .} or {@code ..} segments, backslashes or control
 * characters, and no path is a folder of another. Two instances are equal if they hold the same files.
 */
public final class FunctionFiles {
    /** No files: what a draft may hold and a version may not. */
    public static final FunctionFiles EMPTY = new FunctionFiles(new TreeMap<>());

    /** Most files of a function. */
    public static final int MAX_COUNT = 100;

    /** Most bytes of all files together. */
    public static final int MAX_TOTAL_LENGTH = 5 * 1024 * 1024;

    /** Longest path, in bytes of UTF-8. */
    public static final int MAX_PATH_LENGTH = 255;

    private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // the earliest that ZIP can say

    private final SortedMap<String, byte[]> contents;

    private FunctionFiles(SortedMap<String, byte[]> contents) {
        this.contents = contents;
    }

    /**
     * Takes files with their bytes, which are copied.
     *
     * @throws ControlPlaneException {@code INVALID_FIELD} with one entry for each file at fault
     */
    public static FunctionFiles of(Map<String, byte[]> contents) {
        SortedMap<String, byte[]> copies = new TreeMap<>();
        contents.forEach((path, content) -> copies.put(path, content.clone()));
        return checked(copies);
    }

    /**
     * Takes text files.
     *
     * @throws ControlPlaneException {@code INVALID_FIELD} with one entry for each file at fault
     */
    public static FunctionFiles ofText(Map<String, String> texts) {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        texts.forEach((path, text) -> contents.put(path, text.getBytes(UTF_8)));
        return checked(contents);
    }

    /**
     * Unpacks a ZIP archive in memory; what exceeds the limits is not unpacked. Folders are left out.
     *
     * @throws ControlPlaneException {@code INVALID_FIELD} if it is no archive or breaks a rule of this class
     */
    public static FunctionFiles ofArchive(byte[] archive) {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        long total = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive), UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.isDirectory()) {
                    continue;
                }
                byte[] content = zip.readNBytes((int) (MAX_TOTAL_LENGTH - total + 1));
                total += content.length;
                if (total > MAX_TOTAL_LENGTH) {
                    throw tooLong();
                }
                if (contents.put(entry.getName(), content) != null) {
                    throw ControlPlaneException.invalid(
                            "files[" + entry.getName() + "]", "archive holds this path twice: " + entry.getName());
                }
                if (contents.size() > MAX_COUNT) {
                    throw tooMany(contents.size());
                }
            }
        } catch (ZipException | IllegalArgumentException e) { // the latter: a name that is not UTF-8
            throw ControlPlaneException.invalid("archive", "not a readable ZIP archive: " + e.getMessage());
        } catch (IOException e) {
            throw ControlPlaneException.invalid("archive", "ZIP archive is cut short: " + e.getMessage());
        }
        if (contents.isEmpty()) {
            throw ControlPlaneException.invalid("archive", "not a ZIP archive, or one without files");
        }
        return checked(contents);
    }

    /** Packs the files; the same files give the same bytes. */
    public byte[] toArchive() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8)) {
            for (Map.Entry<String, byte[]> file : contents.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setTimeLocal(ENTRY_TIME);
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an array does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** All paths in their order. */
    public List<String> paths() {
        return List.copyOf(contents.keySet());
    }

    /** Whether there is a file at this path. */
    public boolean contains(String path) {
        return contents.containsKey(path);
    }

    /** A copy of a file's bytes; empty if there is no such file. */
    public Optional<byte[]> bytes(String path) {
        return Optional.ofNullable(contents.get(path)).map(byte[]::clone);
    }

    /** A file as text; empty if there is no such file or it is not UTF-8. */
    public Optional<String> text(String path) {
        byte[] content = contents.get(path);
        if (content == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty(); // binary: the answer to the question, not an error
        }
    }

    /** All files that are text, by path. */
    public SortedMap<String, String> texts() {
        SortedMap<String, String> texts = new TreeMap<>();
        contents.keySet().forEach(path -> text(path).ifPresent(text -> texts.put(path, text)));
        return Collections.unmodifiableSortedMap(texts);
    }

    /** Number of files. */
    public int count() {
        return contents.size();
    }

    /** Bytes of all files together. */
    public int totalLength() {
        return contents.values().stream().mapToInt(content -> content.length).sum();
    }

    /**
     * These files with one added or replaced.
     *
     * @throws ControlPlaneException {@code INVALID_FIELD}
     */
    public FunctionFiles with(String path, String text) {
        SortedMap<String, byte[]> copy = new TreeMap<>(contents);
        copy.put(path, text.getBytes(UTF_8));
        return checked(copy);
    }

    /** These files without one of them; the same if there is no such file. */
    public FunctionFiles without(String path) {
        SortedMap<String, byte[]> copy = new TreeMap<>(contents);
        copy.remove(path);
        return new FunctionFiles(copy);
    }

    private static FunctionFiles checked(SortedMap<String, byte[]> contents) {
        if (contents.size() > MAX_COUNT) {
            throw tooMany(contents.size());
        }
        long total =
                contents.values().stream().mapToLong(content -> content.length).sum();
        if (total > MAX_TOTAL_LENGTH) {
            throw tooLong();
        }
        List<FieldFault> faults = new ArrayList<>();
        for (String path : contents.keySet()) {
            faultOf(path, contents).ifPresent(fault -> faults.add(new FieldFault("files[" + path + "]", fault)));
        }
        if (!faults.isEmpty()) {
            throw new ControlPlaneException(ErrorCode.INVALID_FIELD, faults);
        }
        return new FunctionFiles(contents);
    }

    private static Optional<String> faultOf(String path, SortedMap<String, byte[]> contents) {
        if (path.isEmpty()) {
            return Optional.of("path is empty");
        }
        if (path.getBytes(UTF_8).length > MAX_PATH_LENGTH) {
            return Optional.of("path is too long: bytes=" + path.getBytes(UTF_8).length + " max=" + MAX_PATH_LENGTH);
        }
        if (path.indexOf('\\') >= 0 || path.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("path must not hold backslashes or control characters");
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return Optional.of("path must be relative and without empty, . or .. segments: " + path);
            }
        }
        String folder = path + "/";
        boolean isFolderToo = contents.tailMap(folder).keySet().stream()
                .findFirst()
                .filter(next -> next.startsWith(folder))
                .isPresent();
        return isFolderToo ? Optional.of("path is a folder of another file: " + path) : Optional.empty();
    }

    private static ControlPlaneException tooMany(int count) {
        return ControlPlaneException.invalid("files", "too many files: count=" + count + " max=" + MAX_COUNT);
    }

    private static ControlPlaneException tooLong() {
        return ControlPlaneException.invalid(
                "files", "files are too long together: max=" + MAX_TOTAL_LENGTH + " bytes");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FunctionFiles files
                && contents.keySet().equals(files.contents.keySet())
                && contents.entrySet().stream()
                        .allMatch(file -> Arrays.equals(file.getValue(), files.contents.get(file.getKey())));
    }

    @Override
    public int hashCode() {
        return contents.entrySet().stream()
                .mapToInt(file -> 31 * file.getKey().hashCode() + Arrays.hashCode(file.getValue()))
                .sum();
    }

    @Override
    public String toString() {
        return "FunctionFiles" + contents.keySet();
    }
}
