package io.vireo.client;

/** What an item is. The order is that of {@code ItemKind} in {@code item.capnp}. */
public enum ItemKind {
    /** Attributes, a body, or both. */
    ITEM,
    /** Made by name; a prefix of other paths is a directory without one. */
    DIRECTORY,
    /** A directory whose children {@code 0} to {@code shardCount - 1} are shards. */
    STREAM,
    /** An ordered log of records inside a stream. */
    SHARD
}
