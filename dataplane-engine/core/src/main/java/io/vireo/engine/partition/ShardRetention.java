package io.vireo.engine.partition;

import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.store.CorruptRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets go of records that are older, or more, than their stream keeps, of shards that nobody appends to: an append does it for its own shard. From time to time each shard is looked at. Threads: the
 * reactor alone.
 */
public final class ShardRetention {
    /** From one look at all shards to the next. */
    private static final long LOOK_NS = 10_000_000_000L;

    private final RecordBuilder record;
    private final StreamDirectory streams;
    private final PartitionSet partitions;
    private final EpochClock clock;
    private final ArrayDeque<Key> shards = new ArrayDeque<>();
    private long lookedNs;

    /** Writes to a journal. */
    public ShardRetention(
            Journal journal,
            Bodies bodies,
            ItemReader items,
            StreamDirectory streams,
            PartitionSet partitions,
            EpochClock clock) {
        this.record = new RecordBuilder(journal, new BodyBuilder(journal, bodies, items, clock), clock);
        this.streams = streams;
        this.partitions = partitions;
        this.clock = clock;
        this.lookedNs = clock.nowNs();
    }

    /** A partition with a shard to be looked at; null: there is none now. */
    public @Nullable Partition due() {
        long nowNs = clock.nowNs();
        if (shards.isEmpty() && (nowNs < lookedNs || nowNs - lookedNs >= LOOK_NS)) {
            lookedNs = nowNs;
            streams.streams().forEach((key, stream) -> {
                boolean hasRetention = stream.retentionNs() > 0 || stream.retentionBytes() > 0;
                for (int shard = 0; hasRetention && shard < stream.shardCount(); shard++) {
                    byte[] name = ("/" + shard).getBytes(StandardCharsets.UTF_8);
                    shards.add(Key.of(key.container(), Paths.join(key.path(), name)));
                }
            });
        }
        while (!shards.isEmpty()) {
            @Nullable Partition owner = partitions.ownerOf(shards.peek());
            if (owner != null && owner.slot(shards.peek()) != null) {
                return owner;
            }
            shards.remove();
        }
        return null;
    }

    /** Records that must be in memory before the next {@link #drop}, and are not. */
    public List<Needed> needed(Partition owner) {
        List<Needed> needed = new ArrayList<>();
        if (!owner.isInMemory(shards.element())) {
            owner.addNeeded(shards.element(), needed);
        }
        return needed;
    }

    /** Whether the shard that is due keeps everything it has: it is due no more. */
    public boolean isPassed(Partition owner) {
        boolean isPassed = through(owner) == 0;
        if (isPassed) {
            shards.remove();
        }
        return isPassed;
    }

    /** Lets the first records of the shard that is due go, a bounded number; false when the journal had no room. */
    public boolean drop(Partition owner) {
        @Nullable Item shard = owner.find(shards.element());
        if (shard == null || !record.begin(owner)) {
            return shard == null;
        }
        record.drop(owner, shard.inode(), through(owner));
        return record.end();
    }

    private long through(Partition owner) {
        Key key = shards.element();
        @Nullable Item stream = streams.find(key.parent());
        try {
            @Nullable Item shard = owner.find(key);
            if (stream == null || shard == null) {
                return 0;
            }
            long retentionNs = stream.retentionNs();
            long retentionBytes = stream.retentionBytes();
            return ShardBlocks.droppable(
                    owner.store(),
                    shard.inode(),
                    retentionNs == 0 ? Long.MIN_VALUE : clock.nowNs() - retentionNs,
                    owner.shardBytes().of(shard.inode()),
                    retentionBytes == 0 ? Long.MAX_VALUE : retentionBytes);
        } catch (CorruptRecordException e) {
            return 0; // whoever reads the shard is told
        }
    }
}
