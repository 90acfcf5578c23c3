package io.vireo.engine.item;

import io.vireo.engine.Limits;

/**
 * A run of body bytes in the journal.
 *
 * @param location as {@link io.vireo.engine.journal.Location} packs it
 * @param length in bytes
 * @param checksums CRC-32C of each block of {@link Limits#BODY_BLOCK_LENGTH} bytes, the last one shorter
 */
public record Extent(long location, int length, int[] checksums) {
    /** Blocks that so many bytes make. */
    public static int blockCount(int length) {
        return (length + Limits.BODY_BLOCK_LENGTH - 1) / Limits.BODY_BLOCK_LENGTH;
    }
}
