package io.vireo.engine.secondary;

import io.vireo.engine.Limits;
import io.vireo.engine.maintenance.RecordWriter;
import io.vireo.engine.partition.IndexChange;
import io.vireo.engine.partition.IndexWrites;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Changes of entries that lie with this reactor, in the order in which they came: some are written in each round, and whoever sent them is told when they are durable. Threads: the reactor alone.
 */
public final class EntryQueue {
    /** Changes that a round with requests writes, and one without. */
    private static final int BUSY_COUNT = 64;

    private static final int IDLE_COUNT = 256;

    private record Batch(List<IndexChange> changes, Runnable done) {}

    private record Written(Batch batch, long commit) {}

    private final IndexWrites writes;
    private final Records records;

    /** Whether entries of an index are not wanted any more. */
    private final LongPredicate isDropping;

    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
    private final ArrayDeque<Written> written = new ArrayDeque<>();
    private @Nullable Batch current;
    private int next;
    private Fetched fetched = new Fetched();
    private String fault = "";

    EntryQueue(IndexWrites writes, Records records, LongPredicate isDropping) {
        this.writes = writes;
        this.records = records;
        this.isDropping = isDropping;
    }

    /** Takes changes. */
    void add(List<IndexChange> changes, Runnable done) {
        waiting.add(new Batch(changes, done));
    }

    /** Why it does not get on; empty: it does. */
    String fault() {
        return fault;
    }

    /** What was written and is not durable was taken back: it is done again. */
    void commitFailed() {
        @Nullable Batch begun = current;
        if (begun != null) {
            waiting.addFirst(begun);
        }
        while (!written.isEmpty()) {
            waiting.addFirst(written.removeLast().batch());
        }
        current = null;
    }

    /** Does some of what there is to do; how much that was. */
    int step(RecordWriter writer, boolean isBusy) {
        int work = 0;
        while (!written.isEmpty() && writer.hasEnded(written.peek().commit())) {
            written.remove().batch().done().run();
            work++;
        }
        if (current == null) {
            current = waiting.poll();
            next = 0;
        }
        @Nullable Batch batch = current;
        if (batch == null || fetched.isPending()) {
            return work;
        }
        return work + write(writer, batch, end(batch.changes(), isBusy ? BUSY_COUNT : IDLE_COUNT));
    }

    /** Of what is written next: a bounded number, and so little that a commit has room for it. */
    private int end(List<IndexChange> changes, int count) {
        long length = 0;
        int end = next;
        while (end < changes.size() && end - next < count && length < Limits.INDEX_BATCH_LENGTH) {
            length += changes.get(end) instanceof IndexChange.Put put
                    ? put.attributes().length()
                    : 0;
            end++;
        }
        return end;
    }

    private int write(RecordWriter writer, Batch batch, int end) {
        List<IndexChange> slice = new ArrayList<>(end - next);
        List<Needed> missing = new ArrayList<>();
        records.use(fetched);
        boolean isAdding = false;
        for (IndexChange change : batch.changes().subList(next, end)) {
            boolean isEntry = change instanceof IndexChange.Put;
            if (!isEntry || !isDropping.test(change.id())) {
                slice.add(change);
                if (missing.size() < Limits.PAGE_FETCH_COUNT) {
                    writes.addNeeded(change, missing);
                }
                isAdding |= isEntry;
            }
        }
        if (!missing.isEmpty()) {
            missing.forEach(each -> records.fetch(each.what(), each.at(), fetched));
            return 1;
        }
        Optional<String> full = isAdding ? writes.fault() : Optional.empty();
        fault = full.orElse("");
        if (full.isPresent() || !writer.append(writes.owners(slice), () -> writes.apply(slice))) {
            fault = full.orElse("the journal has no room for entries");
            return 0;
        }
        fault = "";
        fetched = new Fetched();
        next = end;
        if (next == batch.changes().size()) {
            written.add(new Written(batch, writer.lastCommit()));
            current = null;
        }
        return 1;
    }
}
