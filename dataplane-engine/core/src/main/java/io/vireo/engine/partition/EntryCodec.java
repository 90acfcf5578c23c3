package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.stream.Shard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a journal record: what a change did, not what was asked for, so that applying one needs no clock and no expression.
 *
 * <pre>
 * record    entry …, to the end of the metadata
 * entry     type u8 | container i64 | path length u16 | path | by type:
 *   PUT     state | attributes length i32 | attributes | body length i64 | body checksum i32 | extent count i32 | extent …
 *   DELETE  time i64
 *   APPEND  state | record count i32 | distance i64 | length i32 | checksum i32
 * state     kind u8 | version i64 | created i64 | modified i64 | inode i64 | mode i32 | uid i32 | gid i32
 *           | shard count i32 | retention seconds i32
 * extent    place u8: 0 this record's body, 1 the log | distance or location i64 | length i32 | block checksums i32 …
 * distance  bytes from there to the start of this record's metadata, which follows its body
 * </pre>
 */
final class EntryCodec {
    static final int PUT = 1;
    static final int DELETE = 2;
    static final int APPEND = 3;

    private static final int IN_RECORD = 0;
    private static final int IN_LOG = 1;

    private EntryCodec() {}

    /**
     * @param bodyLocation where the record's own body starts: extents from there on are written relative to its metadata
     * @param metadataLocation where the record's metadata starts
     */
    static void put(ByteWriter target, Key key, Item item, long bodyLocation, long metadataLocation) {
        key(target, PUT, key);
        state(target, item);
        target.i32(item.attributes().length());
        target.bytes(item.attributes().encoded());
        target.i64(item.body().length());
        target.i32(item.body().checksum());
        target.i32(item.body().extents().size());
        for (Extent extent : item.body().extents()) {
            boolean isInRecord = extent.location() >= bodyLocation;
            target.u8(isInRecord ? IN_RECORD : IN_LOG);
            target.i64(isInRecord ? metadataLocation - extent.location() : extent.location());
            target.i32(extent.length());
            for (int checksum : extent.checksums()) {
                target.i32(checksum);
            }
        }
    }

    static void delete(ByteWriter target, Key key, long timeNs) {
        key(target, DELETE, key);
        target.i64(timeNs);
    }

    static void append(ByteWriter target, Key key, Item shard, int count, long distance, int length, int checksum) {
        key(target, APPEND, key);
        state(target, shard);
        target.i32(count);
        target.i64(distance);
        target.i32(length);
        target.i32(checksum);
    }

    static Key key(ByteReader source) {
        long container = source.i64();
        return Key.of(container, source.bytes(source.u16()));
    }

    /** What a PUT made of the item. */
    static Item item(ByteReader source, long metadataLocation, @Nullable Shard shard) {
        Item state = state(source, shard);
        Attributes attributes = Attributes.ofEncoded(source.bytes(source.length()));
        return new Item(
                state.kind(),
                state.version(),
                state.createdNs(),
                state.modifiedNs(),
                state.inode(),
                state.mode(),
                state.uid(),
                state.gid(),
                state.shardCount(),
                state.retentionSeconds(),
                attributes,
                body(source, metadataLocation),
                shard);
    }

    /** An item without attributes and body. */
    static Item state(ByteReader source, @Nullable Shard shard) {
        ItemKind kind = ItemKind.of(source.u8());
        if (kind == ItemKind.UNRECOGNIZED) {
            throw new IllegalStateException("item has an unknown kind");
        }
        return new Item(
                kind,
                source.i64(),
                source.i64(),
                source.i64(),
                source.i64(),
                source.i32(),
                source.i32(),
                source.i32(),
                source.i32(),
                source.i32(),
                Attributes.EMPTY,
                Body.EMPTY,
                shard);
    }

    private static Body body(ByteReader source, long metadataLocation) {
        long length = source.i64();
        int checksum = source.i32();
        int count = source.length();
        List<Extent> extents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean isInRecord = source.u8() == IN_RECORD;
            long place = source.i64();
            int extentLength = source.i32();
            int[] checksums = new int[Extent.blockCount(extentLength)];
            for (int block = 0; block < checksums.length; block++) {
                checksums[block] = source.i32();
            }
            extents.add(new Extent(isInRecord ? metadataLocation - place : place, extentLength, checksums));
        }
        return count == 0 ? Body.EMPTY : new Body(length, checksum, List.copyOf(extents));
    }

    private static void key(ByteWriter target, int type, Key key) {
        target.u8(type);
        target.i64(key.container());
        byte[] path = key.path();
        target.u16(path.length);
        target.bytes(path);
    }

    private static void state(ByteWriter target, Item item) {
        target.u8(item.kind().number());
        target.i64(item.version());
        target.i64(item.createdNs());
        target.i64(item.modifiedNs());
        target.i64(item.inode());
        target.i32(item.mode());
        target.i32(item.uid());
        target.i32(item.gid());
        target.i32(item.shardCount());
        target.i32(item.retentionSeconds());
    }
}
