package io.vireo.engine.reactor;

import io.vireo.engine.cache.RecordCache;
import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.feed.FeedPositions;
import io.vireo.engine.feed.FeedReader;
import io.vireo.engine.feed.FeedRetention;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.maintenance.Maintenance;
import io.vireo.engine.maintenance.MaintenanceParts;
import io.vireo.engine.maintenance.Recovery;
import io.vireo.engine.partition.Bodies;
import io.vireo.engine.partition.Expiry;
import io.vireo.engine.partition.IndexQuery;
import io.vireo.engine.partition.IndexScan;
import io.vireo.engine.partition.IndexWrites;
import io.vireo.engine.partition.IntentWriter;
import io.vireo.engine.partition.Intents;
import io.vireo.engine.partition.ItemReader;
import io.vireo.engine.partition.Mover;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.Reads;
import io.vireo.engine.partition.ShardRetention;
import io.vireo.engine.partition.StreamDirectory;
import io.vireo.engine.partition.TransactionId;
import io.vireo.engine.partition.Writes;
import io.vireo.engine.secondary.SecondaryIndexes;
import io.vireo.engine.store.Records;
import io.vireo.engine.store.SegmentUse;
import io.vireo.engine.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a reactor owns: its partitions and their journal. Made and recovered before the reactor's thread starts. */
public final class ReactorState {
    /** Of the buffer that replies are built in, at first; a ring takes no longer ones. */
    private static final int REPLY_CAPACITY = 1 << 20;

    private final ReactorConfig config;
    private final EngineIdentity identity;
    private final Journal journal;
    private final IndexMemory memory;
    private final RecordCache cache;
    private final SegmentUse use = new SegmentUse();
    private final Records records;
    private final ItemReader items;
    private final Inbox inbox;
    private final StreamDirectory streams = new StreamDirectory();
    private final PartitionSet partitions;
    private final Intents intents;
    private final MaintenanceParts parts;
    private final Recovery recovery;
    private @Nullable SecondaryIndexes secondary;
    private @Nullable Coordinator coordinator;
    private @Nullable Participant participant;

