package io.vireo.client;

import io.vireo.channel.message.Status;

/** Why the engine refused. The order is that of {@code Status} in {@code engine.capnp}, whose first value is {@code ok}. */
public enum EngineStatus {
    /** No failure; never in an exception. */
    OK,
    /** There is no item, stream or shard at the path. */
    NOT_FOUND,
    /** The condition is false. */
    CONDITION_FAILED,
    /** There is an item already. */
    EXISTS,
    /** The request is wrong; the message names the field and the limit. */
    INVALID,
    /** The grant of the channel does not cover it. */
    FORBIDDEN,
    /** The reply is longer than any room that this client may offer. */
    TOO_LARGE,
    /** Over a budget: try again. */
    BUSY,
    /** The item is not the version that was expected. */
    VERSION_CHANGED,
    /** A stream operation on what is not a stream or shard, and the like. */
    WRONG_KIND,
    /** A directory that still holds something. */
    NOT_EMPTY,
    /** Stored bytes fail their checksum. */
    CORRUPT,
    /** The journal cannot take writes. */
    READ_ONLY,
    /** What one change is about lies with several reactors. */
    SPANS_PARTITIONS,
    /** A fault of the engine. */
    INTERNAL,
    /** Changes, or records, from this place on are not kept any more; {@link EngineException} says from where they are. */
    TRIMMED,
    /** The index is not filled yet. */
    BUILDING,
    /** The token was given to another request, which was done. */
    TOKEN_REUSED;

    private static final EngineStatus[] VALUES = values();

    static EngineStatus of(Status status) {
        return status == Status.UNRECOGNIZED ? INTERNAL : VALUES[status.number()];
    }
}
