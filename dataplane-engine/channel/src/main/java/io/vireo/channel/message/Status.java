// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

/** Values of the schema's enum. */
public enum Status {
    OK,
    NOT_FOUND,
    CONDITION_FAILED,
    EXISTS,
    INVALID,
    FORBIDDEN,
    TOO_LARGE,
    BUSY,
    VERSION_CHANGED,
    WRONG_KIND,
    NOT_EMPTY,
    CORRUPT,
    READ_ONLY,
    SPANS_PARTITIONS,
    INTERNAL,
    TRIMMED,
    BUILDING,
    TOKEN_REUSED,
    /** A number that this version of the schema does not know. Cannot be written. */
    UNRECOGNIZED;

    private static final Status[] VALUES = values();

    /** The value with this number; {@link #UNRECOGNIZED} for a number that has none. */
    public static Status of(int number) {
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
