package io.vireo.engine.maintenance;

import io.vireo.engine.checkpoint.CheckpointEncoder;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.partition.PartitionState;
import io.vireo.engine.store.SegmentHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a checkpoint holds beside the indexes, as items of its sections.
 *
 * <pre>
 * section 2, of each partition   last time i64 | last inode i64 | orphan count i32 | { inode i64 } …
 * section 3, of the reactor      { segment i32 | bytes in use i64 } …
 * section 4, of the reactor      { segment i32 | time of its last change i64 | newest segment with a change of something in it, or -1, i32 } …
 * </pre>
 */
public final class CheckpointState {
    /** How much of a segment is in use. */
    @FunctionalInterface
    public interface UseVisitor {
        /** @param bytes of the segment that are in use */
        void use(int segment, long bytes);
    }

    static final int SECTION_PARTITION = 2;

    /** Of what is in use of each segment. */
    public static final int SECTION_USE = 3;

    static final int SECTION_HISTORY = 4;

    private static final int USE_LENGTH = 12;
    private static final int HISTORY_LENGTH = 16;

    private CheckpointState() {}

    static byte[] partition(PartitionState state) {
        ByteWriter writer = new ByteWriter(64);
        writer.i64(state.lastTimeNs());
        writer.i64(state.lastInode());
        writer.i32(state.orphans().size());
        state.orphans().forEach(writer::i64);
        return writer.copyFrom(0);
    }

    static PartitionState partition(int partition, byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        long lastTimeNs = reader.i64();
        long lastInode = reader.i64();
        int count = reader.length();
        List<Long> orphans = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            orphans.add(reader.i64());
        }
        return new PartitionState(partition, lastTimeNs, lastInode, orphans);
    }

    /** Hands over what an item of {@link #SECTION_USE} holds. */
    public static void use(byte[] bytes, UseVisitor visitor) {
        ByteReader reader = new ByteReader(bytes);
        while (reader.remaining() > 0) {
            visitor.use(reader.i32(), reader.i64());
        }
    }

    /** As many items as it takes. */
    static List<byte[]> use(Map<Integer, Long> liveBytes) {
        List<byte[]> items = new ArrayList<>();
        ByteWriter writer = new ByteWriter(1_024);
        liveBytes.forEach((segment, bytes) -> {
            if (writer.length() > CheckpointEncoder.ITEM_LENGTH_MAX - USE_LENGTH) {
                items.add(writer.copyFrom(0));
                writer.clear();
            }
            writer.i32(segment);
            writer.i64(bytes);
        });
        items.add(writer.copyFrom(0));
        return items;
    }

    /** As many items as it takes. */
    static List<byte[]> history(SegmentHistory history) {
        List<byte[]> items = new ArrayList<>();
        ByteWriter writer = new ByteWriter(1_024);
        history.all((segment, newestNs, namedBy) -> {
            if (writer.length() > CheckpointEncoder.ITEM_LENGTH_MAX - HISTORY_LENGTH) {
                items.add(writer.copyFrom(0));
                writer.clear();
            }
            writer.i32(segment);
            writer.i64(newestNs);
            writer.i32(namedBy);
        });
        items.add(writer.copyFrom(0));
        return items;
    }

    /** Adds to a history what an item holds of it. */
    static void restore(byte[] item, SegmentHistory history) {
        ByteReader reader = new ByteReader(item);
        while (reader.remaining() > 0) {
            int segment = reader.i32();
            history.written(segment, reader.i64());
            history.named(segment, reader.i32());
        }
    }
}
