package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.table.IndexPaths;
import io.vireo.engine.table.TableIndexes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The items that a reactor knows by heart: those of its own partitions, and what other reactors told it of theirs. They are streams, for a shard need not live where its stream does and an append
 * must not ask around; and what containers want of their change feeds, for every log holds changes of every container; and what
 * secondary indexes tables have, for their rows are everywhere. Threads: the reactor alone.
 */
public final class StreamDirectory {
    private final Map<Key, Item> items = new HashMap<>();

    /** What secondary indexes tables have, by the table, and how often that has changed. */
    private final Map<Key, TableIndexes> tables = new HashMap<>();

    private long tableChanges;

    /** Those of which nobody knows what they are, for their records are damaged, and why. */
    private final Map<Key, String> damaged = new HashMap<>();

    /** What becomes of our own items: by the commit that is collected, and by the one that is under way. */
    private Map<Key, @Nullable Item> collected = new HashMap<>();

    private Map<Key, @Nullable Item> sealed = new HashMap<>();

    /** Starts empty. */
    public StreamDirectory() {}

    /**
     * The stream at a path.
     *
     * @throws CorruptRecordException there is one, and its record is damaged
     */
    public @Nullable Item find(Key key) {
        if (!damaged.isEmpty() && damaged.get(key) instanceof String why) {
            throw new CorruptRecordException(why);
        }
        @Nullable Item item = items.get(key);
        return item != null && item.kind() == ItemKind.STREAM ? item : null;
    }

    /** All streams, by their keys. */
    Map<Key, Item> streams() {
        Map<Key, Item> streams = new TreeMap<>();
        items.forEach((key, item) -> {
            if (item.kind() == ItemKind.STREAM) {
                streams.put(key, item);
            }
        });
        return streams;
    }

    /** The item at a path that is known by heart. */
    @Nullable Item known(Key key) {
        return items.get(key);
    }

    /** What the containers want of their feeds. */
    public List<FeedSettings> feeds() {
        if (items.isEmpty()) {
            return List.of();
        }
        List<FeedSettings> feeds = new ArrayList<>();
        items.forEach((key, item) -> {
            if (FeedSettings.isOf(key.encoded())) {
                feeds.add(FeedSettings.of(item));
            }
        });
        return feeds;
    }

    /** There is this item of our own now, or none when null. */
    void set(Key key, @Nullable Item item) {
        collected.put(key, item);
        learn(key, item);
    }

    /** There is this item of another reactor now, or none when null. */
    public void learn(Key key, @Nullable Item item) {
        damaged.remove(key);
        if (item == null) {
            items.remove(key);
        } else {
            items.put(key, item);
        }
        if (IndexPaths.isDefinition(key.encoded())) {
            TableIndexes indexes = TableIndexes.of(key, item);
            tableChanges++;
            if (indexes.all().isEmpty()) {
                tables.remove(indexes.table());
            } else {
                tables.put(indexes.table(), indexes);
            }
        }
    }

    /** The secondary indexes of a table; null: it has none. */
    public @Nullable TableIndexes indexesOf(Key table) {
        return tables.get(table);
    }

    /** The tables that have secondary indexes. */
    public Collection<TableIndexes> tables() {
        return tables.values();
    }

    /** One more whenever {@link #tables} may tell something else. */
    public long tableChanges() {
        return tableChanges;
    }

    /** There is an item, and its record is damaged: so it is not known what it is. Until it is replaced, or deleted. */
    public void learnDamaged(Key key, String why) {
        damaged.put(key, why);
    }

    /** Items whose records are damaged, and why. */
    public Map<Key, String> damaged() {
        return damaged;
    }

    /** Whether the commit that is collected changes an item that is known by heart. */
    public boolean isChanging(Key key) {
        return collected.containsKey(key);
    }

    /** What was collected becomes the commit that is under way. */
    public void seal() {
        Map<Key, @Nullable Item> empty = sealed.isEmpty() ? sealed : new HashMap<>();
        sealed = collected;
        collected = empty;
    }

    /** What the commit that was under way made of our own items; null for one that is gone. To be called once for each {@link #seal}. */
    public Map<Key, @Nullable Item> takeSealed() {
        if (sealed.isEmpty()) {
            return Map.of(); // most commits change none
        }
        Map<Key, @Nullable Item> changes = sealed;
        sealed = new HashMap<>();
        return changes;
    }

    /** Nothing of what is not committed was: forgets that there were changes. They are taken back one by one. */
    public void forgetChanges() {
        collected = new HashMap<>();
        sealed = new HashMap<>();
    }
}
