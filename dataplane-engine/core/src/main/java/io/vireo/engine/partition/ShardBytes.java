package io.vireo.engine.partition;

import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.store.Store;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/** What the blocks of each shard of a partition take: retention by size asks it. Counted from the index, so it is in no file. Threads: the reactor alone. */
public final class ShardBytes {
    private final Map<Long, Long> byInode = new HashMap<>();

    ShardBytes() {}

    /** A shard's blocks take more, or less; until that is durable the store can take it back. */
    void add(Store store, long inode, long bytes) {
        count(inode, bytes);
        store.addUndo(() -> count(inode, -bytes));
    }

    /** A shard's blocks take more, or less. */
    void count(long inode, long bytes) {
        byInode.merge(inode, bytes, (before, more) -> before + more == 0 ? null : before + more);
    }

    /** What the blocks of a shard take. */
    long of(long inode) {
        return byInode.getOrDefault(inode, 0L);
    }

    /** What a checkpoint held under a key is in the store. */
    public void loaded(MemorySegment key, int length, IndexEntry found) {
        if (IndexKeys.isBlock(key, length)) {
            byte[] block = key.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            count(IndexKeys.inode(block), found.length());
        }
    }

    /** Forgets what was loaded. */
    public void clear() {
        byInode.clear();
    }
}
