package io.vireo.engine.maintenance;

import io.vireo.engine.partition.Expiry;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import java.util.List;

/** Removes items that have expired, some at a time, in the order of their times. Threads: the reactor alone. */
final class Sweeper {
    private final List<Partition> partitions;
    private final Records records;
    private final Expiry expiry;

    /** Records of what is removed next. */
    private Fetched fetched = new Fetched();

    Sweeper(MaintenanceParts parts, Expiry expiry) {
        this.partitions = parts.partitions();
        this.records = parts.records();
        this.expiry = expiry;
    }

    /** Does a piece of work; whether there was some that could be done. */
    boolean step(RecordWriter writer) {
        if (fetched.isPending()) {
            return false;
        }
        for (int i = 0; i < partitions.size(); i++) {
            Partition partition = partitions.get(i);
            if (expiry.isDue(partition)) {
                return sweep(partition, writer);
            }
        }
        return false;
    }

    private boolean sweep(Partition partition, RecordWriter writer) {
        records.use(fetched);
        List<Needed> missing = expiry.needed(partition);
        if (!missing.isEmpty()) {
            missing.forEach(each -> records.fetch(each.what(), each.at(), fetched));
            return true;
        }
        boolean isDone = writer.write(partition, () -> expiry.remove(partition));
        if (isDone) {
            fetched = new Fetched();
        }
        return isDone;
    }
}
