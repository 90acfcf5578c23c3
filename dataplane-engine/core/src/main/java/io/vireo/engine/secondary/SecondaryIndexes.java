package io.vireo.engine.secondary;

import io.vireo.engine.feed.FeedRetention;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.LogPosition;
import io.vireo.engine.maintenance.RecordWriter;
import io.vireo.engine.partition.IndexChange;
import io.vireo.engine.partition.IndexWrites;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.StreamDirectory;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import io.vireo.engine.store.SegmentUse;
import io.vireo.engine.table.IndexDefinition;
import io.vireo.engine.table.IndexEntryPaths;
import io.vireo.engine.table.IndexPaths;
import io.vireo.engine.table.RowStamp;
import io.vireo.engine.table.TableIndexes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the entries that this reactor's rows have in the indexes of their tables: it reads the reactor's log again, makes of each changed row the removal of its old entry and the new one,
 * has the reactors write them that they lie with, and notes up to where it is. One batch is under way at a time. A new index is filled from the rows, page by page in between; what is left of a
 * dropped one is removed likewise. Whatever a crash repeats changes nothing: {@link IndexWrites}.
 *
 * <pre>
 *   log ─► {@link RowFeed} ─┐                            ┌─► {@link EntryQueue} of the reactor that has the entry ─► durable ─┐
 *   rows ─► {@link RowFill} ─┴─► removals, puts ─► batch ─┤                                                                   ├─► next batch
 *   entries of a dropped index ─► removals ──────────────┴─► …                                                               ─┘
 * </pre>
 *
 * Threads: the reactor alone.
 */
public final class SecondaryIndexes {
    private static final long NS_PER_MS = 1_000_000;

    /** From one note of progress to the next, unless a segment ends. */
    private static final long NOTE_NS = 1_000_000_000L;

