package io.vireo.engine.item;

/**
 * How a value is laid out in bytes, in memory and in the journal. Numbers are little-endian; nested values carry their length. Each value has
 * one form, so that equal values of one type have equal bytes ({@link ValueCodec} says how).
 *
 * <pre>
 * value      tag u8 | payload
 * attributes count i32 | { name length u16 | name | value length i32 | value } … , by the bytes of the name, each name once
 * </pre>
 */
public final class ValueTag {
    /** No payload. */
    public static final int NULL = 0;
    /** u8, 0 or 1. */
    public static final int BOOL = 1;
    /** i64. */
    public static final int INT64 = 2;
    /** f64. */
    public static final int FLOAT64 = 3;
    /** {@link DecimalBytes}, to the end; never a number that {@link #INT64} can be. */
    public static final int DECIMAL = 4;
    /** UTF-8, to the end. */
    public static final int TEXT = 5;
    /** Bytes, to the end. */
    public static final int BYTES = 6;
    /** i64 seconds, i32 nanoseconds. */
    public static final int TIMESTAMP = 7;
    /** i32 count, then each: i32 length, value. */
    public static final int LIST = 8;
    /** Attributes. */
    public static final int MAP = 9;
    /** i32 count, then each: i32 length, UTF-8; by the bytes, each once. */
    public static final int TEXT_SET = 10;
    /** i32 count, then each: i32 length, {@link DecimalBytes}; by the bytes, each once. */
    public static final int DECIMAL_SET = 11;
    /** i32 count, then each: i32 length, bytes; by the bytes, each once. */
    public static final int BYTES_SET = 12;
    /** i64 each, to the end. */
    public static final int INT64_ARRAY = 13;
    /** f64 each, to the end. */
    public static final int FLOAT64_ARRAY = 14;

    private ValueTag() {}
}
