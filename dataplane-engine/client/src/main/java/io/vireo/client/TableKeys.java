package io.vireo.client;

import io.vireo.channel.table.KeyText;
import io.vireo.client.ListRange.KeyAttribute;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a table's rows, for who serves an API whose rows have keys: {@code table/partition.sort}, so that the rows of one partition key are with one partition of the engine, in the order of their
 * sort keys, and {@link ListRange.Keys} finds them. How a key is written: {@link KeyText}. Threads: any.
 */
public final class TableKeys {
    private final byte[] table;
    private final KeyAttribute partition;
    private final @Nullable KeyAttribute sort;

    /**
     * Of a table.
     *
     * @param table path of its directory
     * @param sort null: each partition key has one row
     */
    public TableKeys(String table, KeyAttribute partition, @Nullable KeyAttribute sort) {
        this.table = table.getBytes(StandardCharsets.UTF_8);
        this.partition = partition;
        this.sort = sort;
    }

    /**
     * The path of the row with these attributes, of which those of its key are looked at.
     *
     * @throws EngineException {@link EngineStatus#INVALID}: one is missing, empty, of another type, or a number that no key can be; the message names it
     */
    public String path(Map<String, AttributeValue> row) {
        byte[] sortText = sort == null ? null : text(sort, row.get(sort.name()));
        return new String(
                KeyText.path(table, text(partition, row.get(partition.name())), sortText), StandardCharsets.UTF_8);
    }

    private static byte[] text(KeyAttribute attribute, @Nullable AttributeValue value) {
        if (value == null) {
            throw invalid(attribute, "is missing");
        }
        byte[] text;
        try {
            text = switch (attribute.type()) {
                case TEXT ->
                    value instanceof AttributeValue.Text(String content)
                            ? KeyText.ofText(content.getBytes(StandardCharsets.UTF_8))
                            : null;
                case BYTES -> value instanceof AttributeValue.Bytes(byte[] content) ? KeyText.ofBytes(content) : null;
                case NUMBER -> number(value);
            };
        } catch (ArithmeticException | IllegalArgumentException notExact) {
            throw invalid(attribute, "is no number that a key can be");
        }
        if (text == null) {
            throw invalid(attribute, "is of another type: expected=" + attribute.type());
        }
        if (text.length == 0) {
            throw invalid(attribute, "is empty");
        }
        return text;
    }

    private static byte @Nullable [] number(AttributeValue value) {
        return switch (value) {
            case AttributeValue.Int64(long number) -> KeyText.ofNumber(BigDecimal.valueOf(number));
            case AttributeValue.Float64(double number) -> KeyText.ofNumber(BigDecimal.valueOf(number));
            case AttributeValue.Decimal(String digits) -> KeyText.ofNumber(new BigDecimal(digits));
            default -> null;
        };
    }

    private static EngineException invalid(KeyAttribute attribute, String why) {
        return new EngineException(EngineStatus.INVALID, "key " + why + ": field=" + attribute.name());
    }

    /**
     * The attributes of the key of the row at a path.
     *
     * @throws EngineException {@link EngineStatus#INVALID}: no row of this table has that path
     */
    public SequencedMap<String, AttributeValue> key(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        int start = table.length + 1;
        boolean isBelow = bytes.length > start
                && bytes[table.length] == '/'
                && Arrays.equals(bytes, 0, table.length, table, 0, table.length);
        try {
            int end = KeyText.endOfPartition(isBelow ? bytes : new byte[0], start, sort != null);
            SequencedMap<String, AttributeValue> key = new LinkedHashMap<>();
            key.put(partition.name(), value(partition, bytes, start, end));
            if (sort != null) {
                key.put(sort.name(), value(sort, bytes, end + 1, bytes.length));
            }
            return key;
        } catch (IllegalArgumentException malformed) {
            throw new EngineException(EngineStatus.INVALID, malformed.getMessage() + ": field=path");
        }
    }

    private static AttributeValue value(KeyAttribute attribute, byte[] path, int from, int to) {
        return switch (attribute.type()) {
            case TEXT -> new AttributeValue.Text(new String(KeyText.toText(path, from, to), StandardCharsets.UTF_8));
            case BYTES -> new AttributeValue.Bytes(KeyText.toBytes(path, from, to));
            case NUMBER -> {
                BigDecimal number = KeyText.toNumber(path, from, to);
                yield number.scale() <= 0 && number.precision() - number.scale() < 19
                        ? new AttributeValue.Int64(number.longValueExact())
                        : new AttributeValue.Decimal(number.toString());
            }
        };
    }
}
