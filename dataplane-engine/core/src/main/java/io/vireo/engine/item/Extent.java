package io.vireo.engine.item;

import io.vireo.engine.Limits;

/**
 * A run of body bytes in the journal, or a hole: a run of zeros that was never written and lies nowhere.
 *
 * @param location as {@link io.vireo.engine.journal.Location} packs it; negative: a hole
 * @param length in bytes
 * @param checksums CRC-32C of each block of {@link Limits#BODY_BLOCK_LENGTH} bytes, the last one shorter; none of a hole
 */
public record Extent(long location, int length, int[] checksums) {
    private static final long NOWHERE = -1;

    /** So many zeros. */
    public static Extent hole(int length) {
        return new Extent(NOWHERE, length, new int[0]);
    }

    /** Whether its bytes are zeros that lie nowhere. */
    public boolean isHole() {
        return location < 0;
    }

    /** Blocks that so many bytes make. */
    public static int blockCount(int length) {
        return (length + Limits.BODY_BLOCK_LENGTH - 1) / Limits.BODY_BLOCK_LENGTH;
    }
}
