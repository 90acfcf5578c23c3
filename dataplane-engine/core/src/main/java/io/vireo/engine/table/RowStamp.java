package io.vireo.engine.table;

import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which version of its row an entry of an index is of: an attribute of the entry, 16 bytes, big-endian.
 *
 * @param timeNs when the row was changed; of one row strictly later for each change
 * @param version of the row
 */
public record RowStamp(long timeNs, long version) {
    /** Of an entry that has none: it is older than any. */
    public static final RowStamp NONE = new RowStamp(Long.MIN_VALUE, 0);

    private static final String NAME = "__index_row";
    private static final byte[] NAME_BYTES = NAME.getBytes(StandardCharsets.UTF_8);

    /** Of an entry with these attributes. */
    public static RowStamp of(Attributes entry) {
        @Nullable Value value = entry.get(NAME);
        if (value instanceof Value.Bytes(byte[] bytes) && bytes.length == 2 * Long.BYTES) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new RowStamp(buffer.getLong(), buffer.getLong());
        }
        return NONE;
    }

    /** Adds it to what an entry will have. */
    void addTo(Attributes.Draft entry) {
        ByteBuffer value = ByteBuffer.allocate(2 * Long.BYTES).putLong(timeNs).putLong(version);
        entry.put(NAME_BYTES, ValueCodec.encode(new Value.Bytes(value.array())));
    }

    /** What an entry holds of its row, without this. */
    public static Attributes strip(Attributes entry) {
        Attributes.Draft draft = entry.edit();
        draft.remove(NAME_BYTES);
        return draft.build();
    }

    /** Whether two entries of one row hold the same of it, of whatever versions they are. */
    public static boolean isAlike(Attributes first, Attributes second) {
        return first.length() == second.length()
                && Arrays.equals(strip(first).encoded(), strip(second).encoded());
    }
}
