package io.vireo.engine.partition;

import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Records;
import java.util.Arrays;

/** Makes items of their records, which are in memory. Threads: the reactor alone. */
public final class ItemReader {
    private final Records records;
    private final Entry entry = new Entry();

    /** Takes records from here. */
    public ItemReader(Records records) {
        this.records = records;
    }

    Records records() {
        return records;
    }

    /** Whether a record is in memory. */
    public boolean isThere(IndexEntry at) {
        return records.isThere(at);
    }

    /** The item whose record is here.
     *
     * @throws CorruptRecordException it is not this item's, or damaged
     */
    Item item(Key key, IndexEntry at) {
        wrap(at);
        if (!entry.isOf(key) || entry.version() != at.version()) {
            throw new CorruptRecordException("stored record is another one's: item=" + key + " " + at);
        }
        return entry.item();
    }

    /** The block whose record is here; valid until the next call. */
    Entry block(IndexEntry at) {
        return wrap(at);
    }

    /** A part of a block of a body, all of which is in memory; it has a place like that of a record. */
    byte[] bytes(IndexEntry block, int from, int to) {
        ByteReader bytes = records.find(block);
        return Arrays.copyOfRange(bytes.array(), bytes.offset() + from, bytes.offset() + to);
    }

    private Entry wrap(IndexEntry at) {
        ByteReader bytes = records.find(at);
        int offset = bytes.offset();
        return entry.wrap(bytes.array(), offset, offset + bytes.remaining(), at.location());
    }
}
