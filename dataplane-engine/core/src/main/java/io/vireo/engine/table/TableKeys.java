package io.vireo.engine.table;

import io.vireo.channel.table.KeyText;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.DynamoType;
import io.vireo.engine.expression.KeyCondition;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.PathRules;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The paths of a table's rows.
 *
 * <pre>
 *   table path '/' partition key                      without a sort key
 *   table path '/' partition key '.' sort key         with one; each as {@link KeyText} writes it, which never is a '.'
 * </pre>
 *
 * <p>Everything up to the leftmost '.' of the last segment places an item, so the rows of one partition key are on one partition, next to each
 * other, in the order of their sort keys. Messages of refusals are those that DynamoDB's clients know. Unchangeable.
 */
public final class TableKeys {
    private static final String INVALID = "One or more parameter values were invalid: ";

    private final KeySchema schema;
    private final byte[] prefix;

    /** @param tablePath of the table's directory */
    public TableKeys(KeySchema schema, byte[] tablePath) {
        this.schema = schema;
        this.prefix = Arrays.copyOf(tablePath, tablePath.length + 1);
        prefix[tablePath.length] = '/';
    }

    /** The path of the row with this key; {@code sort} is null just when the table has no sort key. */
    public byte[] path(Value partition, @Nullable Value sort) {
        if ((sort == null) != (schema.sort() == null)) {
            throw new InvalidRequestException("The provided key element does not match the schema");
        }
        ByteWriter path = partition(partition);
        if (sort != null) {
            KeyAttribute attribute = Objects.requireNonNull(schema.sort());
            requireType(attribute, sort);
            requireNotEmpty(attribute, sort);
            requireSortLength(sort);
            path.u8('.');
            KeyCodec.encode(sort, path);
        }
        byte[] bytes = path.copyFrom(0);
        PathRules.requireItem(bytes, "key");
        return bytes;
    }

    /** What the name of a row is up to its first dot. */
    public static Value.Text shardingKey(KeyAttribute partition, Value value) {
        requireType(partition, value);
        requireNotEmpty(partition, value);
        ByteWriter text = new ByteWriter(64);
        KeyCodec.encode(value, text);
        return new Value.Text(new String(text.copyFrom(0), StandardCharsets.UTF_8));
    }

    /** Prefix and partition key. */
    private ByteWriter partition(Value partition) {
        requireType(schema.partition(), partition);
        requireNotEmpty(schema.partition(), partition);
        if (length(partition) > Limits.PARTITION_KEY_LENGTH) {
            throw new InvalidRequestException(INVALID + "Size of hashkey has exceeded the maximum size limit of"
                    + Limits.PARTITION_KEY_LENGTH + " bytes");
        }
        ByteWriter path = new ByteWriter(prefix.length + 64);
        path.bytes(prefix);
        KeyCodec.encode(partition, path);
        return path;
    }

    /**
     * The key of the row at a path: the partition key, and the sort key if the table has one.
     *
     * @throws InvalidRequestException it is not the path of a row of this table
     */
    public List<Value> key(byte[] path) {
        int start = prefix.length;
        KeyAttribute sort = schema.sort();
        boolean isBelow = path.length > start && Arrays.equals(path, 0, start, prefix, 0, start);
        int dot;
        try {
            dot = KeyText.endOfPartition(isBelow ? path : new byte[0], start, sort != null);
        } catch (IllegalArgumentException malformed) {
            throw new InvalidRequestException(malformed.getMessage() + ": field=path");
        }
        Value partition = KeyCodec.decode(schema.partition().type(), path, start, dot);
        return sort == null
                ? List.of(partition)
                : List.of(partition, KeyCodec.decode(sort.type(), path, dot + 1, path.length));
    }

