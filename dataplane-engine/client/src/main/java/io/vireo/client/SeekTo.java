package io.vireo.client;

/** A place in a shard to read from. */
public sealed interface SeekTo {

    /** The first record that retention left. */
    record Earliest() implements SeekTo {}

    /** After the last record. */
    record Latest() implements SeekTo {}

    /** At this record, which may be the one that comes next. */
    record Sequence(long sequence) implements SeekTo {}

    /** At the first record that arrived at this time or later; nanoseconds since 1970-01-01T00:00:00Z. */
    record Time(long timeNs) implements SeekTo {}
}
