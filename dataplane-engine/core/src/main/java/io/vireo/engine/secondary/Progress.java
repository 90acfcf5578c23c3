package io.vireo.engine.secondary;

import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import io.vireo.engine.journal.LogPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How far a reactor is with the entries of its rows.
 *
 * @param position up to which its log is in them
 * @param fillingId of the index that is being filled; 0: none
 * @param fillPartition that the filling is in
 * @param fillAfter the last key of it that is filled in; empty: none
 * @param unread rows that indexes lack, as {@link UnreadRows} writes them
 */
record Progress(LogPosition position, long fillingId, int fillPartition, byte[] fillAfter, byte[] unread) {
    private static final String POSITION = "position";
    private static final String FILLING = "filling";
    private static final String PARTITION = "fill_partition";
    private static final String AFTER = "fill_after";
    private static final String UNREAD = "unread";
    private static final int POSITION_LENGTH = 20;

    Attributes toAttributes() {
        ByteBuffer bytes = ByteBuffer.allocate(POSITION_LENGTH)
                .putInt(position.segment())
                .putInt(position.frame())
                .putInt(position.record())
                .putLong(position.sequence());
        Attributes.Draft draft = new Attributes.Draft();
        put(draft, POSITION, new Value.Bytes(bytes.array()));
        put(draft, FILLING, new Value.Int64(fillingId));
        put(draft, PARTITION, new Value.Int64(fillPartition));
        put(draft, AFTER, new Value.Bytes(fillAfter));
        if (unread.length > 0) {
            put(draft, UNREAD, new Value.Bytes(unread));
        }
        return draft.build();
    }

    private static void put(Attributes.Draft draft, String name, Value value) {
        draft.put(name.getBytes(StandardCharsets.UTF_8), ValueCodec.encode(value));
    }

    /** What an item says; null: it says nothing. */
    static @Nullable Progress of(Attributes attributes) {
        if (!(attributes.get(POSITION) instanceof Value.Bytes(byte[] bytes)) || bytes.length != POSITION_LENGTH) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        LogPosition position = new LogPosition(buffer.getInt(), buffer.getInt(), buffer.getInt(), buffer.getLong());
        return new Progress(
                position,
                attributes.get(FILLING) instanceof Value.Int64(long id) ? id : 0,
                attributes.get(PARTITION) instanceof Value.Int64(long partition) ? (int) partition : 0,
                attributes.get(AFTER) instanceof Value.Bytes(byte[] after) ? after : new byte[0],
                attributes.get(UNREAD) instanceof Value.Bytes(byte[] rows) ? rows : new byte[0]);
    }
}