    /**
     * The paths that a query asks for.
     *
     * @throws InvalidRequestException a value is not of its key's type, or longer than a key can be
     */
    public KeyRange range(KeyCondition condition) {
        ByteWriter path = partition(condition.partition());
        KeyAttribute sort = schema.sort();
        if (sort == null) {
            if (condition.sort() != KeyCondition.Sort.ALL) {
                throw new InvalidRequestException("Query key condition not supported");
            }
            byte[] only = path.copyFrom(0);
            return new KeyRange(only, after(only));
        }
        path.u8('.');
        byte[] base = path.copyFrom(0);
        byte[] end = base.clone();
        end[end.length - 1]++; // '/', the byte after '.'
        List<byte[]> bounds = condition.operands().stream()
                .map(each -> bound(base, sort, each))
                .toList();
        return switch (condition.sort()) {
            case ALL -> new KeyRange(base, end);
            case EQUAL -> new KeyRange(bounds.getFirst(), after(bounds.getFirst()));
            case LESS -> new KeyRange(base, bounds.getFirst());
            case LESS_OR_EQUAL -> new KeyRange(base, after(bounds.getFirst()));
            case GREATER -> new KeyRange(after(bounds.getFirst()), end);
            case GREATER_OR_EQUAL -> new KeyRange(bounds.getFirst(), end);
            case BETWEEN -> new KeyRange(bounds.getFirst(), after(bounds.getLast()));
            case STARTS -> {
                if (sort.type() == KeyType.N) {
                    throw typeMismatch();
                }
                yield new KeyRange(bounds.getFirst(), afterAll(bounds.getFirst()));
            }
        };
    }

    private byte[] bound(byte[] base, KeyAttribute sort, Value operand) {
        if (!isOfType(sort.type(), operand)) {
            throw typeMismatch();
        }
        requireSortLength(operand);
        ByteWriter path = new ByteWriter(base.length + 64);
        path.bytes(base);
        KeyCodec.encode(operand, path);
        return path.copyFrom(0);
    }

    /** The least bytes that are more than these. No path has a zero byte, so none lies between. */
    private static byte[] after(byte[] path) {
        return Arrays.copyOf(path, path.length + 1);
    }

    /** The least bytes that are more than all that start with these, of which the last byte is not the greatest: it is UTF-8. */
    private static byte[] afterAll(byte[] start) {
        byte[] next = start.clone();
        next[next.length - 1]++;
        return next;
    }

    private static InvalidRequestException typeMismatch() {
        return new InvalidRequestException(INVALID + "Condition parameter type does not match schema type");
    }

    private static void requireType(KeyAttribute attribute, Value value) {
        if (!isOfType(attribute.type(), value)) {
            throw new InvalidRequestException(INVALID + "Type mismatch for key " + attribute.name() + " expected: "
                    + attribute.type() + " actual: " + DynamoType.of(ValueView.of(value)));
        }
    }

    private static boolean isOfType(KeyType type, Value value) {
        return switch (type) {
            case S -> value instanceof Value.Text;
            case B -> value instanceof Value.Bytes;
            case N ->
                value instanceof Value.Int64
                        || value instanceof Value.Decimal
                        || (value instanceof Value.Float64(double number) && Double.isFinite(number));
        };
    }

    private static void requireNotEmpty(KeyAttribute attribute, Value value) {
        if (length(value) == 0) {
            throw new InvalidRequestException(
                    "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an"
                            + " empty " + attribute.type().longName + " value. Key: " + attribute.name());
        }
    }

    private static void requireSortLength(Value sort) {
        if (length(sort) > Limits.SORT_KEY_LENGTH) {
            throw new InvalidRequestException(
                    INVALID + "Aggregated size of all range keys has exceeded the size limit of "
                            + Limits.SORT_KEY_LENGTH + " bytes");
        }
    }

    /** Bytes of text and bytes; a number is never empty and never long. */
    private static int length(Value key) {
        return switch (key) {
            case Value.Text(String text) -> text.getBytes(StandardCharsets.UTF_8).length;
            case Value.Bytes(byte[] bytes) -> bytes.length;
            default -> 1;
        };
    }
}
