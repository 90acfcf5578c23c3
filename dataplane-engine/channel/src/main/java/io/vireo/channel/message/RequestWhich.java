// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

/** Which member of the union of a Request is set. */
public enum RequestWhich {
    PING,
    GET,
    PUT,
    UPDATE,
    DELETE,
    LIST,
    STAGE,
    RELEASE,
    CREATE_STREAM,
    APPEND,
    SEEK,
    READ,
    BATCH,
    FEED,
    RENAME,
    CREATE_INDEX,
    DROP_INDEX,
    INDEXES,
    QUERY,
    CHECK,
    /** A number that this version of the schema does not know. Cannot be written. */
    UNRECOGNIZED;

    private static final RequestWhich[] VALUES = values();

    /** The value with this number; {@link #UNRECOGNIZED} for a number that has none. */
    public static RequestWhich of(int number) {
        return number >= 0 && number < VALUES.length ? VALUES[number] : UNRECOGNIZED;
    }

    /** The number that stands for this value in a message. */
    public int number() {
        if (this == UNRECOGNIZED) {
            throw new IllegalArgumentException("no number: value=UNRECOGNIZED");
        }
        return ordinal();
    }
}
