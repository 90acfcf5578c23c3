package io.vireo.engine.item;

import io.vireo.engine.Limits;

/**
 * Which paths there are. A path has no '/' at either end, no empty segment, no segment "." or "..", no byte 0, is UTF-8, and keeps to {@link
 * Limits#PATH_LENGTH} and {@link Limits#PATH_SEGMENT_LENGTH}. The engine refuses what is not so; making a client's path so is the business of the
 * API that took it.
 */
public final class PathRules {
    private PathRules() {}

    /** Admits the path of an item. */
    public static void requireItem(byte[] path, String field) {
        if (path.length == 0) {
            throw new InvalidRequestException("path is empty: field=" + field);
        }
        requireDirectory(path, field);
    }

    /** Admits the path of a directory; that of the container's root is empty. */
    public static void requireDirectory(byte[] path, String field) {
        if (path.length > Limits.PATH_LENGTH) {
            throw new InvalidRequestException(
                    "path is too long: field=" + field + " length=" + path.length + " limit=" + Limits.PATH_LENGTH);
        }
        if (!Utf8.isValid(path, 0, path.length)) {
            throw new InvalidRequestException("path is not UTF-8: field=" + field);
        }
        int start = 0;
        for (int i = 0; i <= path.length && path.length > 0; i++) {
            if (i == path.length || path[i] == '/') {
                requireSegment(path, start, i, field);
                start = i + 1;
            } else if (path[i] == 0) {
                throw new InvalidRequestException("path holds a zero byte: field=" + field + " index=" + i);
            }
        }
    }

    /** Whether a part of an array is the path of an item. Allocates nothing. */
    static boolean isItem(byte[] bytes, int from, int to) {
        if (from == to || to - from > Limits.PATH_LENGTH || !Utf8.isValid(bytes, from, to)) {
            return false;
        }
        int start = from;
        for (int i = from; i <= to; i++) {
            if (i == to || bytes[i] == '/') {
                if (!isSegment(bytes, start, i)) {
                    return false;
                }
                start = i + 1;
            } else if (bytes[i] == 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSegment(byte[] bytes, int from, int to) {
        int length = to - from;
        return length > 0 && length <= Limits.PATH_SEGMENT_LENGTH && !isDots(bytes, from, length);
    }

    private static boolean isDots(byte[] bytes, int from, int length) {
        return bytes[from] == '.' && (length == 1 || (length == 2 && bytes[from + 1] == '.'));
    }

    private static void requireSegment(byte[] path, int from, int to, String field) {
        int length = to - from;
        if (length == 0) {
            throw new InvalidRequestException("path has an empty segment: field=" + field + " index=" + from);
        }
        if (length > Limits.PATH_SEGMENT_LENGTH) {
            throw new InvalidRequestException("path has a segment that is too long: field=" + field + " index=" + from
                    + " length=" + length + " limit=" + Limits.PATH_SEGMENT_LENGTH);
        }
        if (isDots(path, from, length)) {
            throw new InvalidRequestException("path has a segment \".\" or \"..\": field=" + field + " index=" + from);
        }
    }
}
