package io.vireo.engine.partition;

import io.vireo.channel.Placement;
import io.vireo.channel.message.ItemKind;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.KeyView;
import io.vireo.engine.store.Store;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The partitions of a reactor, looked at together. Threads: the reactor alone. */
public final class PartitionSet {
    private final List<Partition> partitions;
    private final @Nullable Partition[] byNumber;

    /** @param partitionCount of the engine; every one of them whose reactor this is, in the order of their numbers */
    public PartitionSet(List<Partition> partitions, int partitionCount) {
        this.partitions = List.copyOf(partitions);
        this.byNumber = new Partition[partitionCount];
        for (Partition partition : partitions) {
            byNumber[partition.index()] = partition;
        }
    }

    /** All of them. */
    public List<Partition> all() {
        return partitions;
    }

    /** The one that owns a key; null when another reactor does. */
    public @Nullable Partition ownerOf(Key key) {
        return byNumber[numberOf(key)];
    }

    /** The number of the partition that owns a key, whatever reactor has it. */
    public int numberOf(Key key) {
        int pathOffset = key.length() - key.pathLength();
        MemorySegment bytes = MemorySegment.ofArray(key.encoded());
        return Placement.partition(key.container(), bytes, pathOffset, key.pathLength(), byNumber.length);
    }

    /** The same, of a key that is not kept. */
    public @Nullable Partition ownerOf(KeyView key) {
        return byNumber[
                Placement.partition(
                        key.container(), key.buffer(), key.pathOffset(), key.pathLength(), byNumber.length)];
    }

    /** The one with this number; null when another reactor has it, or none. */
    public @Nullable Partition numbered(int index) {
        return index < 0 || index >= byNumber.length ? null : byNumber[index];
    }

    /** The kind of what is under a key now, as far as this reactor owns it. */
    @Nullable ItemKind kind(Key key) {
        @Nullable Partition owner = ownerOf(key);
        return owner == null ? null : owner.kind(key);
    }

    /** The kind of what is durable under a key, as far as this reactor owns it. */
    @Nullable ItemKind committedKind(Key key) {
        @Nullable Partition owner = ownerOf(key);
        @Nullable IndexEntry found = owner == null ? null : owner.committedSlot(key);
        return found == null ? null : Partition.kind(found);
    }

    /** Whether anything of this reactor is below a directory now, committed or not. */
    public boolean hasChildren(Key directory) {
        return hasChildren(directory, Store::atOrAfter);
    }

    /** Whether anything that is committed is below a directory. */
    boolean hasCommittedChildren(Key directory) {
        return hasChildren(directory, Store::committedAtOrAfter);
    }

    private boolean hasChildren(Key directory, BiFunction<Store, byte[], Store.@Nullable Found> atOrAfter) {
        Key from = Key.of(directory.container(), Paths.childPrefix(directory.path()));
        byte[] prefix = from.encoded();
        for (Partition partition : partitions) {
            Store.@Nullable Found found = atOrAfter.apply(partition.store(), prefix);
            if (found != null && startsWith(found.key(), prefix)) {
                return true;
            }
        }
        return false;
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    /** Items of all of them. */
    public long itemCount() {
        long count = 0;
        for (Partition partition : partitions) {
            count += partition.itemCount();
        }
        return count;
    }
}
