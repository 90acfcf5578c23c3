package io.vireo.engine.maintenance;

import io.vireo.engine.partition.Expiry;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.ShardRetention;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes items that have expired, some at a time, in the order of their times, and records that their stream does not keep. Threads: the reactor alone. */
final class Sweeper {
    private final List<Partition> partitions;
    private final Records records;
    private final Expiry expiry;
    private final ShardRetention retention;

    /** Records of what is removed next. */
    private Fetched fetched = new Fetched();

    Sweeper(MaintenanceParts parts, Expiry expiry, ShardRetention retention) {
        this.partitions = parts.partitions();
        this.records = parts.records();
        this.expiry = expiry;
        this.retention = retention;
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
        @Nullable Partition owner = retention.due();
        return owner != null && drop(owner, writer);
    }

    private boolean drop(Partition owner, RecordWriter writer) {
        records.use(fetched);
        List<Needed> missing = retention.needed(owner);
        if (!missing.isEmpty()) {
            missing.forEach(each -> records.fetch(each.what(), each.at(), fetched));
            return true;
        }
        boolean isDone = retention.isPassed(owner) || writer.write(owner, () -> retention.drop(owner));
        if (isDone) {
            fetched = new Fetched();
        }
        return isDone;
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
