package io.vireo.engine.item;

import java.util.List;

/**
 * The bytes of an object or file: where they are.
 *
 * @param length in bytes
 * @param checksum CRC-32C of all of them
 * @param extents in order, without gaps
 */
public record Body(long length, int checksum, List<Extent> extents) {
    /** No bytes. */
    public static final Body EMPTY = new Body(0, 0, List.of());
}
