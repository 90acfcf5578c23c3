package io.vireo.engine.maintenance;

import io.vireo.engine.partition.Partition;
import java.util.List;
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

    /**
     * Has records written that need not be: not when the disk is nearly full, and nobody waits for them.
     *
     * @param owners of all that the work may change
     * @param work as of {@link #write}
     * @return false when there is no room now: to be tried again later
     */
    boolean append(List<Partition> owners, BooleanSupplier work);

    /** The last commit that holds anything. */
    long lastCommit();

    /** Whether a commit has ended, well or not. */
    boolean hasEnded(long commit);
}
