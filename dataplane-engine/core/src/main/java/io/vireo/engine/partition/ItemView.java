package io.vireo.engine.partition;

import io.vireo.channel.message.EntryWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.KeyView;
import io.vireo.engine.item.ValueEncoder;
import io.vireo.engine.store.Records;
import org.jspecify.annotations.Nullable;

/**
 * An item as its record has it, to be written into a reply without making an object of it. Moved from one item to the next. Threads: the reactor alone. Allocates
 * nothing.
 */
public final class ItemView {
    private final Records records;
    private final Entry entry = new Entry();
    private final IndexEntry at = new IndexEntry();
    private final ByteReader attributes = new ByteReader();
    private final ByteReader value = new ByteReader();

    /** Takes records from here. */
    public ItemView(Records records) {
        this.records = records;
    }

    /**
     * Moves to what is durable under a key of which nothing else is under way; valid until another record is read.
     *
     * @return false when there is nothing, when its record is not in memory, or is not what it must be, and when it expires some day
     */
    public boolean moveToDurable(Partition partition, KeyView key) {
        return !partition.store().isDirty(key.bytes(), 0, key.length()) && moveToNewest(partition, key);
    }

    private boolean moveToNewest(Partition partition, KeyView key) {
        return find(partition, key) && !Partition.expires(at) && moveToFound(key);
    }

    /** Whether something is under a key now, durable or not. */
    boolean find(Partition partition, KeyView key) {
        return partition.store().get(key.bytes(), 0, key.length(), at);
    }

    /** Moves to what {@link #find} has found; false when its record is not in memory, or is not what it must be. */
    boolean moveToFound(KeyView key) {
        @Nullable ByteReader record = records.findIfThere(at);
        if (record == null) {
            return false;
        }
        int offset = record.offset();
        moveTo(record.array(), offset, offset + record.remaining(), at.location());
        return entry.isOf(key) && entry.version() == at.version();
    }

    /** Moves to an entry that has just been written. */
    void moveTo(byte[] bytes, int offset, int limit, long location) {
        entry.wrap(bytes, offset, limit, location);
    }

    Entry entry() {
        return entry;
    }

    /** Where it is, as the index has it. */
    IndexEntry at() {
        return at;
    }

    /** Of the item. */
    public long version() {
        return entry.version();
    }

    /** Writes it; all projections but that by name. */
    public void write(EntryWriter target, KeyView key, RequestProjection projection) {
        target.path(key.buffer(), key.pathOffset(), key.pathLength());
        entry.writeState(target.initState(), attributes);
        if (projection != RequestProjection.NONE) {
            ValueEncoder.all(entry.attributes(attributes), value, projection == RequestProjection.ALL, target);
        }
    }
}
