package io.vireo.engine.table;

import io.vireo.engine.Limits;
import io.vireo.engine.expression.KeyCondition;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The paths of an index's entries: next to each other for one partition key, in the order of their sort keys, then of the names of their rows.
 *
 * <pre>
 *   entries of the index | partition key '.' name of the row
 *   entries of the index | partition key '.' sort key 0x01 0x01 name of the row        keys as {@link io.vireo.channel.table.KeyText} writes them; the partition key of a
 *                                                                                      local index is the sharding key of its rows, as it is
 * </pre>
 *
 * <p>What is up to the dot places an entry, as it does a row. Unchangeable.
 */
public final class IndexEntryPaths {
    private final Key table;
    private final IndexDefinition index;
    private final byte[] prefix;

    /** Of an index of a table. */
    public IndexEntryPaths(Key table, IndexDefinition index) {
        this.table = table;
        this.index = index;
        this.prefix = IndexPaths.entries(table, index);
    }

    /** Says of which index. */
    public IndexDefinition index() {
        return index;
    }

    /** The table. */
    public Key table() {
        return table;
    }

    /** Whether a name is that of a row: it has to have one before its first dot. */
    public static boolean isRow(byte[] name) {
        return name.length > 0 && name[0] != '.';
    }

    /**
     * The key of a row's entry; null: the row is not in the index, for it has not the attributes of its key, or they are of other types.
     *
     * @throws EntryTooLongException it would be longer than a path can be
     */
    public @Nullable Key entry(byte[] name, Attributes row) throws EntryTooLongException {
        KeyAttribute partition = index.partition();
        KeyAttribute sort = index.sort();
        ByteWriter path = new ByteWriter(prefix.length + name.length + 64);
        path.bytes(prefix);
        if (partition == null) {
            int dot = 0;
            while (dot < name.length && name[dot] != '.') {
                dot++;
            }
            path.bytes(name, 0, dot);
        } else if (!append(partition, row, path)) {
            return null;
        }
        path.u8('.');
        if (sort != null) {
            if (!append(sort, row, path)) {
                return null;
            }
            path.bytes(KeyCodec.END);
        }
        path.bytes(name);
        if (path.length() > Limits.PATH_LENGTH) {
            throw new EntryTooLongException();
        }
        return Key.of(table.container(), path.copyFrom(0));
    }

    /** What the entry of a row holds. */
    public Attributes project(Attributes row, RowStamp stamp) {
        Attributes.Draft entry =
                index.projection() == IndexDefinition.Projection.ALL ? row.edit() : new Attributes.Draft();
        if (index.projection() != IndexDefinition.Projection.ALL) {
            copy(index.partition(), row, entry);
            copy(index.sort(), row, entry);
            index.names().forEach(name -> copy(name, row, entry));
        }
        stamp.addTo(entry);
        return entry.build();
    }

    private static void copy(@Nullable KeyAttribute attribute, Attributes row, Attributes.Draft entry) {
        if (attribute != null) {
            copy(attribute.name(), row, entry);
        }
    }

