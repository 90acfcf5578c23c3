package io.vireo.engine.reactor;

import io.vireo.engine.cache.RecordCache;
import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.partition.Bodies;
import io.vireo.engine.partition.ItemReader;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.Reads;
import io.vireo.engine.partition.StreamDirectory;
import io.vireo.engine.partition.Writes;
import io.vireo.engine.store.Records;
import io.vireo.engine.store.SegmentUse;
import io.vireo.engine.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a reactor owns: its partitions and their journal. Made and recovered before the reactor's thread starts. */
public final class ReactorState {
    /** Of the buffer that replies are built in, at first; a ring takes no longer ones. */
    private static final int REPLY_CAPACITY = 1 << 20;

    private final EngineIdentity identity;
    private final Journal journal;
    private final DiskCalls calls;
    private final EpochClock clock;
    private final IndexMemory memory;
    private final RecordCache cache;
    private final SegmentUse use = new SegmentUse();
    private final Records records;
    private final ItemReader items;
    private final Runnable wake;
    private final Inbox inbox;
    private final StreamDirectory streams = new StreamDirectory();
    private final PartitionSet partitions;

    /**
     * Makes the partitions whose number divided by the reactor count leaves this index.
     *
     * @param wake ends the sleep of the reactor, or keeps it from its next one; any thread
     * @param background does what the reactor must not wait for
     * @param memoryBytes outside the heap, for the index and the cache of records
     */
    public ReactorState(
            int index,
            EngineIdentity identity,
            Journal journal,
            DiskCalls calls,
            EpochClock clock,
            Runnable wake,
            Executor background,
            long memoryBytes) {
        this.wake = wake;
        this.inbox = new Inbox(wake);
        this.identity = identity;
        this.journal = journal;
        this.calls = calls;
        this.clock = clock;
        this.memory = IndexMemory.reserve(Math.min(memoryBytes / 4 * 3, IndexMemory.BUDGET_MAX), background);
        this.cache = RecordCache.reserve(Math.min(memoryBytes / 4, RecordCache.BUDGET_MAX));
        this.records = new Records(journal, cache, use);
        this.items = new ItemReader(records);
        List<Partition> own = new ArrayList<>();
        for (int number = index; number < identity.partitionCount(); number += identity.reactorCount()) {
            Store store = new Store(memory, use);
            own.add(new Partition(number, identity.partitionCount(), store, streams, items));
        }
        this.partitions = new PartitionSet(own, identity.partitionCount());
    }

    /** Applies everything that the journal holds. */
    public void recover() throws IOException {
        journal.replay(JournalPosition.START, (number, entries, location) -> {
            @Nullable Partition partition = partitions.numbered(number);
            if (partition == null) {
                throw new IllegalStateException(
                        "record is of a partition that this reactor does not have: partition=" + number);
            }
            partition.apply(entries, location);
            partition.store().seal();
            partition.store().committed(_ -> {});
        });
        streams.seal();
    }

    /** Tells another reactor of the streams that were recovered here. Before any reactor runs. */
    public void introduceStreamsTo(List<ReactorState> others) {
        streams.takeSealed().forEach((key, stream) -> {
            for (ReactorState other : others) {
                other.streams.learn(key, stream);
            }
        });
    }

    Inbox inbox() {
        return inbox;
    }

    StreamDirectory streams() {
        return streams;
    }

    PartitionSet partitions() {
        return partitions;
    }

    /** How many items there are. */
    public long itemCount() {
        return partitions.itemCount();
    }

    /**
     * The loop over this state.
     *
     * @param others all reactors' states, this one among them; all are recovered
     * @param faults takes what must not happen and did
     */
    public Reactor reactor(Entrance entrance, List<ReactorState> others, Consumer<Throwable> faults) {
        Peers peers = new Peers(this, others);
        Bodies bodies = new Bodies(journal, use);
        ExpressionCache expressions = new ExpressionCache();
        Writes writes = new Writes(journal, bodies, partitions, streams, expressions, memory, clock);
        Reads reads = new Reads(items, partitions, streams, writes, expressions, clock);
        ReplyEncoder encoder = new ReplyEncoder(REPLY_CAPACITY);
        Committer committer = new Committer(journal, partitions, streams, peers, writes, encoder, records);
        ReadExecutor readExecutor = new ReadExecutor(reads, bodies, encoder, identity);
        Requests requests = new Requests(partitions, committer, readExecutor, records, peers, encoder, clock, faults);
        return new Reactor(clock, entrance, requests, committer, calls, use, inbox, wake);
    }

    /** Gives the memory back. After the reactor has ended. */
    public void close() {
        partitions.all().forEach(partition -> partition.store().close());
        memory.close();
        cache.close();
    }
}
