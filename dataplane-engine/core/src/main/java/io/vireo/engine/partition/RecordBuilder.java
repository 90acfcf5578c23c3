package io.vireo.engine.partition;

import io.vireo.channel.message.RequestReader;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
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
    private final CRC32C crc = new CRC32C();
    private final List<Long> consumedStages = new ArrayList<>();
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
        int start = journal.metadata().length();
        Item item = draft.toItem(partition, clock.nowNs());
        EntryCodec.put(journal.metadata(), key, item, journal.bodyLocation(), journal.metadataLocation());
        apply(partition, start);
        return Outcome.done(key, partition.find(key));
    }

    Outcome delete(Partition partition, Key key) {
        int start = journal.metadata().length();
        EntryCodec.delete(journal.metadata(), key, partition.nextTimeNs(clock.nowNs()));
        apply(partition, start);
        return Outcome.done(key, null);
    }

    /** Null when the journal has no room. */
    @Nullable Outcome append(Partition partition, Key key, ItemDraft shard, ByteWriter records, int recordCount) {
        int length = records.length();
        if (!journal.appendBody(MemorySegment.ofArray(records.array()), 0, length)) {
            return null;
        }
        crc.reset();
        crc.update(records.array(), 0, length);
        int start = journal.metadata().length();
        Item item = shard.toItem(partition, clock.nowNs());
        long distance = journal.metadataLocation() - journal.bodyLocation();
        EntryCodec.append(journal.metadata(), key, item, recordCount, distance, length, (int) crc.getValue());
        apply(partition, start);
        @Nullable Item after = partition.find(key);
        long last = after == null ? 0 : after.lastSequence();
        return Outcome.appended(key, after, last - recordCount + 1, recordCount);
    }

    private void apply(Partition partition, int start) {
        ByteWriter metadata = journal.metadata();
        partition.apply(entries.wrap(metadata.array(), start, metadata.length()), journal.metadataLocation());
    }
}
