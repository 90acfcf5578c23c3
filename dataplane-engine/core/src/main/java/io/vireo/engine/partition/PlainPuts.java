package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestPutReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.AttributesBuilder;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.KeyView;
import io.vireo.engine.item.ValueDecoder;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.store.Records;
import org.jspecify.annotations.Nullable;

/**
 * Puts of attributes and nothing else, where there is no item, or one of attributes and nothing else: most there are. Does what {@link ItemWrites} does, without making an
 * object. What it is not sure of, what is wrong among it, it leaves to that one, having changed nothing. Threads: the reactor alone. Allocates nothing.
 */
final class PlainPuts {
    private final Journal journal;
    private final EpochClock clock;
    private final ValueDecoder decoder = new ValueDecoder();
    private final AttributesBuilder attributes = new AttributesBuilder();
    private final ByteReader encoded = new ByteReader();
    private final ByteReader entries = new ByteReader();
    private final ItemView before;
    private final ItemView after;

    PlainPuts(Journal journal, Records records, EpochClock clock) {
        this.journal = journal;
        this.clock = clock;
        this.before = new ItemView(records);
        this.after = new ItemView(records);
    }

    /**
     * Executes a put.
     *
     * @param mayBeNew whether there may be one item more
     * @return what the item is now, valid until the next call; null: it is not for us, or the journal has no room, and the caller takes back what was applied
     */
    @Nullable ItemView put(RequestReader request, KeyView key, Partition partition, boolean mayBeNew) {
        RequestPutReader put = request.put();
        if (!isPlain(request, put) || key.isOwn()) {
            return null;
        }
        boolean isThere = before.find(partition, key);
        boolean isOurs = isThere
                ? Partition.isPlainItem(before.at()) && before.moveToFound(key)
                : mayBeNew && !key.isNumbered() && key.isPathSound(); // a number may be a shard's name
        if (!isOurs) {
            return null;
        }
        long version = isThere ? before.version() : 0;
        long expected = request.expectedVersion();
        attributes.clear();
        if ((expected != 0 && expected != version) || !decoder.decode(put.attributes(), attributes)) {
            return null;
        }
        if (isThere && put.mode() == RequestPutMode.MERGE) {
            attributes.putAbsent(before.entry().attributes(encoded));
        }
        return attributes.isWithinLimits() && journal.begin(partition.index())
                ? write(key, partition, isThere, version + 1)
                : null;
    }

    private static boolean isPlain(RequestReader request, RequestPutReader put) {
        RequestPutMode mode = put.mode();
        return (mode == RequestPutMode.REPLACE || mode == RequestPutMode.MERGE)
                && put.kind() == ItemKind.ITEM
                && put.body() == RequestPutBodySource.NONE
                && put.posixMode() == 0
                && !put.setOwner()
                && !put.setExpiry()
                && request.conditionBytes().length() == 0
                && request.token().length() == 0
                && !request.hasExpressions();
    }

    private @Nullable ItemView write(KeyView key, Partition partition, boolean isThere, long version) {
        ByteWriter metadata = journal.metadata();
        long location = journal.metadataLocation();
        Entry old = before.entry();
        long timeNs = partition.nextTimeNs(clock.nowNs());
        int start = EntryCodec.beginPut(metadata, key.bytes(), key.length());
        EntryCodec.state(
                metadata,
                ItemKind.ITEM,
                version,
                isThere ? old.createdNs() : timeNs,
                timeNs,
                isThere ? old.inode() : partition.nextInode(),
                isThere ? old.mode() : Item.FILE_MODE,
                isThere ? old.uid() : 0,
                isThere ? old.gid() : 0);
        EntryCodec.before(metadata, isThere ? before.at() : null);
        metadata.i32(attributes.length());
        attributes.writeTo(metadata);
        EntryCodec.endPutWithoutBody(metadata, start);
        partition.apply(entries.wrap(metadata.array(), 0, metadata.length()), location);
        after.moveTo(metadata.array(), 0, metadata.length(), location);
        return journal.end() ? after : null;
    }
}
