package io.vireo.engine.reactor;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.JournalConfig;
import java.util.concurrent.Executor;

/**
 * What a reactor is made of that comes from outside.
 *
 * @param calls to the disk, polled by the reactor
 * @param journal what its log is made for
 * @param background does what the reactor must not wait for
 * @param wake ends the sleep of the reactor, or keeps it from its next one; any thread
 * @param memoryBytes outside the heap, for the index and the cache of records
 * @param checkpointBytes of the journal after which a checkpoint is due
 * @param scrubBytesPerSecond that are compared with their checksums in the background; 0: none
 * @param salt random, another one at each start: what is numbered from it on, no earlier start has numbered
 */
public record ReactorConfig(
        Disk disk,
        DiskCalls calls,
        JournalConfig journal,
        EpochClock clock,
        Executor background,
        Runnable wake,
        long memoryBytes,
        long checkpointBytes,
        long scrubBytesPerSecond,
        long salt) {}
