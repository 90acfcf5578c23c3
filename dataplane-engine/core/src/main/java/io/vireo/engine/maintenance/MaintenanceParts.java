package io.vireo.engine.maintenance;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.JournalConfig;
import io.vireo.engine.partition.Intents;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.store.Records;
import io.vireo.engine.store.SegmentUse;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * What maintenance works on: parts of one reactor.
 *
 * @param background does what the reactor must not wait for
 * @param wake ends the sleep of the reactor; any thread
 * @param checkpointBytes of the journal after which a checkpoint is due
 */
public record MaintenanceParts(
        Disk disk,
        DiskCalls calls,
        JournalConfig config,
        Journal journal,
        List<Partition> partitions,
        Intents intents,
        Records records,
        SegmentUse use,
        EpochClock clock,
        Executor background,
        Runnable wake,
        long checkpointBytes) {}
