package io.vireo.engine.secondary;

import io.vireo.engine.item.Key;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.StreamDirectory;
import io.vireo.engine.table.IndexDefinition;
import io.vireo.engine.table.IndexEntryPaths;
import io.vireo.engine.table.IndexPaths;
import io.vireo.engine.table.TableIndexes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is durable of the definitions of indexes, as a reactor works with it. Threads: the reactor alone. */
final class IndexCatalog {
    private final int reactor;
    private final StreamDirectory directory;
    private final PartitionSet partitions;
    private final Map<Key, List<IndexEntryPaths>> tables = new HashMap<>();
    private final Map<Key, TableIndexes> definitions = new HashMap<>();
    private final Set<Long> containers = new HashSet<>();
    private final Set<Long> dropping = new HashSet<>();
    private final Set<Long> reported = new HashSet<>();
    private long seenChanges = -1;

    IndexCatalog(int reactor, StreamDirectory directory, PartitionSet partitions) {
        this.reactor = reactor;
        this.directory = directory;
        this.partitions = partitions;
    }

    /** Indexes that are kept, by table. */
    Map<Key, List<IndexEntryPaths>> tables() {
        return tables;
    }

    /** All of them, by table. */
    Map<Key, TableIndexes> definitions() {
        return definitions;
    }

    /** Containers with tables whose indexes are kept. */
    Set<Long> containers() {
        return containers;
    }

    /** Indexes whose entries go away. */
    Set<Long> dropping() {
        return dropping;
    }

    /** Ids of indexes of which this reactor has told that its part is filled, or given up, and the complements of those whose part is cleared: until their definitions say so. */
    Set<Long> reported() {
        return reported;
    }

    /** Looks at the definitions when they have changed; what is not durable of them is looked at again. */
    void refresh() {
        if (directory.tableChanges() == seenChanges) {
            return;
        }
        for (TableIndexes each : directory.tables()) {
            Key definition = IndexPaths.definition(each.table());
            @Nullable Partition owner = partitions.ownerOf(definition);
            if (owner != null && owner.isDirty(definition)) {
                return;
            }
        }
        seenChanges = directory.tableChanges();
        tables.clear();
        definitions.clear();
        containers.clear();
        dropping.clear();
        Set<Long> unfinished = new HashSet<>();
        directory.tables().forEach(each -> add(each, unfinished));
        reported.retainAll(unfinished);
    }

    private void add(TableIndexes table, Set<Long> unfinished) {
        definitions.put(table.table(), table);
        List<IndexEntryPaths> live = new ArrayList<>();
        for (IndexDefinition index : table.all()) {
            if (index.isDropping()) {
                dropping.add(index.id());
            } else {
                live.add(new IndexEntryPaths(table.table(), index));
            }
            Set<Integer> done = index.isDropping() ? index.cleared() : index.filled();
            if (!done.contains(reactor)) {
                unfinished.add(index.isDropping() ? ~index.id() : index.id());
            }
        }
        if (!live.isEmpty()) {
            tables.put(table.table(), live);
            containers.add(table.table().container());
        }
    }
}
