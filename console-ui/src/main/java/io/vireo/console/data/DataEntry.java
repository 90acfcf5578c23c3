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
 */
record DataEntry(
        String path,
        Kind kind,
        long length,
        int shardCount,
        @Nullable Instant modifiedAt) {
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
}
