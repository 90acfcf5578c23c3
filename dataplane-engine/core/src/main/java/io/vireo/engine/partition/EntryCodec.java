package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entries of a journal record: what a change did, not what was asked for, so that applying one needs no clock and no expression, and reading one
 * needs nothing but its bytes and where they are. {@link Entry} reads them.
 *
 * <pre>
 * record    entry …, to the end of the metadata
 * entry     length i32, of all of it | type u8 | by type:
 *   PUT     key | state | before | attributes length i32 | attributes | body | released
 *   MOVE    as PUT: the same version of an item at another place
 *   DELETE  key | time i64 | inode i64, of a shard, whose blocks go with it; else 0 | before | released
 *   BLOCK   inode i64 | last sequence i64 | arrival i64 | record count i32 | records
 *   SHIFT   as BLOCK: the same records at another place
 *   DROP    inode i64 | last sequence i64: blocks of a shard up to it are let go
 *   FORGET  key | expires i64: no item of this key expires then, though the index says so
 *   INTENT  transaction | part i32 | entry …, to the end of this one: what they say is so once the transaction is decided
 *   APPLY   transaction | part i32 | time i64, of the first change behind it: the entries of this record are those of an intent
 *   ABORT   transaction | part i32: what an intent says is not so
 *   DECIDED transaction | reactor count i32 | { reactor i32 } …: that have an intent
 *   DONE    transaction: no reactor has an intent any more
 * transaction  coordinator i32 | number i64
 * key       length u16 | container i64, big-endian | path
 * state     kind u8 | version i64 | created i64 | modified i64 | inode i64 | mode i32 | uid i32 | gid i32
 *           | shard count i32 | retention seconds i32 | last sequence i64 | expires i64; 0: never
 * before    location i64 | length i32 | checksum i32: of the entry that this one takes the place of, for who wants to know what was there; zeros: there was
 *           none, or nobody wants to know: an append, a move
 * body      length i64 | checksum i32 | extent count i32 | { place u8 | distance or location i64 | length i32 | block checksum i32 … } …
 * place     0 own: distance in bytes, from there to the start of this entry, in the same record
 *           1 taken: location in the log of what was nobody's, or is released by this record   2 kept: location, which was this item's already
 *           3 hole: 0, and no checksums; its bytes are zeros that are nowhere
 * released  expires i64 of the version before; 0: as this one, or never | count i32 | { location i64 | length i32 } …: extents
 *           of the version before that this one has not
 * </pre>
 */
final class EntryCodec {
    static final int PUT = 1;
    static final int DELETE = 2;
    static final int BLOCK = 3;
    static final int MOVE = 4;
    static final int SHIFT = 5;
    static final int DROP = 6;
    static final int FORGET = 7;
    static final int INTENT = 8;
    static final int APPLY = 9;
    static final int ABORT = 10;
    static final int DECIDED = 11;
    static final int DONE = 12;

    static final int OWN = 0;
    static final int TAKEN = 1;
    static final int KEPT = 2;
    static final int HOLE = 3;

    private EntryCodec() {}

    /**
     * Writes what an item has become.
     *
     * @param type {@link #PUT} or {@link #MOVE}
     * @param before the entry that this one takes the place of; null: none, or it is not to be told
     * @param bodyLocation where the record's own body starts: extents from there on are its own
     * @param place of all other extents
     * @param entryLocation where this entry will be
     */
    static void put(
            ByteWriter target,
            int type,
            Key key,
            Item item,
            @Nullable IndexEntry before,
            long bodyLocation,
            int place,
            Released released,
            long entryLocation) {
        int start = begin(target, type);
        key(target, key);
        state(target, item);
        before(target, before);
        target.i32(item.attributes().length());
        target.bytes(item.attributes().encoded());
        target.i64(item.body().length());
        target.i32(item.body().checksum());
        target.i32(item.body().extents().size());
        for (Extent extent : item.body().extents()) {
            boolean isOwn = extent.location() >= bodyLocation;
            if (extent.isHole()) {
                target.u8(HOLE);
                target.i64(0);
            } else {
                target.u8(isOwn ? OWN : place);
                target.i64(isOwn ? entryLocation - extent.location() : extent.location());
            }
            target.i32(extent.length());
            for (int checksum : extent.checksums()) {
                target.i32(checksum);
            }
        }
        released(target, released);
        end(target, start);
    }

    /** Begins to write what an item has become; {@link #state}, {@link #before} and its attributes follow. Where it starts. */
    static int beginPut(ByteWriter target, byte[] key, int keyLength) {
        int start = begin(target, PUT);
        target.u16(keyLength);
        target.bytes(key, 0, keyLength);
        return start;
    }

    /** Writes the state of an item that is nothing but attributes. */
    static void state(
            ByteWriter target,
            ItemKind kind,
            long version,
            long createdNs,
            long modifiedNs,
            long inode,
            int mode,
            int uid,
            int gid) {
        target.u8(kind.number());
        target.i64(version);
        target.i64(createdNs);
        target.i64(modifiedNs);
        target.i64(inode);
        target.i32(mode);
        target.i32(uid);
        target.i32(gid);
        target.i32(0);
        target.i32(0);
        target.i64(0);
        target.i64(0);
    }