    private static void copy(String name, Attributes row, Attributes.Draft entry) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        @Nullable ByteReader value = row.find(bytes);
        if (value != null) {
            entry.put(bytes, value.bytes(value.remaining()));
        }
    }

    private static boolean append(KeyAttribute attribute, Attributes row, ByteWriter path) {
        @Nullable Value value = row.get(attribute.name());
        if (value == null || !isKey(attribute.type(), value)) {
            return false;
        }
        try {
            KeyCodec.encode(value, path);
            return true;
        } catch (InvalidRequestException e) {
            return false; // a double that no exact number is: no key at all
        }
    }

    private static boolean isKey(KeyType type, Value value) {
        return switch (value) {
            case Value.Text(String text) -> type == KeyType.S && !text.isEmpty();
            case Value.Bytes(byte[] bytes) -> type == KeyType.B && bytes.length > 0;
            case Value.Int64 _, Value.Decimal _ -> type == KeyType.N;
            case Value.Float64(double number) -> type == KeyType.N && Double.isFinite(number);
            default -> false;
        };
    }

    /** The row that an entry is of. */
    public Key row(Key entry) {
        byte[] path = entry.path();
        int at = prefix.length;
        while (path[at] != '.') {
            at++;
        }
        at++;
        if (index.sort() != null) {
            while (path[at] != KeyCodec.END[0] || path[at + 1] != KeyCodec.END[1]) {
                at++;
            }
            at += KeyCodec.END.length;
        }
        return Key.of(
                table.container(),
                IndexPaths.join(table.path(), new byte[] {'/'}, Arrays.copyOfRange(path, at, path.length)));
    }

    /** All entries. */
    public KeyRange all() {
        byte[] end = prefix.clone();
        end[end.length - 1]++; // '0', the byte after '/'
        return new KeyRange(prefix, end);
    }

    /**
     * The entries that a query asks for.
     *
     * @throws InvalidRequestException a value is not one of a key's, or not of its type
     */
    public KeyRange range(KeyCondition condition) {
        ByteWriter path = new ByteWriter(prefix.length + 64);
        path.bytes(prefix);
        partition(condition.partition(), path);
        path.u8('.');
        byte[] base = path.copyFrom(0);
        byte[] end = base.clone();
        end[end.length - 1]++; // '/', the byte after '.'
        if (index.sort() == null && condition.sort() != KeyCondition.Sort.ALL) {
            throw new InvalidRequestException("index has no sort key: field=range index=" + index.name());
        }
        List<byte[]> bounds = new ArrayList<>();
        for (Value operand : condition.operands()) {
            bounds.add(bound(base, Objects.requireNonNull(index.sort()), operand, condition.sort()));
        }
        return switch (condition.sort()) {
            case ALL -> new KeyRange(base, end);
            case EQUAL -> new KeyRange(before(bounds.getFirst()), after(bounds.getFirst()));
            case LESS -> new KeyRange(base, before(bounds.getFirst()));
            case LESS_OR_EQUAL -> new KeyRange(base, after(bounds.getFirst()));
            case GREATER -> new KeyRange(after(bounds.getFirst()), end);
            case GREATER_OR_EQUAL -> new KeyRange(before(bounds.getFirst()), end);
            case BETWEEN -> new KeyRange(before(bounds.getFirst()), after(bounds.getLast()));
            case STARTS -> {
                byte[] next = bounds.getFirst().clone();
                next[next.length - 1]++; // it is UTF-8: the last byte is not the greatest
                yield new KeyRange(bounds.getFirst(), next);
            }
        };
    }

    private void partition(Value value, ByteWriter path) {
        KeyAttribute attribute = index.partition();
        if (attribute != null) {
            require(attribute, value, "partition");
            KeyCodec.encode(value, path);
            return;
        }
        byte[] key = value instanceof Value.Text(String text) ? text.getBytes(StandardCharsets.UTF_8) : new byte[0];
        boolean isSharding = isRow(key);
        for (byte each : key) {
            isSharding &= each != '.' && each != '/' && each != 0;
        }
        if (!isSharding) {
            throw new InvalidRequestException(
                    "value is not a sharding key, which is a text without '.' and '/': field=partition");
        }
        path.bytes(key);
    }

    private static byte[] bound(byte[] base, KeyAttribute sort, Value operand, KeyCondition.Sort condition) {
        boolean isPrefix = condition == KeyCondition.Sort.STARTS;
        if (isPrefix && sort.type() == KeyType.N) {
            throw new InvalidRequestException("a number starts with nothing: field=range");
        }
        require(sort, operand, "operands");
        ByteWriter path = new ByteWriter(base.length + 64);
        path.bytes(base);
        KeyCodec.encode(operand, path);
        return path.copyFrom(0);
    }

    private static void require(KeyAttribute attribute, Value value, String field) {
        if (!isKey(attribute.type(), value)) {
            throw new InvalidRequestException("value is empty, or not of the type of the index's key: field=" + field
                    + " attribute=" + attribute.name() + " type=" + attribute.type().longName);
        }
    }

    private static byte[] before(byte[] bound) {
        return IndexPaths.join(bound, KeyCodec.END);
    }

    private static byte[] after(byte[] bound) {
        return IndexPaths.join(bound, KeyCodec.AFTER_END);
    }

    /** Where a page ends, as the next one takes it. */
    public byte[] marker(Key entry) {
        return entry.path(prefix.length, entry.pathLength());
    }

    /** The bytes of the path that a {@link #marker} is of. */
    public byte[] ofMarker(byte[] marker) {
        if (marker.length > Limits.PATH_LENGTH) {
            throw new InvalidRequestException(
                    "marker is too long: field=marker length=" + marker.length + " limit=" + Limits.PATH_LENGTH);
        }
        return IndexPaths.join(prefix, marker);
    }

    /** The keys of a row are so long that there is no room for them in a path. */
    public static final class EntryTooLongException extends Exception {
        private static final long serialVersionUID = 1;

        private EntryTooLongException() {
            super("keys of a row are too long for an entry of its index", null, false, false);
        }
    }
}
