package io.vireo.client;

/**
 * Asks for a page of what is below a directory, in byte order of the paths.
 *
 * @param container id
 * @param directory path; empty: the whole container
 * @param marker whole path: entries after it, in reverse before it; empty: from the start
 * @param limit entries, 1 to {@link #MAX_LIMIT}
 * @param recursive false: direct children, deeper paths show as one directory entry; true: everything below
 * @param directories whether entries that are directories come back
 * @param filter an expression; empty: all
 * @param projection which attributes
 * @param segment 0 to {@code segmentCount - 1}
 * @param segmentCount disjoint parts that a scan is cut into; 0: not cut
 * @param prefix of the names below the directory; empty: all
 * @param range part of it that is asked for
 * @param reverse whether the last entry comes first; of everything below, or without directories
 * @param byteLimit bytes of records that each reactor looks at for a page, the first one of any length; 0: as many as it will
 * @param language of the expressions
 */
public record ListRequest(
        long container,
        String directory,
        String marker,
        int limit,
        boolean recursive,
        Directories directories,
        String filter,
        Projection projection,
        int segment,
        int segmentCount,
        String prefix,
        ListRange range,
        boolean reverse,
        long byteLimit,
        ExpressionLanguage language) {

    /** Forward and in the native language, all of it. */
    public ListRequest(
            long container,
            String directory,
            String marker,
            int limit,
            boolean recursive,
            Directories directories,
            String filter,
            Projection projection,
            int segment,
            int segmentCount,
            String prefix) {
        this(
                container,
                directory,
                marker,
                limit,
                recursive,
                directories,
                filter,
                projection,
                segment,
                segmentCount,
                prefix,
                ListRange.WHOLE,
                false,
                0,
                ExpressionLanguage.NATIVE);
    }

    /** The most entries that a page holds. */
    public static final int MAX_LIMIT = 1000;

    /** What to do with entries that are directories. The order is that of {@code Scan.Directories} in {@code engine.capnp}. */
    public enum Directories {
        /** With the rest. */
        INCLUDE,
        /** Nothing else. */
        ONLY,
        /** Not these. */
        EXCLUDE
    }

    /** The direct children, without attributes. */
    public static ListRequest children(long container, String directory, int limit) {
        return new ListRequest(
                container, directory, "", limit, false, Directories.INCLUDE, "", Projection.NONE, 0, 0, "");
    }

    /** The page after this marker. */
    public ListRequest after(String newMarker) {
        return new ListRequest(
                container,
                directory,
                newMarker,
                limit,
                recursive,
                directories,
                filter,
                projection,
                segment,
                segmentCount,
                prefix,
                range,
                reverse,
                byteLimit,
                language);
    }

    /** A part of it. */
    public ListRequest within(ListRange newRange) {
        return new ListRequest(
                container,
                directory,
                marker,
                limit,
                recursive,
                directories,
                filter,
                projection,
                segment,
                segmentCount,
                prefix,
                newRange,
                reverse,
                byteLimit,
                language);
    }

    /** The same in reverse. */
    public ListRequest reversed() {
        return new ListRequest(
                container,
                directory,
                marker,
                limit,
                recursive,
                directories,
                filter,
                projection,
                segment,
                segmentCount,
                prefix,
                range,
                !reverse,
                byteLimit,
                language);
    }

    /** With pages for which each reactor looks at no more bytes of records. */
    public ListRequest lookingAt(long newByteLimit) {
        return new ListRequest(
                container,
                directory,
                marker,
                limit,
                recursive,
                directories,
                filter,
                projection,
                segment,
                segmentCount,
                prefix,
                range,
                reverse,
                newByteLimit,
                language);
    }

    /** The same with its expressions in a language. */
    public ListRequest in(ExpressionLanguage newLanguage) {
        return new ListRequest(
                container,
                directory,
                marker,
                limit,
                recursive,
                directories,
                filter,
                projection,
                segment,
                segmentCount,
                prefix,
                range,
                reverse,
                byteLimit,
                newLanguage);
    }
}
