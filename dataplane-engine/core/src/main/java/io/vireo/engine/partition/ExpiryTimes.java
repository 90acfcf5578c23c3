package io.vireo.engine.partition;

import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.store.Store;
import org.jspecify.annotations.Nullable;

/** Which items of a partition expire when: places of its index, in the order of their times. Threads: the reactor alone. */
final class ExpiryTimes {
    /** {@link #firstNs} has to be looked up. */
    private static final long UNKNOWN = -1;

    /** {@link #firstNs} when nothing expires. */
    private static final long NEVER = Long.MAX_VALUE;

    private final Store store;
    private final IndexEntry slot = new IndexEntry();

    /** When the first of what expires does. */
    private long firstNs = UNKNOWN;

    ExpiryTimes(Store store) {
        this.store = store;
    }

    boolean isEmpty() {
        return firstNs() == NEVER;
    }

    long firstNs() {
        if (firstNs == UNKNOWN) {
            Store.@Nullable Found first = store.atOrAfter(IndexKeys.expiry(0, new byte[0]));
            firstNs = first != null && IndexKeys.isExpiry(first.key()) ? IndexKeys.expiresNs(first.key()) : NEVER;
        }
        return firstNs;
    }

    /** Notes that an item of an entry expires; at 0 none does. */
    void add(long expiresNs, Entry entry) {
        if (expiresNs != 0) {
            store.put(IndexKeys.expiry(expiresNs, entry.keyBytes()), slot.set(0, 0, 1, 0, 0, 0));
            lookUpFirst();
        }
    }

    /** Forgets that an item of an entry expires; at 0 none does. */
    void remove(long expiresNs, Entry entry) {
        if (expiresNs != 0) {
            store.remove(IndexKeys.expiry(expiresNs, entry.keyBytes()));
            lookUpFirst();
        }
    }

    /** What expires first may be another one now, and again when this is taken back. */
    private void lookUpFirst() {
        firstNs = UNKNOWN;
        store.addUndo(this::forgetFirst);
    }

    /** The index has become another one. */
    void forgetFirst() {
        firstNs = UNKNOWN;
    }
}
