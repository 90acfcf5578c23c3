package io.vireo.gateway.http;

/**
 * Container and path that a request names. The one place where the rules of paths are kept: what comes out of here may go to the
 * engine.
 *
 * <p>Segments are divided by {@code /}, written plainly or as {@code %2F}. None is empty, {@code .} or {@code ..}, none is
 * longer than {@value #MAX_SEGMENT_BYTES} bytes, the whole no longer than {@value #MAX_PATH_BYTES}; all is valid UTF-8 without
 * control characters.
 *
 * @param container name or number; empty: the request is about the tenant
 * @param path in the container, without a leading or trailing {@code /}; empty: the container itself
 * @param isDirectory whether the path ended in {@code /}
 */
public record ResourcePath(String container, String path, boolean isDirectory) {
    /** Bytes of a path. */
    public static final int MAX_PATH_BYTES = 4096;
    /** Bytes between two slashes. */
    public static final int MAX_SEGMENT_BYTES = 3_584;

    /**
     * Reads the path of a request.
     *
     * @param rawPath begins with {@code /}
     * @throws RefusedException 400
     */
    public static ResourcePath parse(String rawPath) {
        String decoded = PercentDecoder.decode(rawPath, false, "path");
        if (decoded.isEmpty() || decoded.charAt(0) != '/') {
            throw RefusedException.invalid("path", "does not begin with a slash");
        }
        if (decoded.length() == 1) {
            return new ResourcePath("", "", true);
        }
        boolean isDirectory = decoded.endsWith("/");
        String whole = decoded.substring(1, isDirectory ? decoded.length() - 1 : decoded.length());
        int slash = whole.indexOf('/');
        String container = slash < 0 ? whole : whole.substring(0, slash);
        checkSegment(container, 0, container.length(), "container");
        String path = slash < 0 ? "" : checked(whole.substring(slash + 1), "path");
        return new ResourcePath(container, path, isDirectory || slash < 0);
    }

    /** The container itself. */
    public ResourcePath top() {
        return new ResourcePath(container, "", true);
    }

    /**
     * A path below this one, as bodies of requests carry it. Slashes around it are allowed.
     *
     * @throws RefusedException 400, naming {@code field}
     */
    public ResourcePath resolve(String child, String field) {
        boolean childIsDirectory = child.endsWith("/");
        String inner = normalised(child, field);
        if (inner.isEmpty()) {
            return new ResourcePath(container, path, true);
        }
        String joined = path.isEmpty() ? inner : path + "/" + inner;
        checkLength(joined, field);
        return new ResourcePath(container, joined, childIsDirectory);
    }

    /**
     * A path as parameters and bodies of requests carry it, without the slashes around it.
     *
     * @throws RefusedException 400, naming {@code field}
     */
    public static String normalised(String text, String field) {
        int start = text.startsWith("/") ? 1 : 0;
        int end = text.endsWith("/") && text.length() > start ? text.length() - 1 : text.length();
        return start == end ? "" : checked(text.substring(start, end), field);
    }

    /** The name of this in policies: {@code container/NAME/PATH}. */
    public String policyName(String containerName) {
        return "container/" + containerName + "/" + path;
    }

    private static String checked(String path, String field) {
        checkLength(path, field);
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            checkSegment(path, start, slash, field);
            start = slash + 1;
        }
        checkSegment(path, start, path.length(), field);
        return path;
    }

    private static void checkLength(String path, String field) {
        if (path.length() > MAX_PATH_BYTES || utf8Length(path, 0, path.length()) > MAX_PATH_BYTES) {
            throw RefusedException.invalid(field, "is too long: max_bytes=" + MAX_PATH_BYTES);
        }
    }

    private static void checkSegment(String path, int start, int end, String field) {
        int length = end - start;
        if (length == 0) {
            throw RefusedException.invalid(field, "has an empty segment");
        }
        if (path.charAt(start) == '.' && (length == 1 || length == 2 && path.charAt(start + 1) == '.')) {
            throw RefusedException.invalid(field, "has a segment that is . or ..");
        }
        for (int i = start; i < end; i++) {
            char c = path.charAt(i);
            if (c < ' ' || c == 0x7f || c == 0xfffe || c == 0xffff) { // what no listing in XML can carry
                throw RefusedException.invalid(field, "holds a control character: code=" + (int) c);
            }
            if (Character.isSurrogate(c) && !isPaired(path, i, start, end)) {
                throw RefusedException.invalid(field, "is not valid UTF-8");
            }
        }
        if (length > MAX_SEGMENT_BYTES
                || length * 3 > MAX_SEGMENT_BYTES && utf8Length(path, start, end) > MAX_SEGMENT_BYTES) {
            throw RefusedException.invalid(field, "has a segment that is too long: max_bytes=" + MAX_SEGMENT_BYTES);
        }
    }

    private static boolean isPaired(String text, int index, int start, int end) {
        return Character.isHighSurrogate(text.charAt(index))
                ? index + 1 < end && Character.isLowSurrogate(text.charAt(index + 1))
                : index > start && Character.isHighSurrogate(text.charAt(index - 1));
    }

    private static int utf8Length(String text, int start, int end) {
        int length = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
        }
        return length;
    }
}
