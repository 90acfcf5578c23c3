package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestReadReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestSeekReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.Condition;
import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each reading request gives. It is asked only for what is committed. Threads: the reactor alone. */
public final class Reads {
    /** Of a record in a message, beside its bytes: struct and padding. */
    private static final int RECORD_OVERHEAD = 64;

    private final ItemReader items;
    private final PartitionSet partitions;
    private final StreamDirectory streams;
    private final Writes writes;
    private final RequestExpressions expressions;
    private final EpochClock clock;
    private final List<Needed> needed = new ArrayList<>();

    /** Works on these parts of a reactor. */
    public Reads(
            ItemReader items,
            PartitionSet partitions,
            StreamDirectory streams,
            Writes writes,
            ExpressionCache expressions,
            EpochClock clock) {
        this.items = items;
        this.partitions = partitions;
        this.streams = streams;
        this.writes = writes;
        this.expressions = new RequestExpressions(expressions);
        this.clock = clock;
    }

    /** What a get shows of an item, all of whose expressions are right. */
    public Selection getSelection(RequestReader request) {
        expressions.of(request).condition();
        Selection selection = expressions.selection();
        expressions.requireAllUsed();
        return selection;
    }

    /** Why an item must not be shown: it is not there, has another version, or the condition does not hold; null when it may be. */
    public @Nullable Outcome getRefusal(RequestReader request, Key key, @Nullable Item item) {
        Condition condition = expressions.of(request).condition();
        if (item == null) {
            return Outcome.refused(Status.NOT_FOUND, "there is no item: item=" + key);
        }
        @Nullable Outcome versionRefusal = Writes.versionRefusal(request, item);
        if (versionRefusal != null) {
            return versionRefusal;
        }
        return condition.holds(ItemScope.of(key, item)) ? null : Writes.conditionFailed();
    }

    /** Records that the last request needs and that are not in memory: its answer is none then. */
    public List<Needed> needed() {
        return needed;
    }

    /** A page of a listing; null when there is no such directory, of which {@link #listRefusal} says why, or when records are {@link #needed}. */
    public @Nullable Listing list(RequestReader request) {
        needed.clear();
        ListRequest list = ListRequest.of(request, expressions);
        Lister lister = new Lister(partitions, items, list, clock.nowNs());
        Listing listing = lister.list();
        for (MergeCursor.Place missing : lister.missing()) {
            needed.add(new Needed("item=" + missing.key(), missing.at()));
        }
        boolean isEmpty = listing.count() == 0 && listing.nextMarker().length == 0;
        boolean isAnswer = needed.isEmpty() && (!isEmpty || Lister.isThere(partitions, list.directory()));
        return isAnswer ? listing : null;
    }

    /** Why a directory cannot be listed. */
    public Outcome listRefusal(RequestReader request) {
        Key directory = Key.of(request.container(), request.pathBytes().toByteArray());
        @Nullable ItemKind kind = partitions.committedKind(directory);
        return kind == null
                ? Outcome.refused(Status.NOT_FOUND, "there is no directory: item=" + directory)
                : Outcome.refused(Status.WRONG_KIND, "item is not a directory: item=" + directory + " kind=" + kind);
    }

    /** Why a shard cannot be read; null when it can. */
    public @Nullable Outcome shardRefusal(Key key) {
        return writes.shardRefusal(key, partitions.committedKind(key));
    }

    /** The location that a seek finds in a shard which {@link #shardRefusal} admits; of no meaning when records are {@link #needed}. */
    public long seek(RequestReader request, Key key) {
        needed.clear();
        RequestSeekReader seek = request.seek();
        ShardBlocks blocks = blocks(key);
        long first = firstRetained(key, blocks);
        long next = blocks.lastSequence() + 1;
        return switch (seek.kind()) {
            case EARLIEST -> first;
            case LATEST -> next;
            case SEQUENCE -> requireLocation(seek.sequence(), first, next, "sequence");
            case TIME -> Math.max(first, firstSince(key, blocks, seek.timeNs()));
            case UNRECOGNIZED -> throw new InvalidRequestException("place is not known to this engine: field=kind");
        };
    }

    /** The first record that arrived at a time or after it: the index knows the time about, the blocks of its unit know it exactly. */
    private long firstSince(Key key, ShardBlocks blocks, long timeNs) {
        long unit = IndexKeys.timeUnit(timeNs);
        Store.@Nullable Found block = blocks.since(unit);
        while (block != null && block.entry().version() == unit) {
            if (!items.isThere(block.entry())) {
                needed.add(new Needed("item=" + key, block.entry()));
                return 0;
            }
            if (items.block(block.entry()).arrivalNs() >= timeNs) {
                break;
            }
            block = blocks.after(block);
        }
        return blocks.firstSequence(block);
    }

