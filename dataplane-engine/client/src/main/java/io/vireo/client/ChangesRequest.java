package io.vireo.client;

/**
 * Asks for a page of the changes of a partition.
 *
 * @param container id
 * @param directory changes at or below this path; empty: of the whole container
 * @param partition 0 to one less than {@link ChangePage#partitionCount()}
 * @param position from a page, or a change, before; empty: see {@code from}
 * @param from where to begin without a position
 * @param limit changes, 1 to {@link #MAX_LIMIT}; changes that were made as one may be some more
 * @param images what to tell of the items beside their names
 * @param projection which attributes of images
 * @param waitMs with nothing to tell, the answer comes when there is something, or after so long: 0 to {@link #MAX_WAIT_MS}
 */
public record ChangesRequest(
        long container,
        String directory,
        int partition,
        byte[] position,
        From from,
        int limit,
        Images images,
        Projection projection,
        int waitMs) {
    /** The most changes that a page holds. */
    public static final int MAX_LIMIT = 1000;

    /** The longest that a page waits. */
    public static final int MAX_WAIT_MS = 20_000;

    /** Where to begin. The order is that of {@code Feed.From} in {@code engine.capnp}. */
    public enum From {
        /** With the oldest change that is there. */
        EARLIEST,
        /** With the next one. */
        LATEST
    }

    /** What to tell of the items. The order is that of {@code Feed.Images} in {@code engine.capnp}. */
    public enum Images {
        /** Nothing. */
        NONE,
        /** What they became. */
        NEW,
        /** What they were. */
        OLD,
        /** What they were and what they became. */
        BOTH
    }

    /** The page behind this position, otherwise the same. */
    public ChangesRequest after(byte[] newPosition) {
        return new ChangesRequest(
                container, directory, partition, newPosition, from, limit, images, projection, waitMs);
    }
}
