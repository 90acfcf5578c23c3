package io.vireo.console.data;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of a folder's listing.
 *
 * @param path within the container, without slashes around it
 * @param length of the body, in bytes; 0 for folders and streams
 * @param shardCount of a stream; 0 otherwise
 * @param modifiedAt null: not known, as of a folder that is only a prefix of other paths
 * @param hasAttributes an item that has attributes of a person's own: a row
 */
record DataEntry(
        String path,
        Kind kind,
        long length,
        int shardCount,
        @Nullable Instant modifiedAt,
        boolean hasAttributes) {
    /** An entry of which nothing is known but what a listing says. */
    DataEntry(String path, Kind kind, long length, int shardCount, @Nullable Instant modifiedAt) {
        this(path, kind, length, shardCount, modifiedAt, false);
    }

    /** What an entry is. */
    enum Kind {
        /** A prefix of other paths. */
        FOLDER,
        /** Ordered records in shards. */
        STREAM,
        /** A record. */
        ITEM
    }

    /** Last segment of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** An item without a body that has attributes: a row and nothing else. */
    boolean isPureRow() {
        return kind == Kind.ITEM && length == 0 && hasAttributes;
    }
}