    /**
     * Records of a shard which {@link #shardRefusal} admits; null when others are {@link #needed}.
     *
     * @param lengthMax of the records in bytes, about; one is given whatever its length
     */
    public @Nullable RecordPage read(RequestReader request, Key key, int lengthMax) {
        needed.clear();
        RequestReadReader read = request.read();
        if (read.limit() < 1 || read.limit() > Limits.READ_COUNT) {
            throw new InvalidRequestException(
                    "limit is out of range: field=limit value=" + read.limit() + " limit=" + Limits.READ_COUNT);
        }
        ShardBlocks blocks = blocks(key);
        long end = blocks.lastSequence() + 1;
        long from = requireLocation(read.location(), firstRetained(key, blocks), end, "location");
        requireBlocks(key, blocks, from, (int) read.limit(), lengthMax);
        if (!needed.isEmpty()) {
            return null;
        }
        List<RecordPage.Record> records = new ArrayList<>();
        long next = takeRecords(blocks, from, (int) read.limit(), lengthMax, records);
        long behindNs = next < end ? Math.max(0, clock.nowNs() - blocks.lastArrivalNs()) : 0;
        return new RecordPage(records, next, end - next, behindNs);
    }

    private void requireBlocks(Key key, ShardBlocks blocks, long from, int limit, int lengthMax) {
        Store.@Nullable Found block = blocks.holding(from);
        long count = 0;
        long length = 0;
        while (block != null && count < limit && length < lengthMax && needed.size() < Limits.PAGE_FETCH_COUNT) {
            if (!items.isThere(block.entry())) {
                needed.add(new Needed("item=" + key, block.entry()));
            }
            count = IndexKeys.lastSequence(block.key()) - from + 1;
            length += block.entry().length();
            block = blocks.after(block);
        }
    }

    private long takeRecords(ShardBlocks blocks, long from, int limit, int lengthMax, List<RecordPage.Record> records) {
        long next = from;
        int length = 0;
        Store.@Nullable Found found = blocks.holding(from);
        while (found != null && items.isThere(found.entry())) {
            Entry block = items.block(found.entry());
            byte[] bytes = Arrays.copyOfRange(block.bytes(), block.recordsOffset(), block.start() + block.length());
            ByteReader reader = new ByteReader(bytes);
            for (long sequence = blocks.firstSequence(found); reader.remaining() > 0; sequence++) {
                RecordPage.Record record = record(reader, bytes, sequence, block.arrivalNs());
                int recordLength = record.dataLength() + record.clientInfoLength() + record.partitionKeyLength();
                if (sequence < from) {
                    continue;
                }
                if (!records.isEmpty() && (records.size() == limit || length + recordLength > lengthMax)) {
                    return next;
                }
                records.add(record);
                length += recordLength + RECORD_OVERHEAD;
                next = sequence + 1;
            }
            found = blocks.after(found);
        }
        return next;
    }

    private static RecordPage.Record record(ByteReader reader, byte[] block, long sequence, long arrivalNs) {
        int data = reader.length();
        int clientInfo = reader.length();
        int partitionKey = reader.length();
        int start = reader.skip(data + clientInfo + partitionKey);
        return new RecordPage.Record(sequence, arrivalNs, block, start, data, clientInfo, partitionKey);
    }

    private ShardBlocks blocks(Key key) {
        @Nullable Partition owner = partitions.ownerOf(key);
        return new ShardBlocks(owner, owner == null ? null : owner.committed(key));
    }

    private long firstRetained(Key key, ShardBlocks blocks) {
        @Nullable Item stream = streams.find(key.parent());
        long retentionNs = stream == null ? 0 : stream.retentionNs();
        return blocks.firstSequence(
                retentionNs == 0 ? blocks.holding(0) : blocks.since(IndexKeys.timeUnit(clock.nowNs() - retentionNs)));
    }

    private static long requireLocation(long location, long first, long next, String field) {
        if (location > 0 && location < first) {
            throw new TrimmedLocationException(
                    first,
                    "records from this location on are not kept any more: field=" + field + " value=" + location
                            + " first=" + first + " next=" + next);
        }
        if (location < first || location > next) {
            throw new InvalidRequestException("location is not in the shard: field=" + field + " value="
                    + Long.toUnsignedString(location) + " first=" + first + " next=" + next);
        }
        return location;
    }
}
