package io.vireo.engine.reactor;

import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Client;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.Writes;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has the records read that the request which is executed needs and that are not in memory. Where a method answers false it has some read, and the request is to be executed again when they are there. Threads: the reactor alone. */
final class Fetching {
    private final PartitionSet partitions;
    private final Writes writes;
    private final Records records;
    private final List<Needed> needed = new ArrayList<>();

    /** Of the request: records that were read for it. Another one once it had some read. */
    private Fetched fetched = Fetched.NOTHING;

    Fetching(PartitionSet partitions, Writes writes, Records records) {
        this.partitions = partitions;
        this.writes = writes;
        this.records = records;
    }

    /** Turns to a request, for which these records were read. */
    void begin(Fetched ofRequest) {
        fetched = ofRequest;
    }

    /** The request is executed now. */
    void use() {
        records.use(fetched);
    }

    /** What was read for the request, or is being read. */
    Fetched fetched() {
        return fetched;
    }

    /** Whether the newest records of these keys are in memory; has those read that are not. */
    boolean hasRecords(List<Key> ofKeys) {
        needed.clear();
        for (Key key : ofKeys) {
            @Nullable Partition owner = partitions.ownerOf(key);
            if (owner != null && !owner.isInMemory(key)) {
                owner.addNeeded(key, needed);
            }
        }
        return needed.isEmpty() || fetch(needed);
    }

    /** Whether the blocks of a body are in memory that a write cuts; has those read that are not. */
    boolean hasCutBlocks(Session session, RequestReader source, Key key, Partition partition) {
        needed.clear();
        writes.addNeeded(source, key, partition, session, needed);
        return needed.isEmpty() || fetch(needed);
    }

    boolean hasCutBlocksOfBatch(Client client, RequestReader source) {
        if (source.which() != RequestWhich.BATCH) {
            return true;
        }
        needed.clear();
        writes.addNeededOfBatch(source, client, needed);
        return needed.isEmpty() || fetch(needed);
    }

    boolean hasCommittedRecord(Partition partition, Key key) {
        if (partition.isCommittedInMemory(key)) {
            return true;
        }
        needed.clear();
        partition.addCommittedNeeded(key, needed);
        return fetch(needed);
    }

    /** Has the newest record of a key read. */
    boolean fetchNewest(Partition partition, Key key) {
        needed.clear();
        partition.addNeeded(key, needed);
        return fetch(needed);
    }

    boolean fetch(List<Needed> missing) {
        if (fetched.equals(Fetched.NOTHING)) {
            fetched = new Fetched();
        }
        for (Needed each : missing) {
            records.fetch(each.what(), each.at(), fetched);
        }
        return false;
    }
}
