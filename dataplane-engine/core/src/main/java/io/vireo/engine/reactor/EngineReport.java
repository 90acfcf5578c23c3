package io.vireo.engine.reactor;

import io.vireo.channel.message.ReplyEngineWriter;
import io.vireo.engine.cache.RecordCache;
import io.vireo.engine.feed.FeedRetention;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.maintenance.Maintenance;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.secondary.SecondaryIndexes;
import io.vireo.engine.store.SegmentUse;
import java.util.List;

/**
 * What a reactor says of itself when it is asked: what it holds, what it wrote for it, what it found damaged. Threads: the reactor alone.
 *
 * @param diskAccess how it reaches the disk, for people
 * @param journal whose bytes written, over bytes stored, are what storing costs
 */
record EngineReport(
        EngineIdentity identity,
        String diskAccess,
        Journal journal,
        PartitionSet partitions,
        SegmentUse use,
        IndexMemory memory,
        RecordCache cache,
        Maintenance maintenance,
        FeedRetention feeds,
        SecondaryIndexes indexes) {
    void write(ReplyEngineWriter target) {
        long journalBytes = 0;
        for (int segment : journal.segments()) {
            journalBytes += journal.segmentLength(segment);
        }
        List<String> findings = List.copyOf(maintenance.findings());
        target.partitionCount(identity.partitionCount())
                .reactorCount(identity.reactorCount())
                .version(identity.version())
                .itemCount(partitions.itemCount())
                .storedBytes(use.totalBytes())
                .journalBytes(journalBytes)
                .writtenBytes(journal.writtenBytes())
                .movedBytes(maintenance.movedBytes())
                .checkpointBytes(maintenance.checkpointBytes())
                .checkpointNumber(maintenance.newestCheckpoint())
                .removedSegments(maintenance.removedCount())
                .indexBytes(memory.usedBytes())
                .indexBudgetBytes(memory.budgetBytes())
                .cacheHits(cache.hitCount())
                .cacheMisses(cache.missCount())
                .scrubbedBytes(maintenance.scrubbedBytes())
                .damageCount(findings.size())
                .damage(findings.isEmpty() ? "" : findings.getLast())
                .diskAccess(diskAccess)
                .feedBytes(feeds.keptBytes(use))
                .feedShortened(feeds.shortenedCount())
                .indexLagBytes(indexes.behindBytes())
                .indexLagMs(indexes.behindMs());
    }
}
