package io.vireo.engine.maintenance;

import io.vireo.engine.partition.Partition;
import java.util.function.BooleanSupplier;

/** Adds records to the commit that is collected, beside those of requests. Threads: the reactor alone. */
public interface RecordWriter {
    /**
     * Has records written for a partition.
     *
     * @param work builds and applies them; false when the journal has no room: what it did is taken back
     * @return false when there is no room now: to be tried again later
     */
    boolean write(Partition partition, BooleanSupplier work);

    /** The last commit that holds anything. */
    long lastCommit();

    /** Whether a commit has ended, well or not. */
    boolean hasEnded(long commit);
}
