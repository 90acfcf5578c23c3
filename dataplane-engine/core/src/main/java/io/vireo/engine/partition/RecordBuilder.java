package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestReader;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The journal record that a request, or a batch, is making: each change becomes an entry, which is applied from its bytes at once, as it will be at the
 * next start. Threads: the reactor alone.
 */
final class RecordBuilder {
    private final Journal journal;
    private final Bodies bodies;
    private final EpochClock clock;
    private final ByteReader entries = new ByteReader();
    private final List<Long> consumedStages = new ArrayList<>();
    private final IndexEntry before = new IndexEntry();
    private int bodyLength;

    RecordBuilder(Journal journal, Bodies bodies, EpochClock clock) {
        this.journal = journal;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** Forgets the last request. */
    void clear() {
        consumedStages.clear();
    }

    /** Starts the record of a change; false when the journal has no room. */
    boolean begin(Partition partition) {
        bodyLength = 0;
        return journal.begin(partition.index());
    }

    /** Completes the record of a change; false when the journal has no room. */
    boolean end() {
        return journal.end();
    }

    List<Long> consumedStages() {
        return consumedStages;
    }

    /** The body that a put brings; null when the journal has no room for it. */
    @Nullable Body newBody(RequestReader request, Client client) {
        return switch (request.put().body()) {
            case NONE -> Body.EMPTY;
            case ARENA -> {
                int offset = bodyLength;
                @Nullable Extent extent = bodies.append(client.arena(), request.bodyOffset(), request.bodyLength(), offset);
                if (extent == null) {
                    yield null;
                }
                bodyLength += extent.length();
                yield bodies.of(extent, offset);
            }
            case STAGED -> stagedBody(request.put().stageId(), client);
            case UNRECOGNIZED ->
                throw new InvalidRequestException("body source is not known to this engine: field=body");
        };
    }

    private Body stagedBody(long stageId, Client client) {
        @Nullable BodyStage stage = client.stage(stageId);
        if (stage == null || consumedStages.contains(stageId)) {
            throw new InvalidRequestException("there is no such stage: field=stageId stageId=" + stageId);
        }
        consumedStages.add(stageId);
        return stage.body();
    }

    /** Adds a part to a stage; false when the journal has no room. */
    boolean stage(RequestReader request, BodyStage stage, Client client) {
        @Nullable Extent extent = bodies.append(client.arena(), request.bodyOffset(), request.bodyLength(), bodyLength);
        if (extent == null) {
            return false;
        }
        stage.add(extent, journal.bodyView(bodyLength, extent.length()));
        bodyLength += extent.length();
        return true;
    }

    Outcome put(Partition partition, Key key, ItemDraft draft) {
        Item item = draft.toItem(partition, clock.nowNs());
        FeedSettings.requireSound(key, item);
        put(partition, key, item, before(partition, key), draft.keepsBody(), draft.released());
        return Outcome.done(key, item);
    }

    private @Nullable IndexEntry before(Partition partition, Key key) {
        return partition.store().get(key.encoded(), before) ? before : null;
    }

    private void put(
            Partition partition,
            Key key,
            Item item,
            @Nullable IndexEntry takesPlaceOf,
            boolean keepsExtents,
            List<Extent> released) {
        ByteWriter metadata = journal.metadata();
        long location = journal.metadataLocation() + metadata.length();
        int place = keepsExtents ? EntryCodec.KEPT : EntryCodec.TAKEN;
        int start = metadata.length();
        EntryCodec.put(
                metadata, EntryCodec.PUT, key, item, takesPlaceOf, journal.bodyLocation(), place, released, location);
        apply(partition, start);
    }

    Outcome delete(Partition partition, Key key, Item item) {
        int start = journal.metadata().length();
        long shardInode = item.kind() == ItemKind.SHARD ? item.inode() : 0;
        long timeNs = partition.nextTimeNs(clock.nowNs());
        EntryCodec.delete(
                journal.metadata(),
                key,
                timeNs,
                shardInode,
                before(partition, key),
                item.body().extents());
        apply(partition, start);
        return Outcome.done(key, null);
    }

    /** @param retentionNs of the stream; 0: for ever */
    Outcome append(
            Partition partition, Key key, ItemDraft shard, ByteWriter records, int recordCount, long retentionNs) {
        shard.lastSequence += recordCount;
        Item item = shard.toItem(partition, clock.nowNs());
        ByteWriter metadata = journal.metadata();
        EntryCodec.block(
                metadata,
                EntryCodec.BLOCK,
                item.inode(),
                item.lastSequence(),
                item.modifiedNs(),
                recordCount,
                records.array(),
                0,
                records.length());
        long droppable = retentionNs == 0 ? 0 : partition.droppable(item.inode(), item.modifiedNs() - retentionNs);
        if (droppable > 0) {
            EntryCodec.drop(metadata, item.inode(), droppable);
        }
        apply(partition, 0);
        put(partition, key, item, null, true, List.of());
        return Outcome.appended(key, item, item.lastSequence() - recordCount + 1, recordCount);
    }

    private void apply(Partition partition, int start) {
        ByteWriter metadata = journal.metadata();
        partition.apply(entries.wrap(metadata.array(), start, metadata.length()), journal.metadataLocation() + start);
    }
}
