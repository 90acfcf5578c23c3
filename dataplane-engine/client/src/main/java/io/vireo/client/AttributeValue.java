package io.vireo.client;

import java.util.List;
import java.util.SequencedMap;

/**
 * The value of an attribute: one of the types that an item may hold. Arrays are handed over, not copied: who gave one away or
 * received one leaves it as it is.
 */
public sealed interface AttributeValue {

    /** There, and empty on purpose; not the same as an attribute that is missing. */
    enum Null implements AttributeValue {
        /** The only one. */
        NULL
    }

    /** A truth value. */
    record Bool(boolean value) implements AttributeValue {}

    /** A whole number of 64 bits. */
    record Int64(long value) implements AttributeValue {}

    /** A floating-point number of 64 bits. */
    record Float64(double value) implements AttributeValue {}

    /** A decimal number of 1 to 38 significant digits, in plain or scientific notation. */
    record Decimal(String value) implements AttributeValue {}

    /** UTF-8 text. */
    record Text(String value) implements AttributeValue {}

    /** Opaque bytes. */
    record Bytes(byte[] value) implements AttributeValue {}

    /**
     * A moment.
     *
     * @param seconds since 1970-01-01T00:00:00Z
     * @param nanos within the second, 0 to 999 999 999
     */
    record Timestamp(long seconds, int nanos) implements AttributeValue {}

    /** Values in order, of any types. */
    record ValueList(List<AttributeValue> values) implements AttributeValue {}

    /** Values by name. */
    record ValueMap(SequencedMap<String, AttributeValue> values) implements AttributeValue {}

    /** Texts without order and without duplicates. */
    record TextSet(List<String> values) implements AttributeValue {}

    /** Decimal numbers without order and without duplicates. */
    record DecimalSet(List<String> values) implements AttributeValue {}

    /** Byte strings without order and without duplicates. */
    record BytesSet(List<byte[]> values) implements AttributeValue {}

    /** Whole numbers of 64 bits, by index. */
    record Int64Array(long[] values) implements AttributeValue {}

    /** Floating-point numbers of 64 bits, by index. */
    record Float64Array(double[] values) implements AttributeValue {}
}