    /** Ends what {@link #beginPut} began, of an item that has no body, had none and does not expire. */
    static void endPutWithoutBody(ByteWriter target, int start) {
        target.i64(0);
        target.i32(0);
        target.i32(0);
        released(target, Released.NOTHING);
        end(target, start);
    }

    /**
     * Writes that an item is no more.
     *
     * @param shardInode of a shard, whose blocks go too; else 0
     * @param before the entry that is deleted
     */
    static void delete(
            ByteWriter target, Key key, long timeNs, long shardInode, @Nullable IndexEntry before, Released released) {
        int start = begin(target, DELETE);
        key(target, key);
        target.i64(timeNs);
        target.i64(shardInode);
        before(target, before);
        released(target, released);
        end(target, start);
    }

    /** @param type {@link #BLOCK} or {@link #SHIFT} */
    static void block(
            ByteWriter target,
            int type,
            long inode,
            long lastSequence,
            long arrivalNs,
            int recordCount,
            byte[] records,
            int offset,
            int length) {
        int start = begin(target, type);
        target.i64(inode);
        target.i64(lastSequence);
        target.i64(arrivalNs);
        target.i32(recordCount);
        target.bytes(records, offset, length);
        end(target, start);
    }

    static void forget(ByteWriter target, Key key, long expiresNs) {
        int start = begin(target, FORGET);
        key(target, key);
        target.i64(expiresNs);
        end(target, start);
    }

    static void drop(ByteWriter target, long inode, long lastSequence) {
        int start = begin(target, DROP);
        target.i64(inode);
        target.i64(lastSequence);
        end(target, start);
    }

    /** Begins an intent, which is all that follows until {@link #endIntent}. */
    static void beginIntent(ByteWriter target, TransactionId id, int part) {
        begin(target, INTENT);
        transaction(target, id);
        target.i32(part);
    }

    /** The record, whose first entry is an intent, is complete. */
    static void endIntent(ByteWriter target) {
        end(target, 0);
    }

    /** @param timeNs of the first change of the record */
    static void apply(ByteWriter target, TransactionId id, int part, long timeNs) {
        int start = begin(target, APPLY);
        transaction(target, id);
        target.i32(part);
        target.i64(timeNs);
        end(target, start);
    }

    /**
     * Writes an entry of an intent as one that has effect: its bytes lie in the intent's record, and it takes the place of what is there now.
     *
     * @param before what is there now; null: nothing, or it is not to be told
     */
    static void applied(ByteWriter target, Entry intended, @Nullable IndexEntry before) {
        int start = target.length();
        target.bytes(intended.bytes(), intended.start(), intended.length());
        if (intended.type() != PUT && intended.type() != DELETE) {
            return;
        }
        int shift = start - intended.start();
        int beforeOffset = intended.beforeOffset() + shift;
        target.i64At(beforeOffset, before == null ? 0 : before.location());
        target.i32At(beforeOffset + 8, before == null ? 0 : before.length());
        target.i32At(beforeOffset + 12, before == null ? 0 : before.checksum());
        if (intended.type() == PUT) {
            intended.ownExtents((offset, location) -> {
                target.array()[offset + shift] = TAKEN;
                target.i64At(offset + shift + 1, location);
            });
        }
    }

    static void abort(ByteWriter target, TransactionId id, int part) {
        int start = begin(target, ABORT);
        transaction(target, id);
        target.i32(part);
        end(target, start);
    }

    static void decided(ByteWriter target, TransactionId id, Collection<Integer> reactors) {
        int start = begin(target, DECIDED);
        transaction(target, id);
        target.i32(reactors.size());
        reactors.forEach(target::i32);
        end(target, start);
    }

    static void done(ByteWriter target, TransactionId id) {
        int start = begin(target, DONE);
        transaction(target, id);
        end(target, start);
    }

    private static void transaction(ByteWriter target, TransactionId id) {
        target.i32(id.coordinator());
        target.i64(id.number());
    }

    private static int begin(ByteWriter target, int type) {
        int start = target.length();
        target.i32(0);
        target.u8(type);
        return start;
    }

    private static void end(ByteWriter target, int start) {
        target.i32At(start, target.length() - start);
    }

    private static void key(ByteWriter target, Key key) {
        target.u16(key.length());
        target.bytes(key.encoded());
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
        target.i64(item.lastSequence());
        target.i64(item.expiresNs());
    }

    static void before(ByteWriter target, @Nullable IndexEntry before) {
        target.i64(before == null ? 0 : before.location());
        target.i32(before == null ? 0 : before.length());
        target.i32(before == null ? 0 : before.checksum());
    }

    private static void released(ByteWriter target, Released released) {
        target.i64(released.expiresNs());
        target.i32(released.extents().size());
        for (int i = 0; i < released.extents().size(); i++) {
            Extent extent = released.extents().get(i);
            target.i64(extent.location());
            target.i32(extent.length());
        }
    }
}
