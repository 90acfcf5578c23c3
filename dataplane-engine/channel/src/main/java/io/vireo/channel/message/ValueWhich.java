// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

/** Which member of the union of a Value is set. */
public enum ValueWhich {
    NULL,
    BOOL,
    INTEGER,
    DOUBLE,
    DECIMAL,
    TEXT,
    BYTES,
    TIMESTAMP,
    LIST,
    MAP,
    TEXT_SET,
    DECIMAL_SET,
    BYTES_SET,
    INTEGER_ARRAY,
    DOUBLE_ARRAY,
    /** A number that this version of the schema does not know. Cannot be written. */
    UNRECOGNIZED;

    private static final ValueWhich[] VALUES = values();

    /** The value with this number; {@link #UNRECOGNIZED} for a number that has none. */
    public static ValueWhich of(int number) {
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
