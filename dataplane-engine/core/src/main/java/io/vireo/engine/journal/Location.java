package io.vireo.engine.journal;

/** A place in a log, packed into a long: segment index in the upper 32 bits, offset in the segment in the lower. */
public final class Location {
    private Location() {}

    /** Packs a place. */
    public static long of(int segment, int offset) {
        return (long) segment << 32 | offset;
    }

    /** The index of its segment. */
    public static int segment(long location) {
        return (int) (location >>> 32);
    }

    /** Bytes from the start of its segment. */
    public static int offset(long location) {
        return (int) location;
    }
}
