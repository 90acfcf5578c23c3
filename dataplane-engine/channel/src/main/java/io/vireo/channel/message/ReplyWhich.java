// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

/** Which member of the union of a Reply is set. */
public enum ReplyWhich {
    NONE,
    ITEM,
    LISTING,
    STAGE,
    PINNED,
    LOCATION,
    RECORDS,
    APPENDED,
    BATCH,
    ENGINE,
    CHANGES,
    COUNTED,
    ROWS,
    INDEXES,
    /** A number that this version of the schema does not know. Cannot be written. */
    UNRECOGNIZED;

    private static final ReplyWhich[] VALUES = values();

    /** The value with this number; {@link #UNRECOGNIZED} for a number that has none. */
    public static ReplyWhich of(int number) {
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
