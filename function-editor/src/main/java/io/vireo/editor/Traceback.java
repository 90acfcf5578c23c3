package io.vireo.editor;

import io.vireo.controlplane.FunctionFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The places in a function's own files that a Python traceback names, in its order: the last one is where it went wrong. */
final class Traceback {
    private static final Pattern FRAME = Pattern.compile("File \"([^\"]+)\", line (\\d+)");

    private Traceback() {}

    /**
     * A line of a file.
     *
     * @param line from 1
     */
    record Place(String path, int line) {}

    /** Frames in files that the function does not have (the runtime, libraries) are left out. */
    static List<Place> places(String text, FunctionFiles files) {
        List<Place> places = new ArrayList<>();
        Matcher frame = FRAME.matcher(text);
        while (frame.find()) {
            String named = frame.group(1);
            int line = lineOf(frame.group(2));
            files.paths().stream()
                    .filter(path -> named.equals(path) || named.endsWith("/" + path))
                    .findFirst()
                    .ifPresent(path -> places.add(new Place(path, line)));
        }
        return places;
    }

    /** The last line of the text, which says what went wrong: {@code ValueError: no plate}. */
    static String summary(String text) {
        return text.strip().lines().reduce((first, second) -> second).orElse("").strip();
    }

    private static int lineOf(String digits) {
        return digits.length() > 7
                ? 1
                : Math.max(1, Integer.parseInt(digits)); // a worker's text: nothing in it is trusted
    }
}