    private static final RowStamp ANY_VERSION = new RowStamp(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Someone who waits for all that was durable when it asked. */
    private record Waiter(long location, Runnable action) {}

    private final int reactor;
    private final PartitionSet partitions;
    private final IndexCatalog catalog;
    private final Records records;
    private final FeedRetention retention;
    private final EpochClock clock;
    private final EntryDelivery delivery;
    private final Consumer<String> findings;
    private final RowFeed feed;
    private final EntryQueue queue;
    private final RowEntries entries = new RowEntries();
    private final UnreadRows unread;
    private final Key noteKey;
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

    private Fetched fetched = new Fetched();
    private @Nullable Progress noted;
    private boolean isLoaded;
    private boolean isRunning;
    private @Nullable LogPosition applied;
    private @Nullable RowFill fill;
    private boolean isFillsTurn;
    private boolean isDirty;
    private long notedNs;

    /** When it last saw all of the log, and up to when everything that it saw is in the indexes. */
    private long seenNs;

    private long caughtUpNs;
    private int underWay;
    private Runnable afterBatch = () -> {};

    /**
     * Of a reactor, over its recovered parts.
     *
     * @param findings takes what a person should know of
     */
    public SecondaryIndexes(
            int reactor,
            Journal journal,
            Records records,
            SegmentUse use,
            FeedRetention retention,
            PartitionSet partitions,
            StreamDirectory directory,
            IndexWrites writes,
            EntryDelivery delivery,
            EpochClock clock,
            Consumer<String> findings) {
        this.reactor = reactor;
        this.partitions = partitions;
        this.catalog = new IndexCatalog(reactor, directory, partitions);
        this.records = records;
        this.retention = retention;
        this.clock = clock;
        this.delivery = delivery;
        this.findings = findings;
        this.feed = new RowFeed(journal, records, use, retention, partitions);
        this.unread = new UnreadRows(partitions, records);
        this.queue = new EntryQueue(writes, records, catalog.dropping()::contains);
        this.noteKey = IndexPaths.position(reactor, key -> partitions.ownerOf(key) != null);
        if (!directory.tables().isEmpty()) {
            retention.hold(0); // until it is known from where on it reads
        }
    }

    /** Takes changes of entries that lie with this reactor. */
    public void take(List<IndexChange> changes, Runnable done) {
        queue.add(changes, done);
    }

    /** What was not durable was taken back. */
    public void commitFailed() {
        queue.commitFailed();
    }

    /**
     * Does some of what there is to do.
     *
     * @param isBusy whether the round had requests
     * @return how much was done
     */
    public int step(RecordWriter writer, boolean isBusy) {
        int work = queue.step(writer, isBusy);
        if (!isLoaded && !load()) {
            return work;
        }
        catalog.refresh();
        if (underWay > 0) {
            return work;
        }
        if (catalog.definitions().isEmpty()) {
            stop();
            return work;
        }
        if (!isRunning) {
            if (feed.isReading()) {
                return work; // into memory that it will need
            }
            begin();
            return work + 1;
        }
        return work + advance(isBusy);
    }

    /** Reads how far it was; false: the disk is asked. */
    private boolean load() {
        if (fetched.isPending()) {
            return false;
        }
        records.use(fetched);
        Partition owner = Objects.requireNonNull(partitions.ownerOf(noteKey));
        if (!owner.isCommittedInMemory(noteKey)) {
            List<Needed> needed = new ArrayList<>();
            owner.addCommittedNeeded(noteKey, needed);
            needed.forEach(each -> records.fetch(each.what(), each.at(), fetched));
            return false;
        }
        try {
            @Nullable Item item = owner.committed(noteKey);
            @Nullable Progress progress = item == null ? null : Progress.of(item.attributes());
            noted = progress;
            unread.restore(progress == null ? new byte[0] : progress.unread());
        } catch (CorruptRecordException e) {
            findings.accept("indexes are made again: " + e.getMessage());
        }
        fetched = new Fetched();
        isLoaded = true;
        return true;
    }

    /** There are no indexes: nothing of the log is kept for them. */
    private void stop() {
        isRunning = false;
        fill = null;
        noted = null;
        retention.hold(Integer.MAX_VALUE);
        releaseWaiters(Long.MAX_VALUE);
    }

    /** Goes on from what was noted, or, with no index that depends on it, from here. */
    private void begin() {
        boolean isFilled = catalog.definitions().values().stream()
                .flatMap(each -> each.all().stream())
                .anyMatch(index -> index.filled().contains(reactor));
        @Nullable Progress from = noted;
        LogPosition position = from == null ? feed.latest() : from.position();
        if (from == null && isFilled) {
            remakeAll("how far they are is not known");
        }
        applied = position;
        feed.goTo(position);
        retention.hold(position.segment());
        isRunning = true;
        caughtUpNs = clock.nowNs();
        if (from == null) {
            note();
        }
    }

    private int advance(boolean isBusy) {
        if (feed.isMissing()) {
            if (feed.isReading()) {
                return 0;
            }
            remakeAll("changes of rows are not in the log any more, or damaged");
            applied = feed.latest();
            feed.goTo(applied);
            note();
            return 1;
        }
        isFillsTurn = !isFillsTurn;
        int work = isFillsTurn ? work(isBusy) : 0;
        if (underWay > 0) {
            return work;
        }
        work += feed.gather(isBusy, catalog.containers()::contains, catalog.tables()::containsKey);
        seenNs = feed.isAtEnd() ? clock.nowNs() : seenNs;
        if (feed.isReady()) {
            return work + takeRows();
        }
        if (feed.isEmpty()) {
            applied = feed.position();
            caughtUpNs = feed.isAtEnd() ? seenNs : caughtUpNs;
            releaseWaiters(applied.location());
        }
        work += !isFillsTurn && underWay == 0 ? work(isBusy) : 0;
        if (underWay == 0 && mustNote()) {
            note();
            work++;
        }
        return work;
    }

    /** Makes entries of changed rows. */
    private int takeRows() {
        LogPosition next = feed.position();
        long nextSeenNs = feed.isAtEnd() ? seenNs : caughtUpNs;
        @Nullable List<RowFeed.RowChange> rows = feed.take();
        if (rows == null) {
            return feed.isReading() ? 0 : 1;
        }
        List<IndexChange> changes = new ArrayList<>();
        for (RowFeed.RowChange row : rows) {
            for (IndexEntryPaths paths : catalog.tables().getOrDefault(row.key().parent(), List.of())) {
                switch (row) {
                    case RowFeed.RowChange.Told told -> entries.change(paths, told, changes);
                    case RowFeed.RowChange.Lost(Key key, String reason) -> remake(paths, key + " " + reason, changes);
                }
            }
        }
        deliver(changes, () -> {
            applied = next;
            caughtUpNs = nextSeenNs;
            isDirty |= !changes.isEmpty();
            releaseWaiters(next.location());
        });
        return 1;
    }

    private void remakeAll(String reason) {
        List<IndexChange> changes = new ArrayList<>();
        catalog.tables().values().forEach(all -> all.forEach(paths -> remake(paths, reason, changes)));
        deliver(changes, () -> {});
    }

    private void remake(IndexEntryPaths paths, String reason, List<IndexChange> changes) {
        if (catalog.reported().add(paths.index().id())) {
            findings.accept("index is made again: table=" + paths.table() + " index="
                    + paths.index().name() + " reason=" + reason);
        }
        changes.add(new IndexChange.Remake(
                IndexPaths.definition(paths.table()), paths.index().id()));
    }

    /** Fills, or clears, one index a little. */
    private int work(boolean isBusy) {
        for (TableIndexes each : catalog.definitions().values()) {
            for (IndexDefinition index : each.all()) {
                if (index.isDropping()
                        && !index.cleared().contains(reactor)
                        && !catalog.reported().contains(~index.id())) {
                    return clear(each, index, isBusy);
                }
            }
        }
        for (Map.Entry<Key, List<IndexEntryPaths>> each : catalog.tables().entrySet()) {
            for (IndexEntryPaths paths : each.getValue()) {
                IndexDefinition index = paths.index();
                if (!index.filled().contains(reactor) && !catalog.reported().contains(index.id())) {
                    return fill(paths, isBusy);
                }
            }
        }
        fill = null;
        return retryUnread();
    }

    /** Makes the entries of rows that could not be read before, as far as they can be now. */
    private int retryUnread() {
        if (unread.isEmpty()) {
            return 0;
        }
        Map<Long, IndexEntryPaths> live = new HashMap<>();
        catalog.tables()
                .values()
                .forEach(all -> all.forEach(paths -> live.put(paths.index().id(), paths)));
        List<IndexChange> changes = new ArrayList<>();
        int count = unread.retry(clock.nowNs(), live.keySet(), (id, row, item) -> {
            if (item != null) {
                entries.add(Objects.requireNonNull(live.get(id)), row, item, changes);
            }
        });
        if (count > 0) {
            deliver(changes, () -> isDirty = true);
        }
        return count;
    }

    private int fill(IndexEntryPaths paths, boolean isBusy) {
        @Nullable RowFill going = fill;
        if (going == null || going.id() != paths.index().id()) {
            going = begin(paths);
            fill = going;
        }
        Key definition = IndexPaths.definition(paths.table());
        long id = paths.index().id();
        if (going.isDone()) {
            catalog.reported().add(id);
            fill = null;
            deliver(List.of(new IndexChange.Filled(definition, id, reactor)), () -> isDirty = true);
            return 1;
        }
        List<IndexChange> changes = new ArrayList<>();
        int count = going.page(isBusy, (key, item) -> entries.add(paths, key, item, changes), (key, why) -> {
            findings.accept("index lacks a row that cannot be read, which is tried again: index="
                    + paths.index().name() + " " + why);
            unread.add(id, key);
        });
        if (count > 0) {
            deliver(changes, () -> isDirty = true);
        }
        return count;
    }

    private RowFill begin(IndexEntryPaths paths) {
        long id = paths.index().id();
        @Nullable Progress from = noted;
        return from != null && from.fillingId() == id
                ? new RowFill(id, paths.table(), partitions, records, from.fillPartition(), from.fillAfter())
                : new RowFill(id, paths.table(), partitions, records, 0, new byte[0]);
    }

    private int clear(TableIndexes table, IndexDefinition index, boolean isBusy) {
        IndexEntryPaths paths = new IndexEntryPaths(table.table(), index);
        List<IndexChange> changes = new ArrayList<>();
        EntryClearing.entries(paths, partitions, isBusy)
                .forEach(key -> changes.add(new IndexChange.Remove(key, index.id(), ANY_VERSION)));
        if (changes.isEmpty()) {
            catalog.reported().add(~index.id());
            changes.add(new IndexChange.Cleared(IndexPaths.definition(table.table()), index.id(), reactor));
        }
        deliver(changes, () -> {});
        return 1;
    }

    /** Sends changes to the reactors that they are about; goes on when they are durable. */
    private void deliver(List<IndexChange> changes, Runnable next) {
        Map<Integer, List<IndexChange>> byReactor = new TreeMap<>();
        for (IndexChange change : changes) {
            byReactor
                    .computeIfAbsent(delivery.reactorOf(change.key()), _ -> new ArrayList<>())
                    .add(change);
        }
        if (byReactor.isEmpty()) {
            next.run();
            return;
        }
        underWay += byReactor.size();
        Runnable before = afterBatch;
        afterBatch = () -> {
            before.run();
            next.run();
        };
        byReactor.forEach((to, part) -> delivery.deliver(to, part, this::delivered));
    }

    private void delivered() {
        if (--underWay == 0) {
            Runnable next = afterBatch;
            afterBatch = () -> {};
            next.run();
        }
    }

    /** Whether what was done since the last note is worth another, or keeps a segment from going. */
    private boolean mustNote() {
        @Nullable Progress last = noted;
        if (last == null
                || last.position().segment() != Objects.requireNonNull(applied).segment()) {
            return true;
        }
        long sinceNs = clock.nowNs() - notedNs;
        return isDirty && (sinceNs < 0 || sinceNs >= NOTE_NS);
    }

    /** Notes how far it is; a start goes on from there. */
    private void note() {
        @Nullable RowFill going = fill;
        Progress progress = new Progress(
                Objects.requireNonNull(applied),
                going == null ? 0 : going.id(),
                going == null ? 0 : going.partition(),
                going == null ? new byte[0] : going.after(),
                unread.encoded());
        isDirty = false;
        notedNs = clock.nowNs();
        deliver(List.of(new IndexChange.Progress(noteKey, progress.toAttributes())), () -> {
            noted = progress;
            retention.hold(progress.position().segment());
        });
    }

    /** Runs an action when everything that is durable now, of this reactor's rows, is in their indexes. */
    public void whenCaughtUp(Runnable action) {
        waiters.add(new Waiter(feed.latest().location(), action));
    }

    private void releaseWaiters(long location) {
        while (!waiters.isEmpty() && waiters.peek().location() <= location) {
            waiters.remove().action().run();
        }
    }

    /** Bytes of the log whose changes are not in indexes yet. */
    public long behindBytes() {
        @Nullable LogPosition at = applied;
        return isRunning && at != null ? feed.behindBytes(at) : 0;
    }

    /** Since when there is a change that is not in indexes yet, at most; in milliseconds. */
    public long behindMs() {
        return behindBytes() == 0 && underWay == 0 ? 0 : Math.max(0, (clock.nowNs() - caughtUpNs) / NS_PER_MS);
    }

    /** Why entries that lie with this reactor are not written; empty: they are. */
    public String fault() {
        return queue.fault();
    }

    /** Rows since the start whose keys are too long for an entry. */
    public long unfitCount() {
        return entries.unfitCount();
    }

    /** Rows of this reactor that an index lacks because they could not be read when it was filled. */
    public long unreadCount(IndexDefinition index) {
        return unread.count(index.id());
    }
}
