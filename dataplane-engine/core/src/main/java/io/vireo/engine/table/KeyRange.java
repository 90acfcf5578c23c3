package io.vireo.engine.table;

import io.vireo.engine.item.Key;

/**
 * Paths from one on, up to another that is not among them, by their bytes. The bounds need not be paths themselves: they may end within a
 * character, or with a zero byte.
 */
public record KeyRange(byte[] from, byte[] to) {
    /** Where the range starts, as a key. */
    public Key fromKey(long container) {
        return Key.of(container, from);
    }

    /** The first key past the range. */
    public Key toKey(long container) {
        return Key.of(container, to);
    }
}
