package io.vireo.engine.partition;

import io.vireo.channel.Placement;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.Store;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The partitions of a reactor, looked at together. Threads: the reactor alone. */
public final class PartitionSet {
    private final List<Partition> partitions;
    private final int partitionCount;

    /** @param partitionCount of the engine; every one of them whose reactor this is, in the order of their numbers */
    public PartitionSet(List<Partition> partitions, int partitionCount) {
        this.partitions = List.copyOf(partitions);
        this.partitionCount = partitionCount;
    }

    /** All of them. */
    public List<Partition> all() {
        return partitions;
    }

    /** The one that owns a key; null when another reactor does. */
    public @Nullable Partition ownerOf(Key key) {
        return numbered(Placement.partition(key.container(), key.path(), partitionCount));
    }

    /** The one with this number; null when another reactor has it. */
    public @Nullable Partition numbered(int index) {
        for (Partition partition : partitions) {
            if (partition.index() == index) {
                return partition;
            }
        }
        return null;
    }

    /** What is under a key, as far as this reactor owns it. */
    public @Nullable Item find(Key key) {
        @Nullable Partition owner = ownerOf(key);
        return owner == null ? null : owner.find(key);
    }

    /** What is committed under a key, as far as this reactor owns it. */
    @Nullable Item committed(Key key) {
        @Nullable Partition owner = ownerOf(key);
        return owner == null ? null : owner.committed(key);
    }

    /** Whether anything of this reactor is below a directory now, committed or not. */
    public boolean hasChildren(Key directory) {
        return hasChildren(directory, (partition, from) -> partition.store().atOrAfter(from));
    }

    /** Whether anything that is committed is below a directory. */
    boolean hasCommittedChildren(Key directory) {
        return hasChildren(directory, Partition::committedAtOrAfter);
    }

    private boolean hasChildren(Key directory, BiFunction<Partition, Key, Store.@Nullable Entry> atOrAfter) {
        byte[] prefix = Paths.childPrefix(directory.path());
        Key from = Key.of(directory.container(), prefix);
        for (Partition partition : partitions) {
            Store.@Nullable Entry entry = atOrAfter.apply(partition, from);
            if (entry != null && isBelow(entry.key(), directory.container(), prefix)) {
                return true;
            }
        }
        return false;
    }

    static boolean isBelow(Key key, long container, byte[] prefix) {
        return key.container() == container && key.pathStartsWith(prefix);
    }

    /** Items of all of them. */
    public long itemCount() {
        long count = 0;
        for (Partition partition : partitions) {
            count += partition.store().count();
        }
        return count;
    }
}
