// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
package io.vireo.channel.message;

/** Values of the schema's enum. */
public enum RequestQueryRange {
    ALL,
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    BETWEEN,
    STARTS,
    SCAN,
    /** A number that this version of the schema does not know. Cannot be written. */
    UNRECOGNIZED;

    private static final RequestQueryRange[] VALUES = values();

    /** The value with this number; {@link #UNRECOGNIZED} for a number that has none. */
    public static RequestQueryRange of(int number) {
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
