package io.vireo.engine.maintenance;

import io.vireo.engine.partition.IndexScan;
import io.vireo.engine.partition.ItemReader;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts anew what of each segment is in use. Entries tell what they add to it and take from it: once some were given up by a repair, their sum tells nothing any
 * more. Reads the record of every item that has a body. Threads: the one that starts the engine; blocks.
 */
final class Recount {
    private static final int FETCH_COUNT = 64;

    private final MaintenanceParts parts;
    private final List<String> notes = new ArrayList<>();

    Recount(MaintenanceParts parts) {
        this.parts = parts;
    }

    /** What cannot be read, which answers corrupt from now on. */
    List<String> run() {
        parts.use().clear();
        parts.intents().pinAgain();
        for (Partition partition : parts.partitions()) {
            partition.skipInodes();
            List<Store.Found> some = new ArrayList<>();
            Store.@Nullable Found found = partition.store().atOrAfter(new byte[0]);
            while (found != null) {
                some.add(found);
                if (some.size() == FETCH_COUNT) {
                    count(partition, some);
                }
                found = partition.store().after(found.key());
            }
            count(partition, some);
            partition.store().seal();
            partition.store().committed(_ -> {});
        }
        return notes;
    }

    private void count(Partition partition, List<Store.Found> some) {
        List<Needed> needed = new ArrayList<>();
        some.forEach(each -> IndexScan.addNeeded(each, needed));
        Fetched fetched = new Fetched();
        needed.forEach(each -> parts.records().fetch(each.what(), each.at(), fetched));
        while (fetched.isPending()) {
            parts.calls().poll();
            Thread.onSpinWait();
        }
        parts.records().use(fetched);
        IndexScan scan = new IndexScan(partition, new ItemReader(parts.records()));
        for (Store.Found each : some) {
            scan.count(each).ifPresent(notes::add);
        }
        parts.records().use(Fetched.NOTHING);
        some.clear();
    }
}
