package io.vireo.engine.expression;

import io.vireo.engine.item.ValueTag;
import io.vireo.engine.item.ValueView;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The types that DynamoDB has. Values that it has not are shown as the type that its clients read them as: a timestamp is text, an array of
 * numbers is bytes.
 */
public enum DynamoType {
    /** Text. */
    S("STRING"),
    /** A number. */
    N("NUMBER"),
    /** Bytes. */
    B("BINARY"),
    /** Null. */
    NULL("NULL"),
    /** A truth value. */
    BOOL("BOOLEAN"),
    /** A set of texts. */
    SS("STRING_SET"),
    /** A set of numbers. */
    NS("NUMBER_SET"),
    /** A set of byte strings. */
    BS("BINARY_SET"),
    /** A list. */
    L("LIST"),
    /** A map. */
    M("MAP");

    final String longName;
    private final MemorySegment bytes = MemorySegment.ofArray(name().getBytes(StandardCharsets.US_ASCII));

    DynamoType(String longName) {
        this.longName = longName;
    }

    /** The type of a value, of which there is one. */
    public static DynamoType of(ValueView value) {
        return switch (value.tag()) {
            case ValueTag.NULL -> NULL;
            case ValueTag.BOOL -> BOOL;
            case ValueTag.INT64, ValueTag.FLOAT64, ValueTag.DECIMAL -> N;
            case ValueTag.TEXT, ValueTag.TIMESTAMP -> S;
            case ValueTag.BYTES, ValueTag.INT64_ARRAY, ValueTag.FLOAT64_ARRAY -> B;
            case ValueTag.LIST -> L;
            case ValueTag.MAP -> M;
            case ValueTag.TEXT_SET -> SS;
            case ValueTag.DECIMAL_SET -> NS;
            case ValueTag.BYTES_SET -> BS;
            default -> throw new IllegalArgumentException("tag=" + value.tag());
        };
    }

    /** The type of this name, or null. */
    static @Nullable DynamoType named(ValueView text) {
        for (DynamoType type : values()) {
            if (type.isNamedBy(text)) {
                return type;
            }
        }
        return null;
    }

    /** Whether values of the type have an order. */
    boolean isOrdered() {
        return this == S || this == N || this == B;
    }

    boolean isNamedBy(ValueView text) {
        long length = bytes.byteSize();
        return text.tag() == ValueTag.TEXT
                && text.length() == length
                && MemorySegment.mismatch(bytes, 0, length, text.buffer(), text.offset(), text.offset() + length) == -1;
    }
}
