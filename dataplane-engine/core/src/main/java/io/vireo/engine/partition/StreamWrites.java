package io.vireo.engine.partition;

import io.vireo.channel.capnp.DataReader;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.NewRecordReader;
import io.vireo.channel.message.RequestCreateStreamReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.Utf8;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Making streams and appending to their shards. A null outcome: the journal had no room. Threads: the reactor alone.
 *
 * <pre>
 * records of a block   { data length i32 | client info length i32 | partition key length i32 | data | client info | partition key } …
 * </pre>
 */
final class StreamWrites {
    private final RecordBuilder record;
    private final PartitionSet partitions;
    private final StreamDirectory streams;
    private final ByteWriter records = new ByteWriter(4096);

    StreamWrites(RecordBuilder record, PartitionSet partitions, StreamDirectory streams) {
        this.record = record;
        this.partitions = partitions;
        this.streams = streams;
    }

    Outcome create(RequestReader request, Key key, @Nullable Item before, Partition partition) {
        RequestCreateStreamReader create = request.createStream();
        long shardCount = create.shardCount();
        if (shardCount < 1 || shardCount > Limits.SHARD_COUNT) {
            throw new InvalidRequestException("shard count is out of range: field=shardCount value=" + shardCount
                    + " limit=" + Limits.SHARD_COUNT);
        }
        @Nullable Outcome refusal = create.update() ? growRefusal(key, before, shardCount) : takenRefusal(key, before);
        if (refusal != null) {
            return refusal;
        }
        ItemDraft draft = new ItemDraft(before, ItemKind.STREAM);
        draft.shardCount = (int) shardCount;
        if (before == null || create.retentionSeconds() != 0) {
            draft.retentionSeconds = (int) Math.min(Integer.MAX_VALUE, create.retentionSeconds());
        }
        if (create.retentionBytes() != 0) {
            if (create.retentionBytes() < 0) {
                throw new InvalidRequestException("retention is out of range: field=retentionBytes value="
                        + Long.toUnsignedString(create.retentionBytes()) + " limit=" + Long.MAX_VALUE);
            }
            Attributes.Draft attributes = draft.attributes.edit();
            attributes.put(
                    Item.RETENTION_BYTES.getBytes(StandardCharsets.UTF_8),
                    ValueCodec.encode(new Value.Int64(create.retentionBytes())));
            draft.attributes = attributes.build();
        }
        return record.put(partition, key, draft);
    }

    private static @Nullable Outcome growRefusal(Key key, @Nullable Item before, long shardCount) {
        if (before == null) {
            return Outcome.refused(Status.NOT_FOUND, "there is no stream: item=" + key);
        }
        if (before.kind() != ItemKind.STREAM) {
            return notAStream(key, before.kind());
        }
        if (shardCount < before.shardCount()) {
            throw new InvalidRequestException("stream cannot have fewer shards: field=shardCount value=" + shardCount
                    + " current=" + before.shardCount());
        }
        return null;
    }

    private @Nullable Outcome takenRefusal(Key key, @Nullable Item before) {
        if (before != null) {
            return Outcome.refused(Status.EXISTS, "there is an item already: item=" + key + " kind=" + before.kind());
        }
        return partitions.hasChildren(key)
                ? Outcome.refused(Status.EXISTS, "there is a directory already: item=" + key)
                : null;
    }

    Outcome append(RequestReader request, Key key, @Nullable Item before, Partition partition) {
        @Nullable Outcome refusal = shardRefusal(key, before == null ? null : before.kind());
        if (refusal != null) {
            return refusal;
        }
        StructListReader<NewRecordReader> source = request.append().records();
        if (source.count() == 0 || source.count() > Limits.APPEND_COUNT) {
            throw new InvalidRequestException("append has no records, or too many: field=records count="
                    + source.count() + " limit=" + Limits.APPEND_COUNT);
        }
        records.clear();
        for (int i = 0; i < source.count(); i++) {
            encode(source.get(i));
            if (records.length() > Limits.APPEND_LENGTH) {
                throw new InvalidRequestException(
                        "append is too long: field=records index=" + i + " limit=" + Limits.APPEND_LENGTH);
            }
        }
        @Nullable Item stream = streams.find(key.parent());
        ItemDraft shard = new ItemDraft(before, ItemKind.SHARD);
        return record.append(
                partition,
                key,
                shard,
                records,
                source.count(),
                stream == null ? 0 : stream.retentionNs(),
                stream == null ? 0 : stream.retentionBytes());
    }

    /** Why this key is not a shard of a stream; null when it is. */
    @Nullable Outcome shardRefusal(Key key, @Nullable ItemKind there) {
        Key parent = key.parent();
        @Nullable Item stream = streams.find(parent);
        if (stream == null) {
            @Nullable ItemKind other = partitions.kind(parent);
            return other == null
                    ? Outcome.refused(Status.NOT_FOUND, "there is no stream: item=" + parent)
                    : notAStream(parent, other);
        }
        int number = Paths.shardNumber(key);
        if (number < 0 || number >= stream.shardCount()) {
            throw new InvalidRequestException(
                    "stream has no such shard: field=path shard=" + key.name() + " shardCount=" + stream.shardCount());
        }
        return there != null && there != ItemKind.SHARD
                ? Outcome.refused(Status.WRONG_KIND, "item is not a shard: item=" + key + " kind=" + there)
                : null;
    }

    private static Outcome notAStream(Key key, ItemKind kind) {
        return Outcome.refused(Status.WRONG_KIND, "item is not a stream: item=" + key + " kind=" + kind);
    }

    private void encode(NewRecordReader source) {
        int lengths = records.length();
        records.i32(0);
        records.i32(0);
        records.i32(0);
        records.i32At(lengths, copy(source.data()));
        records.i32At(lengths + 4, copy(source.clientInfo()));
        int keyStart = records.length();
        records.i32At(lengths + 8, copy(source.partitionKeyBytes()));
        if (!Utf8.isValid(records.array(), keyStart, records.length())) {
            throw new InvalidRequestException("text is not UTF-8: field=partitionKey");
        }
    }

    private int copy(DataReader bytes) {
        if (bytes.length() > Limits.APPEND_LENGTH) {
            throw new InvalidRequestException(
                    "record is too long: field=records length=" + bytes.length() + " limit=" + Limits.APPEND_LENGTH);
        }
        records.bytes(bytes.buffer(), bytes.offset(), bytes.length());
        return bytes.length();
    }
}
