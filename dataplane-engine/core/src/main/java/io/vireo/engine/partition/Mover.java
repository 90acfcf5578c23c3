package io.vireo.engine.partition;

import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.SegmentWalk;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Store;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is live of old records into new ones: what compaction does to what it must not lose. A move changes where something is, and nothing else of it.
 * Where a method answers false the journal had no room: the caller takes back what was done, and asks again later. Threads: the reactor alone.
 */
public final class Mover {
    /**
     * An extent that is not in its item's own record.
     *
     * @param owner the item
     * @param location of its first byte
     */
    public record Foreign(Partition partition, Key owner, long location) {}

    private final Journal journal;
    private final Bodies bodies;
    private final Entry entry = new Entry();
    private final IndexEntry slot = new IndexEntry();
    private final ByteReader reader = new ByteReader();
    private String fault = "";

    /** Writes to a journal. */
    public Mover(Journal journal, Bodies bodies) {
        this.journal = journal;
        this.bodies = bodies;
    }

    /** What was damaged and therefore not moved; empty when nothing was. */
    public String fault() {
        return fault;
    }

    /** Moves what is live of the record that a walk is at. */
    public boolean move(Partition partition, SegmentWalk record) {
        fault = "";
        byte[] metadata = record.metadata();
        int offset = 0;
        while (offset < metadata.length) {
            entry.wrap(metadata, offset, metadata.length, record.metadataLocation() + offset);
            offset += entry.length();
            if (isLive(partition) && !moveEntry(partition, record)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the record that a walk is at says what something is now that a transaction will change, or not: it can be moved once that is decided. */
    public boolean isHeld(Partition partition, SegmentWalk record) {
        if (partition.intents().isEmpty()) {
            return false;
        }
        byte[] metadata = record.metadata();
        int offset = 0;
        while (offset < metadata.length) {
            entry.wrap(metadata, offset, metadata.length, record.metadataLocation() + offset);
            offset += entry.length();
            boolean isItem = entry.type() == EntryCodec.PUT || entry.type() == EntryCodec.MOVE;
            if (isItem && partition.intents().isLocked(Key.ofEncoded(entry.keyBytes())) && isLive(partition)) {
                return true;
            }
        }
        return false;
    }

    /** The same of the item of a foreign extent. */
    public boolean isHeld(Foreign foreign) {
        return foreign.partition().intents().isLocked(foreign.owner());
    }

    private boolean isLive(Partition partition) {
        byte[] key =
                switch (entry.type()) {
                    case EntryCodec.PUT, EntryCodec.MOVE -> entry.keyBytes();
                    case EntryCodec.BLOCK, EntryCodec.SHIFT ->
                        IndexKeys.block(entry.shardInode(), entry.lastSequence());
                    default -> new byte[0];
                };
        return key.length > 0 && partition.store().get(key, slot) && slot.location() == entry.location();
    }

    private boolean moveEntry(Partition partition, SegmentWalk record) {
        if (!journal.begin(partition.index())) {
            return false;
        }
        if (entry.type() == EntryCodec.BLOCK || entry.type() == EntryCodec.SHIFT) {
            int recordsLength = entry.start() + entry.length() - entry.recordsOffset();
            EntryCodec.block(
                    journal.metadata(),
                    EntryCodec.SHIFT,
                    entry.shardInode(),
                    entry.lastSequence(),
                    entry.arrivalNs(),
                    entry.recordCount(),
                    entry.bytes(),
                    entry.recordsOffset(),
                    recordsLength);
            return apply(partition);
        }
        Key key = Key.ofEncoded(entry.keyBytes());
        Item item = entry.item();
        List<Extent> released = new ArrayList<>();
        List<Extent> extents = new ArrayList<>();
        int moved = 0;
        for (Extent extent : item.body().extents()) {
            long inBody = extent.isHole() ? -1 : extent.location() - record.bodyLocation();
            if (inBody < 0 || inBody >= record.bodyLength()) {
                extents.add(extent);
                continue;
            }
            int position = record.bodyPosition() + (int) inBody;
            if (!isSound(key, extent, record.window(), position)) {
                extents.add(extent);
                continue;
            }
            if (!journal.appendBody(record.window(), position, extent.length())) {
                return false;
            }
            released.add(extent);
            extents.add(new Extent(journal.bodyLocation() + moved, extent.length(), extent.checksums()));
            moved += extent.length();
        }
        return put(partition, key, item, extents, released);
    }

    private boolean isSound(Key key, Extent extent, MemorySegment bytes, long position) {
        for (int i = 0; i < extent.checksums().length; i++) {
            int start = i * Limits.BODY_BLOCK_LENGTH;
            int length = Math.min(Limits.BODY_BLOCK_LENGTH, extent.length() - start);
            @Nullable String damage = bodies.fault(
                    key, extent.location() + start, bytes, position + start, length, extent.checksums()[i]);
            if (damage != null) {
                fault = damage;
                return false;
            }
        }
        return true;
    }

    private boolean put(Partition partition, Key key, Item item, List<Extent> extents, List<Extent> released) {
        Body body = new Body(item.body().length(), item.body().checksum(), List.copyOf(extents));
        Item moved = new Item(
                item.kind(),
                item.version(),
                item.createdNs(),
                item.modifiedNs(),
                item.inode(),
                item.mode(),
                item.uid(),
                item.gid(),
                item.shardCount(),
                item.retentionSeconds(),
                item.lastSequence(),
                item.expiresNs(),
                item.attributes(),
                body);
        EntryCodec.put(
                journal.metadata(),
                EntryCodec.MOVE,
                key,
                moved,
                null,
                journal.bodyLocation(),
                EntryCodec.KEPT,
                new Released(released, 0),
                journal.metadataLocation());
        return apply(partition);
    }

    private boolean apply(Partition partition) {
        ByteWriter metadata = journal.metadata();
        partition.apply(reader.wrap(metadata.array(), 0, metadata.length()), journal.metadataLocation());
        return journal.end();
    }

    /** An extent in a segment that is not in its item's own record; null when there is none in this partition at or after this place. */
    public @Nullable Foreign foreignIn(Partition partition, int segment, long fromLocation) {
        Store.@Nullable Found found = partition.store().atOrAfter(IndexKeys.extent(fromLocation, new byte[0]));
        return found != null && IndexKeys.isExtentIn(found.key(), segment)
                ? new Foreign(partition, IndexKeys.owner(found.key()), IndexKeys.location(found.key()))
                : null;
    }

    /** What the item of a foreign extent says of it, its record being in memory; null when it has none such, or is damaged: see {@link #fault}. */
    public @Nullable Extent extent(Foreign foreign) {
        fault = "";
        @Nullable Item item = null;
        try {
            item = foreign.partition().find(foreign.owner());
        } catch (CorruptRecordException e) {
            fault = String.valueOf(e.getMessage());
        }
        if (item != null) {
            for (Extent extent : item.body().extents()) {
                if (extent.location() == foreign.location()) {
                    return extent;
                }
            }
        }
        return null;
    }

    /** Moves a foreign extent, whose bytes are here. */
    public boolean move(Foreign foreign, Extent extent, MemorySegment bytes) {
        fault = "";
        Partition partition = foreign.partition();
        @Nullable Item item = partition.find(foreign.owner());
        if (item == null || !isSound(foreign.owner(), extent, bytes, 0)) {
            return true;
        }
        if (!journal.begin(partition.index()) || !journal.appendBody(bytes, 0, extent.length())) {
            return false;
        }
        List<Extent> extents = new ArrayList<>();
        for (Extent each : item.body().extents()) {
            extents.add(
                    each.location() == extent.location()
                            ? new Extent(journal.bodyLocation(), extent.length(), extent.checksums())
                            : each);
        }
        return put(partition, foreign.owner(), item, extents, List.of(extent));
    }

    /** Lets go of some blocks of a shard that was deleted. */
    public boolean dropOrphan(Partition partition) {
        long inode = partition.orphans().iterator().next();
        if (!journal.begin(partition.index())) {
            return false;
        }
        long through = ShardBlocks.droppable(partition.store(), inode, Long.MAX_VALUE, 0, Long.MAX_VALUE);
        EntryCodec.drop(journal.metadata(), inode, through);
        return apply(partition);
    }

    /** Whether a partition's record is in memory that says what a foreign extent is. */
    public boolean isThere(Foreign foreign) {
        return foreign.partition().isInMemory(foreign.owner());
    }
}
