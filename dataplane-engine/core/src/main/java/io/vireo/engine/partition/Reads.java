package io.vireo.engine.partition;

import io.vireo.channel.message.RequestReadReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestSeekReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.Condition;
import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.CorruptBodyException;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.stream.Shard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What each reading request gives. It is asked only for what is committed. Threads: the reactor alone. */
public final class Reads {
    /** Of a record in a message, beside its bytes: struct and padding. */
    private static final int RECORD_OVERHEAD = 64;

    private final Bodies bodies;
    private final PartitionSet partitions;
    private final StreamDirectory streams;
    private final Writes writes;
    private final ExpressionCache expressions;
    private final EpochClock clock;

    /** Works on these parts of a reactor. */
    public Reads(
            Bodies bodies,
            PartitionSet partitions,
            StreamDirectory streams,
            Writes writes,
            ExpressionCache expressions,
            EpochClock clock) {
        this.bodies = bodies;
        this.partitions = partitions;
        this.streams = streams;
        this.writes = writes;
        this.expressions = expressions;
        this.clock = clock;
    }

    /** Why an item must not be shown: it is not there, has another version, or the condition does not hold; null when it may be. */
    public @Nullable Outcome getRefusal(RequestReader request, Key key, @Nullable Item item) {
        Condition condition = expressions.condition(request.conditionBytes().toByteArray(), "condition");
        if (item == null) {
            return Outcome.refused(Status.NOT_FOUND, "there is no item: item=" + key);
        }
        @Nullable Outcome versionRefusal = Writes.versionRefusal(request, item);
        if (versionRefusal != null) {
            return versionRefusal;
        }
        return condition.holds(ItemScope.of(key, item)) ? null : Writes.conditionFailed();
    }

    /** A page of a listing; null when there is no such directory: {@link #listRefusal} says why. */
    public @Nullable Listing list(RequestReader request) {
        ListRequest list = ListRequest.of(request, expressions);
        Listing listing = new Lister(partitions, list).list();
        boolean isEmpty = listing.entries().isEmpty() && listing.nextMarker().length == 0;
        return isEmpty && !Lister.isThere(partitions, list.directory(), partitions.committed(list.directory()))
                ? null
                : listing;
    }

    /** Why a directory cannot be listed. */
    public Outcome listRefusal(RequestReader request) {
        Key directory = Key.of(request.container(), request.pathBytes().toByteArray());
        @Nullable Item item = partitions.committed(directory);
        return item == null
                ? Outcome.refused(Status.NOT_FOUND, "there is no directory: item=" + directory)
                : Outcome.refused(
                        Status.WRONG_KIND, "item is not a directory: item=" + directory + " kind=" + item.kind());
    }

    /** Why a shard cannot be read; null when it can. */
    public @Nullable Outcome shardRefusal(Key key) {
        return writes.shardRefusal(key, partitions.find(key));
    }

    /** The location that a seek finds in a shard which {@link #shardRefusal} admits. */
    public long seek(RequestReader request, Key key) {
        RequestSeekReader seek = request.seek();
        Shard shard = shard(key);
        int firstBlock = firstRetained(key, shard);
        long first = shard.firstSequence(firstBlock);
        long next = shard.lastSequence() + 1;
        return switch (seek.kind()) {
            case EARLIEST -> first;
            case LATEST -> next;
            case SEQUENCE -> requireLocation(seek.sequence(), first, next, "sequence");
            case TIME -> shard.firstSequence(Math.max(firstBlock, shard.firstSince(seek.timeNs())));
            case UNRECOGNIZED -> throw new InvalidRequestException("place is not known to this engine: field=kind");
        };
    }

    /**
     * Records of a shard which {@link #shardRefusal} admits.
     *
     * @param lengthMax of the records in bytes, about; one is given whatever its length
     */
    public RecordPage read(RequestReader request, Key key, int lengthMax) throws CorruptBodyException {
        RequestReadReader read = request.read();
        if (read.limit() < 1 || read.limit() > Limits.READ_COUNT) {
            throw new InvalidRequestException(
                    "limit is out of range: field=limit value=" + read.limit() + " limit=" + Limits.READ_COUNT);
        }
        Shard shard = shard(key);
        long first = shard.firstSequence(firstRetained(key, shard));
        long end = shard.lastSequence() + 1;
        long next = requireLocation(read.location(), first, end, "location");
        List<RecordPage.Record> records = new ArrayList<>();
        int length = 0;
        while (next < end && records.size() < read.limit() && length < lengthMax) {
            int block = shard.blockOf(next);
            byte[] bytes = bodies.readBlock(key, shard.location(block), shard.length(block), shard.checksum(block));
            ByteReader reader = new ByteReader(bytes);
            long blockEnd = shard.firstSequence(block + 1);
            for (long sequence = shard.firstSequence(block); sequence < blockEnd; sequence++) {
                RecordPage.Record record = record(reader, bytes, sequence, shard.arrivalNs(block));
                int recordLength = record.dataLength() + record.clientInfoLength() + record.partitionKeyLength();
                boolean fits =
                        records.isEmpty() || (length + recordLength <= lengthMax && records.size() < read.limit());
                if (sequence >= next && !fits) {
                    length = lengthMax;
                    break;
                }
                if (sequence >= next) {
                    records.add(record);
                    length += recordLength + RECORD_OVERHEAD;
                    next = sequence + 1;
                }
            }
        }
        long behindNs = next < end ? Math.max(0, clock.nowNs() - shard.arrivalNs(shard.blockCount() - 1)) : 0;
        return new RecordPage(records, next, end - next, behindNs);
    }

    private static RecordPage.Record record(ByteReader reader, byte[] block, long sequence, long arrivalNs) {
        int data = reader.length();
        int clientInfo = reader.length();
        int partitionKey = reader.length();
        int start = reader.skip(data + clientInfo + partitionKey);
        return new RecordPage.Record(sequence, arrivalNs, block, start, data, clientInfo, partitionKey);
    }

    private Shard shard(Key key) {
        @Nullable Item item = partitions.find(key);
        return item == null || item.shard() == null ? new Shard() : item.shard();
    }

    private int firstRetained(Key key, Shard shard) {
        @Nullable Item stream = streams.find(key.parent());
        long retentionNs = stream == null ? 0 : stream.retentionNs();
        return retentionNs == 0 ? 0 : shard.firstSince(clock.nowNs() - retentionNs);
    }

    private static long requireLocation(long location, long first, long next, String field) {
        if (location < first || location > next) {
            throw new InvalidRequestException("location is not in the shard: field=" + field + " value="
                    + Long.toUnsignedString(location) + " first=" + first + " next=" + next);
        }
        return location;
    }
}