    /**
     * Makes the partitions whose number divided by the reactor count leaves the reactor's index, and brings them to what the disk holds. Blocks.
     *
     * @throws IOException the message says which file is in the way
     */
    public ReactorState(ReactorConfig config, EngineIdentity identity, Journal journal) throws IOException {
        this.identity = identity;
        this.journal = journal;
        this.config = config;
        this.inbox = new Inbox(config.wake());
        long memoryBytes = config.memoryBytes();
        this.memory = IndexMemory.reserve(Math.min(memoryBytes / 4 * 3, IndexMemory.BUDGET_MAX), config.background());
        this.cache = RecordCache.reserve(Math.min(memoryBytes / 4, RecordCache.BUDGET_MAX));
        this.records = new Records(journal, cache, use);
        this.items = new ItemReader(records);
        this.intents = new Intents(use);
        List<Partition> own = new ArrayList<>();
        int index = config.journal().reactorIndex();
        for (int number = index; number < identity.partitionCount(); number += identity.reactorCount()) {
            Store store = new Store(memory, use);
            own.add(new Partition(number, identity.partitionCount(), store, streams, items, intents));
        }
        this.partitions = new PartitionSet(own, identity.partitionCount());
        this.parts = new MaintenanceParts(
                config.disk(),
                config.calls(),
                config.journal(),
                journal,
                own,
                intents,
                records,
                use,
                config.clock(),
                config.background(),
                config.wake(),
                config.checkpointBytes());
        try {
            this.recovery = Recovery.run(parts);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        streams.seal();
    }

    /** What a person should know of the start. */
    public List<String> notes() {
        return recovery.notes();
    }

    /** Tells another reactor of the streams that were recovered here. Before any reactor runs. */
    public void introduceStreamsTo(List<ReactorState> others) {
        Map.copyOf(streams.damaged()).forEach((key, why) -> {
            for (ReactorState other : others) {
                other.streams.learnDamaged(key, why);
            }
        });
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

    /** Of the engine's reactors. */
    int index() {
        return config.journal().reactorIndex();
    }

    SecondaryIndexes secondary() {
        return Objects.requireNonNull(secondary);
    }

    PartitionSet partitions() {
        return partitions;
    }

    /** Of this reactor's transactions. While, or after, {@link #reactor} is made. */
    Coordinator coordinator() {
        return Objects.requireNonNull(coordinator);
    }

    /** Of other reactors' transactions. While, or after, {@link #reactor} is made. */
    Participant participant() {
        return Objects.requireNonNull(participant);
    }

    private Set<TransactionId> decided() {
        Set<TransactionId> decided = new HashSet<>();
        partitions.all().forEach(partition -> decided.addAll(IndexScan.decided(partition)));
        return decided;
    }

    /** Decides what a start found undecided: it is as its coordinator's log says, and nothing of it where that says nothing. */
    private void decideRecovered(List<ReactorState> all, Participant ofIntents, Coordinator ofDecisions) {
        for (TransactionId id : intents.open()) {
            boolean isKnown = id.coordinator() >= 0 && id.coordinator() < all.size();
            ofIntents.decideRecovered(
                    id, isKnown && all.get(id.coordinator()).decided().contains(id));
        }
        for (Partition partition : partitions.all()) {
            for (TransactionId id : IndexScan.decided(partition)) {
                Set<Integer> missing = new HashSet<>();
                for (int i = 0; i < all.size(); i++) {
                    if (all.get(i).intents.contains(id)) {
                        missing.add(i);
                    }
                }
                ofDecisions.restore(id, partition, missing);
            }
        }
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
        EpochClock clock = config.clock();
        Mover mover = new Mover(journal, bodies);
        FeedRetention retention = new FeedRetention(journal, use.history(), streams, clock);
        Expiry expiry = new Expiry(journal, bodies, items, clock);
        ShardRetention shards = new ShardRetention(journal, bodies, items, streams, partitions, clock);
        Maintenance maintenance =
                new Maintenance(parts, recovery, mover, retention, expiry, shards, config.scrubBytesPerSecond());
        Writes writes = new Writes(journal, bodies, items, partitions, streams, expressions, memory, clock);
        SecondaryIndexes indexes = new SecondaryIndexes(
                index(),
                journal,
                records,
                use,
                retention,
                partitions,
                streams,
                new IndexWrites(journal, bodies, items, partitions, writes, others.size(), clock),
                peers,
                clock,
                maintenance::tell);
        secondary = indexes;
        maintenance.whenCommitFails(indexes::commitFailed);
        EngineReport report = new EngineReport(
                identity,
                config.disk().access(),
                journal,
                partitions,
                use,
                memory,
                cache,
                maintenance,
                retention,
                indexes);
        Reads reads = new Reads(items, partitions, streams, writes, expressions, clock);
        ReplyEncoder encoder = new ReplyEncoder(REPLY_CAPACITY);
        Committer committer =
                new Committer(journal, partitions, streams, peers, writes, encoder, records, maintenance, clock);
        ReadExecutor readExecutor = new ReadExecutor(reads, bodies, encoder, report);
        FeedReader feeds = new FeedReader(journal, records, use, retention, clock);
        FeedExecutor feedExecutor =
                new FeedExecutor(feeds, new FeedPositions(journal.logId()), partitions, readExecutor, clock);
        IndexQuery.Factory queries = new IndexQuery.Factory(partitions, items, expressions, clock);
        IndexExecutor indexExecutor = new IndexExecutor(indexes, queries, streams, readExecutor, others.size());
        PlainRequests plain = new PlainRequests(partitions, journal, records, committer, writes, encoder);
        Requests requests = new Requests(
                partitions,
                committer,
                readExecutor,
                feedExecutor,
                indexExecutor,
                records,
                peers,
                encoder,
                writes,
                plain,
                intents,
                clock,
                faults);
        Stages stages = new Stages();
        TransactionCommits commits = new TransactionCommits(committer, writes, intents, stages, journal);
        IntentWriter intentWriter = new IntentWriter(journal, intents, clock);
        Participant ofIntents = new Participant(
                intents, stages, intentWriter, committer, commits, requests, peers, maintenance::tell, faults);
        Coordinator ofDecisions = new Coordinator(
                identity,
                peers,
                committer,
                commits,
                requests,
                writes,
                intents,
                intentWriter,
                config.salt(),
                clock,
                faults);
        decideRecovered(others, ofIntents, ofDecisions);
        participant = ofIntents;
        coordinator = ofDecisions;
        return new Reactor(
                config,
                entrance,
                requests,
                committer,
                maintenance,
                indexes,
                feeds,
                ofDecisions,
                ofIntents,
                stages,
                use,
                inbox);
    }

    /** Gives the memory back. After the reactor has ended. */
    public void close() {
        partitions.all().forEach(partition -> partition.store().close());
        memory.close();
        cache.close();
    }
}
