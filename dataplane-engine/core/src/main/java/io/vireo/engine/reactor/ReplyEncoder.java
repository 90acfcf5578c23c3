package io.vireo.engine.reactor;

import io.vireo.channel.capnp.MessageTooLongException;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.EntryWriter;
import io.vireo.channel.message.ItemStateWriter;
import io.vireo.channel.message.RecordWriter;
import io.vireo.channel.message.ReplyListingWriter;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.ReplyRecordsWriter;
import io.vireo.channel.message.ReplyWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.KeyView;
import io.vireo.engine.partition.Batch;
import io.vireo.engine.partition.ItemView;
import io.vireo.engine.partition.Listing;
import io.vireo.engine.partition.Outcome;
import io.vireo.engine.partition.RecordPage;
import io.vireo.engine.partition.Selection;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds replies in memory of the engine's own, whose length grows to the longest reply that was asked for. Threads: the reactor alone. */
final class ReplyEncoder {
    /** Longer than any reply can be: attributes and their names are limited, and a page is cut. */
    private static final int LENGTH_LIMIT = 64 << 20;

    /** What the marker at the end of a page may take. */
    private static final int MARKER_ROOM = Limits.PATH_LENGTH + 16;

    private static final int MESSAGE_TEXT_LIMIT = 1_000;

    /** Of the correlation id in a reply that {@link ReplyWriter} made: behind the table of segments and the pointer to the root. */
    private static final int CORRELATION_ID_OFFSET = 16;

    private static final ValueLayout.OfLong CORRELATION_ID =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final ReplyWriter reply = new ReplyWriter();
    private MemorySegment buffer = MemorySegment.NULL;
    private Arena memory = Arena.ofAuto();
    private int length;

    ReplyEncoder(int initialCapacity) {
        buffer = memory.allocate(initialCapacity, 8);
    }

    /** Holds the last reply that was built. */
    MemorySegment buffer() {
        return buffer;
    }

    /** Of the last reply that was built, in bytes. */
    int length() {
        return length;
    }

    /** Builds a reply of any length. */
    void build(long correlationId, Consumer<ReplyWriter> content) {
        while (true) {
            try {
                reply.wrap(buffer, 0, buffer.byteSize()).correlationId(correlationId);
                content.accept(reply);
                length = reply.finish();
                return;
            } catch (MessageTooLongException e) {
                grow(e);
            }
        }
    }

    /** Builds a reply that tells of an item. Allocates nothing once the buffer is as long as it gets. */
    void buildItem(long correlationId, KeyView key, ItemView item, RequestProjection projection) {
        while (true) {
            try {
                reply.wrap(buffer, 0, buffer.byteSize()).correlationId(correlationId);
                item.write(reply.initItem(), key, projection);
                length = reply.finish();
                return;
            } catch (MessageTooLongException e) {
                grow(e);
            }
        }
    }

    private void grow(MessageTooLongException cause) {
        if (buffer.byteSize() >= LENGTH_LIMIT) {
            throw cause;
        }
        memory = Arena.ofAuto();
        buffer = memory.allocate(Math.min(LENGTH_LIMIT, buffer.byteSize() * 4), 8);
    }

    static void refuse(ReplyWriter target, Status status, String message) {
        String text = message.length() <= MESSAGE_TEXT_LIMIT ? message : message.substring(0, MESSAGE_TEXT_LIMIT);
        target.status(status).message(text).setNone();
    }

    static void outcome(ReplyWriter target, Outcome outcome) {
        Key key = outcome.key();
        Item item = outcome.item();
        if (!outcome.isDone()) {
            refuse(target, outcome.status(), outcome.message());
        } else if (outcome.recordCount() > 0) {
            target.initAppended().firstSequence(outcome.firstSequence()).count(outcome.recordCount());
        } else if (key == null || item == null) {
            target.setNone();
        } else {
            entry(target.initItem(), key, item, Selection.NONE, false);
        }
    }

    static void batch(ReplyWriter target, Batch batch, boolean withParts) {
        if (batch.failedIndex() >= 0) {
            Outcome failed = batch.outcomes().get(batch.failedIndex());
            target.status(failed.status()).message(failed.message());
        }
        // Of a batch that was not done nothing was: so only the reason is told, at the index of the request that it is
        // about.
        int count = batch.failedIndex() >= 0
                ? batch.failedIndex() + 1
                : batch.outcomes().size();
        var group = target.initBatch();
        group.failedIndex(batch.failedIndex());
        if (!withParts) {
            return;
        }
        StructListWriter<ReplyWriter> replies = group.initReplies(count);
        for (int i = 0; i < count; i++) {
            if (batch.failedIndex() < 0 || i == batch.failedIndex()) {
                outcome(replies.get(i), batch.outcomes().get(i));
            }
        }
    }

    static void entry(EntryWriter target, Key key, Item item, Selection selection, boolean isPrefix) {
        byte[] path = key.path();
        target.path(MemorySegment.ofArray(path), 0, path.length).prefix(isPrefix);
        state(target.initState(), item);
        selection.write(key, item, target);
    }

