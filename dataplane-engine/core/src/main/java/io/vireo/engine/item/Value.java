package io.vireo.engine.item;

import java.math.BigDecimal;
import java.util.List;
import java.util.SequencedMap;

/** The value of an attribute, decoded. Arrays are shared, never changed. */
public sealed interface Value {
    /** There, and empty on purpose. */
    enum Null implements Value {
        /** The only one. */
        NULL
    }

    /** A truth value. */
    enum Bool implements Value {
        /** No. */
        FALSE,
        /** Yes. */
        TRUE;

        /** Of a primitive. */
        public static Bool of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    /** A whole number of 64 bits. */
    record Int64(long value) implements Value {}

    /** A floating-point number of 64 bits. */
    record Float64(double value) implements Value {}

    /** An exact number of up to 38 digits; kept as {@link Int64} when it is one. */
    record Decimal(BigDecimal value) implements Value {}

    /** UTF-8 text. */
    record Text(String value) implements Value {}

    /** Opaque bytes. */
    record Bytes(byte[] value) implements Value {}

    /**
     * A moment.
     *
     * @param seconds since 1970-01-01T00:00:00Z
     * @param nanos within the second, 0 to 999,999,999
     */
    record Timestamp(long seconds, int nanos) implements Value {}

    /** Values in order. */
    record ValueList(List<Value> values) implements Value {}

    /** Values by name; kept in the order of the names' bytes, which is no part of what the map is. */
    record ValueMap(SequencedMap<String, Value> values) implements Value {}

    /** Distinct texts; kept in the order of their bytes. */
    record TextSet(List<String> values) implements Value {}

    /** Distinct exact numbers; kept in their order. */
    record DecimalSet(List<BigDecimal> values) implements Value {}

    /** Distinct byte strings; kept in their order. */
    record BytesSet(List<byte[]> values) implements Value {}

    /** Whole numbers by index. */
    record Int64Array(long[] values) implements Value {}

    /** Floating-point numbers by index. */
    record Float64Array(double[] values) implements Value {}
}
