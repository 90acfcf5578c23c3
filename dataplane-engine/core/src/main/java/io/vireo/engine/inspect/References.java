package io.vireo.engine.inspect;

import io.vireo.engine.partition.StoredEntry;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * What the index of a checkpoint refers to and is not there as it says, by key. That is no damage where the log goes on to say something else about the key: a
 * segment that was emptied since is gone rightly.
 */
final class References {
    private final TreeMap<byte[], String> wrong = new TreeMap<>(Arrays::compareUnsigned);

    void add(byte[] key, String what) {
        wrong.put(key, what);
    }

    /** An entry behind the checkpoint. */
    void supersede(StoredEntry entry) {
        byte[] key = entry.indexKey();
        if (entry.kind() == StoredEntry.Kind.DROP) {
            wrong.subMap(StoredEntry.firstBlockKey(key), true, key, true).clear();
        } else {
            wrong.remove(key);
        }
    }

    /** What nothing has superseded, as damage of the checkpoint's file. */
    void report(String file, Findings findings) {
        wrong.values().forEach(what -> findings.add(file, 0, what, Damage.Effect.COSTS_ITEMS));
    }
}