    private static void state(ItemStateWriter target, Item item) {
        target.kind(item.kind())
                .version(item.version())
                .bodyLength(item.body().length())
                .bodyCrc32c(Integer.toUnsignedLong(item.body().checksum()))
                .createdNs(item.createdNs())
                .modifiedNs(item.modifiedNs())
                .inode(item.inode())
                .mode(item.mode())
                .uid(item.uid())
                .gid(item.gid())
                .lastSequence(item.lastSequence())
                .shardCount(item.shardCount())
                .retentionSeconds(item.retentionSeconds())
                .attributeCount(item.attributes().userCount())
                .expiresNs(item.expiresNs());
    }

    /**
     * Builds a page of a listing, cut where the reply would pass a length.
     *
     * @return false when not even one entry fits: {@link #length} then says what that needs
     */
    boolean buildListing(long correlationId, Listing listing, int lengthMax) {
        while (true) {
            try {
                reply.wrap(buffer, 0, buffer.byteSize()).correlationId(correlationId);
                listing(listing, lengthMax);
                length = reply.finish();
                return length <= lengthMax;
            } catch (MessageTooLongException e) {
                grow(e);
            }
        }
    }

    private void listing(Listing listing, int lengthMax) {
        List<Listing.Entry> entries = listing.entries();
        ReplyListingWriter group = reply.initListing();
        StructListWriter<EntryWriter> list = group.initEntries(entries.size());
        int count = 0;
        int lengthBefore = reply.messageLength();
        while (count < entries.size()) {
            // The two entries of a name that is an item and a prefix stay together: a page that starts between them
            // cannot be asked for.
            int next = isPair(entries, count) ? count + 2 : count + 1;
            if (!append(entries, count, next, list, listing.selection(), lengthMax)) {
                list.truncate(count);
                reply.rewindMessage(lengthBefore);
                break;
            }
            count = next;
            lengthBefore = reply.messageLength();
        }
        byte[] marker = count == entries.size()
                ? listing.nextMarker()
                : entries.get(count - 1).key().path();
        group.nextMarker(MemorySegment.ofArray(marker), 0, marker.length);
    }

    /** Whether there was room; the first entry of a page is appended whatever its length. */
    private boolean append(
            List<Listing.Entry> entries,
            int from,
            int to,
            StructListWriter<EntryWriter> list,
            Selection selection,
            int lengthMax) {
        try {
            for (int i = from; i < to; i++) {
                Listing.Entry entry = entries.get(i);
                entry(list.get(i), entry.key(), entry.item(), selection, entry.isPrefix());
            }
        } catch (MessageTooLongException e) {
            if (from == 0) {
                throw e;
            }
            return false;
        }
        return from == 0 || reply.messageLength() + MARKER_ROOM <= lengthMax;
    }

    private static boolean isPair(List<Listing.Entry> entries, int index) {
        return index + 1 < entries.size()
                && entries.get(index).key().equals(entries.get(index + 1).key());
    }

    static void records(ReplyWriter target, RecordPage page) {
        ReplyRecordsWriter group = target.initRecords();
        group.nextLocation(page.nextLocation())
                .behindRecords(page.behindRecords())
                .behindMs(page.behindNs() / 1_000_000);
        StructListWriter<RecordWriter> list = group.initPage(page.records().size());
        for (int i = 0; i < list.count(); i++) {
            RecordPage.Record record = page.records().get(i);
            MemorySegment block = MemorySegment.ofArray(record.block());
            int clientInfo = record.dataOffset() + record.dataLength();
            RecordWriter writer = list.get(i).sequence(record.sequence()).arrivalNs(record.arrivalNs());
            writer.data(block, record.dataOffset(), record.dataLength());
            if (record.clientInfoLength() > 0) {
                writer.clientInfo(block, clientInfo, record.clientInfoLength());
            }
            if (record.partitionKeyLength() > 0) {
                writer.partitionKey(block, clientInfo + record.clientInfoLength(), record.partitionKeyLength());
            }
        }
    }

    static void pinned(ReplyWriter target, Key key, Item item, Selection selection, long handle) {
        var group = target.initPinned();
        group.handle(handle);
        entry(group.initPinnedEntry(), key, item, selection, false);
    }

    /** What a short reply says of the whole one in the arena. */
    void buildInArena(long correlationId, int wholeLength) {
        build(correlationId, target -> target.bodyLength(wholeLength).setNone());
    }

    /** A reply that was given before, to another request. */
    void buildAgain(long correlationId, byte[] before) {
        if (buffer.byteSize() < before.length) {
            memory = Arena.ofAuto();
            buffer = memory.allocate(before.length, 8);
        }
        MemorySegment.copy(before, 0, buffer, ValueLayout.JAVA_BYTE, 0, before.length);
        buffer.set(CORRELATION_ID, CORRELATION_ID_OFFSET, correlationId);
        length = before.length;
        assert new ReplyReader().wrap(buffer, 0, length).correlationId() == correlationId;
    }

    /** A copy of the last reply that was built. */
    byte[] copy() {
        return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    void buildRefusal(long correlationId, Status status, @Nullable String message) {
        build(correlationId, target -> refuse(target, status, message == null ? "" : message));
    }
}
