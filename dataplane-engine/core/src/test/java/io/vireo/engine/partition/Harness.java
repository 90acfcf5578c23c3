package io.vireo.engine.partition;

import io.vireo.channel.Grant;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.channel.message.RequestWriter;
import io.vireo.engine.Limits;
import io.vireo.engine.cache.RecordCache;
import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.DiskWaker;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.CorruptBodyException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.KeyView;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.JournalConfig;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.journal.LocalJournal;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import io.vireo.engine.store.SegmentUse;
import io.vireo.engine.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Partitions over a simulated disk and clock, driven by real requests without a channel. */
final class Harness implements Client {
    static final long CONTAINER = 1;
    static final int PARTITIONS = 4;

    final SimulatedDisk disk;
    final IndexMemory memory;
    final SegmentUse use = new SegmentUse();
    final Records records;
    final ItemReader items;
    final StreamDirectory streams = new StreamDirectory();
    final Intents intents = new Intents(use);
    final PartitionSet partitions;
    final DiskCalls calls;
    final Journal journal;
    final Bodies bodies;
    final Writes writes;
    final Reads reads;
    final Expiry expiry;
    final Map<Long, BodyStage> stages = new HashMap<>();
    final MemorySegment arena = MemorySegment.ofArray(new long[1 << 17]);
    long nowNs = 1_000_000_000_000L;

    private Fetched fetched = new Fetched();
    private final MemorySegment message = MemorySegment.ofArray(new long[1 << 16]);

    Harness(SimulatedDisk disk) {
        this(disk, 2 << 20);
    }

    Harness(SimulatedDisk disk, long indexBytes) {
        this.disk = disk;
        memory = IndexMemory.reserve(indexBytes, Runnable::run);
        List<Partition> all = new ArrayList<>();
        try {
            JournalConfig config = new JournalConfig(0, 1, PARTITIONS, Limits.SEGMENT_LENGTH_MIN);
            calls = new DiskCalls(disk.openQueue(16, DiskWaker.NONE));
            journal = LocalJournal.open(disk, calls, config, () -> nowNs, new Random(1), Runnable::run, () -> {});
            records = new Records(journal, RecordCache.reserve(RecordCache.BUDGET_MIN), use);
            items = new ItemReader(records);
            for (int i = 0; i < PARTITIONS; i++) {
                all.add(new Partition(i, PARTITIONS, new Store(memory, use), streams, items, intents));
            }
            partitions = new PartitionSet(all, PARTITIONS);
            journal.replay(JournalPosition.START, (partition, entries, location) -> {
                all.get(partition).apply(entries, location);
                all.get(partition).store().seal();
                all.get(partition).store().committed(_ -> {});
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ExpressionCache expressions = new ExpressionCache();
        bodies = new Bodies(journal, use);
        writes = new Writes(journal, bodies, items, partitions, streams, expressions, memory, () -> nowNs);
        expiry = new Expiry(journal, bodies, items, () -> nowNs);
        reads = new Reads(items, partitions, streams, writes, expressions, () -> nowNs);
    }

    /** The same disk after a loss of power. */
    Harness restarted() {
        Harness after = new Harness(disk.crashed());
        after.nowNs = nowNs;
        return after;
    }

    RequestReader request(Consumer<RequestWriter> content) {
        RequestWriter writer =
                new RequestWriter().wrap(message, 0, message.byteSize()).container(CONTAINER);
        content.accept(writer);
        int length = writer.finish();
        MemorySegment copy = MemorySegment.ofArray(message.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        return new RequestReader().wrap(copy, 0, length);
    }

    /** Executes and commits a write. */
    Outcome write(Consumer<RequestWriter> content) {
        RequestReader request = request(content);
        Key key = WriteKeys.own(request);
        Partition partition = partitions.ownerOf(key);
        require(WriteKeys.of(request, key));
        List<Needed> blocks = new ArrayList<>();
        writes.addNeeded(request, key, partition, this, blocks);
        @Nullable Key token = Tokens.key(request);
        if (token != null && !partition.isInMemory(token)) {
            partition.addNeeded(token, blocks);
        }
        fetchAlso(blocks);
        for (int attempt = 0; attempt < 2; attempt++) {
            long journalMark = journal.mark();
            @Nullable Outcome outcome = writes.execute(request, key, partition, this);
            if (outcome != null && outcome.isDone() && token != null) {
                outcome = writes.tokens().remember(request, token, partition, this, new byte[8]) ? outcome : null;
            }
            if (outcome != null && outcome.isDone()) {
                writes.consumedStages().forEach(stages::remove);
                commit();
                return outcome;
            }
            takeBack(journalMark);
            if (outcome != null) {
                return outcome;
            }
            journal.roll();
        }
        throw new AssertionError("no room for the record");
    }

    /** Executes and commits a write if it is a put that is plain; null: it is not, and nothing was done. */
    @Nullable ItemView putPlain(Consumer<RequestWriter> content) {
        RequestReader request = request(content);
        KeyView key = new KeyView();
        if (request.which() != RequestWhich.PUT || !key.moveTo(request.container(), request.pathBytes())) {
            return null;
        }
        long journalMark = journal.mark();
        @Nullable ItemView item = null;
        try {
            item = writes.putPlain(request, key, partitions.ownerOf(key));
        } finally {
            if (item == null) {
                takeBack(journalMark);
            }
        }
        if (item != null) {
            commit();
        }
        return item;
    }

    Batch batch(Consumer<RequestWriter> content) {
        RequestReader request = request(content);
        require(WriteKeys.ofBatch(request));
        List<Needed> blocks = new ArrayList<>();
        writes.addNeededOfBatch(request, this, blocks);
        fetchAlso(blocks);
        for (int attempt = 0; attempt < 2; attempt++) {
            long journalMark = journal.mark();
            @Nullable Batch batch = writes.executeBatch(request, this, Set.of());
            if (batch != null && batch.failedIndex() < 0) {
                commit();
                return batch;
            }
            takeBack(journalMark);
            if (batch != null) {
                return batch;
            }
            journal.roll();
        }
        throw new AssertionError("no room for the records");
    }

    /** Takes back what was not committed: the last request alone. */
    private void takeBack(long journalMark) {
        partitions.all().forEach(partition -> partition.store().rollBackAll());
        journal.rollBack(journalMark);
    }

    /** Adds bytes of the arena's start to a stage. */
    void stage(long stageId, int length) {
        BodyStage stage = stages.computeIfAbsent(stageId, _ -> new BodyStage(use));
        long mark = journal.mark();
        RequestReader request =
                request(content -> content.path("staged").bodyLength(length).initStage());
        if (!writes.stage(request, stage, partitions.all().getFirst(), this)) {
            journal.rollBack(mark);
            journal.roll();
            stage(stageId, length);
            return;
        }
        commit();
    }

    void commit() {
        partitions.all().forEach(partition -> partition.store().seal());
        streams.seal();
        journal.commit();
        Journal.@Nullable Outcome outcome = journal.poll();
        while (outcome == null) {
            calls.poll();
            outcome = journal.poll();
        }
        if (outcome != Journal.Outcome.DURABLE) {
            throw new AssertionError(journal.refusal());
        }
        partitions.all().forEach(partition -> partition.store().committed(records::keep));
        streams.takeSealed();
    }

    /** Removes what has expired, as far as one step goes; whether there was something. */
    boolean sweep() {
        for (Partition partition : partitions.all()) {
            if (expiry.isDue(partition)) {
                fetch(expiry.needed(partition));
                if (!expiry.remove(partition)) {
                    throw new AssertionError("no room for the record");
                }
                commit();
                return true;
            }
        }
        return false;
    }

    /** What a client gets; null: it is not there. */
    @Nullable Item get(String path) {
        Key key = Key.of(CONTAINER, path);
        require(List.of(key));
        return partitions.ownerOf(key).present(key, nowNs);
    }

    void fillArena(byte[] bytes) {
        MemorySegment.copy(bytes, 0, arena, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    byte[] body(String path) throws CorruptBodyException {
        Item item = find(path);
        int length = (int) item.body().length();
        MemorySegment target = MemorySegment.ofArray(new byte[length]);
        AtomicReference<String> fault = new AtomicReference<>();
        AtomicBoolean isOver = new AtomicBoolean();
        bodies.read(
                Key.of(CONTAINER, path),
                item.body(),
                0,
                length,
                (position, source, offset, count) -> MemorySegment.copy(source, offset, target, position, count),
                (_, why) -> {
                    fault.set(why);
                    isOver.set(true);
                });
        while (!isOver.get()) {
            calls.poll();
        }
        if (fault.get() != null) {
            throw new CorruptBodyException(fault.get());
        }
        return target.toArray(ValueLayout.JAVA_BYTE);
    }

    @Nullable Item find(String path) {
        Key key = Key.of(CONTAINER, path);
        require(List.of(key));
        return partitions.ownerOf(key).find(key);
    }

    /** Has the records of these keys read that are not in memory. */
    void require(List<Key> keys) {
        List<Needed> needed = new ArrayList<>();
        for (Key key : keys) {
            if (!partitions.ownerOf(key).isInMemory(key)) {
                partitions.ownerOf(key).addNeeded(key, needed);
            }
        }
        fetch(needed);
    }

    /** A page of a listing, with all that it needs read. */
    @Nullable Listing list(RequestReader request) {
        Listing listing = reads.list(request);
        while (!reads.needed().isEmpty()) {
            fetch(reads.needed());
            listing = reads.list(request);
        }
        return listing;
    }

    private void fetch(List<Needed> needed) {
        fetched = new Fetched();
        records.use(fetched);
        fetchAlso(needed);
    }

    private void fetchAlso(List<Needed> needed) {
        needed.forEach(each -> records.fetch(each.what(), each.at(), fetched));
        while (fetched.isPending()) {
            calls.poll();
        }
    }

    /** Everything that is there, in words that differ when the state does. */
    Map<String, String> state() {
        Map<String, String> state = new TreeMap<>();
        for (Partition partition : partitions.all()) {
            for (Store.Found found = partition.store().atOrAfter(new byte[0]);
                    found != null;
                    found = partition.store().after(found.key())) {
                if (found.key()[0] == Store.OTHER) {
                    state.put(java.util.HexFormat.of().formatHex(found.key()), "" + found.entry());
                    continue;
                }
                Key key = Key.ofEncoded(found.key());
                require(List.of(key));
                Item item = partition.find(key);
                state.put(
                        key.toString(),
                        item.kind() + " v" + item.version() + " " + item.createdNs() + " " + item.modifiedNs() + " "
                                + item.inode() + " " + item.mode() + " " + item.shardCount() + " " + item.lastSequence()
                                + " "
                                + java.util.HexFormat.of()
                                        .formatHex(item.attributes().encoded()) + " "
                                + item.body().length() + " " + item.body().checksum() + " "
                                + item.body().extents().stream()
                                        .map(extent -> extent.location() + "+" + extent.length())
                                        .toList()
                                + " at " + found.entry());
            }
            state.put("state " + partition.index(), "" + partition.state().orphans());
        }
        state.put(
                "use",
                ""
                        + use.all().entrySet().stream()
                                .filter(each -> each.getValue() != 0)
                                .toList());
        return state;
    }

    @Override
    public MemorySegment arena() {
        return arena;
    }

    @Override
    public boolean allows(Grant.Action action, Key key) {
        return true;
    }

    @Override
    public @Nullable BodyStage stage(long id) {
        return stages.get(id);
    }
}
