package io.vireo.engine.secondary;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.partition.IndexChange;
import io.vireo.engine.table.IndexEntryPaths;
import io.vireo.engine.table.RowStamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which entries rows have, and what becomes of those when a row changes. Threads: the reactor alone. */
final class RowEntries {
    private long unfitCount;

    /** Adds what a change of a row does to its entry in an index. */
    void change(IndexEntryPaths paths, RowFeed.RowChange.Told row, List<IndexChange> changes) {
        long id = paths.index().id();
        @Nullable Key old = row.before() == null ? null : entry(paths, row.key(), row.before());
        @Nullable Key now = row.after() == null ? null : entry(paths, row.key(), row.after());
        if (old != null && (now == null || !old.equals(now))) {
            changes.add(new IndexChange.Remove(old, id, new RowStamp(row.timeNs(), 0)));
        }
        // A later change of the row makes its entry: this one would only be removed again, or show what a reader has
        // seen go.
        @Nullable Item after = row.after();
        if (now != null && after != null && row.isNewest()) {
            put(paths, now, after, changes);
        }
    }

    /** Adds the entry of a row, if it has one. */
    void add(IndexEntryPaths paths, Key row, Item item, List<IndexChange> changes) {
        @Nullable Key entry = entry(paths, row, item);
        if (entry != null) {
            put(paths, entry, item, changes);
        }
    }

    private void put(IndexEntryPaths paths, Key entry, Item row, List<IndexChange> changes) {
        RowStamp stamp = new RowStamp(row.modifiedNs(), row.version());
        try {
            Attributes attributes = paths.project(row.attributes(), stamp);
            changes.add(new IndexChange.Put(entry, paths.index().id(), stamp, attributes, row.expiresNs()));
        } catch (InvalidRequestException e) {
            unfitCount++; // the row is as long as an item may be, and the stamp does not fit
        }
    }

    private @Nullable Key entry(IndexEntryPaths paths, Key row, Item item) {
        byte[] name = row.path(row.lastIndexOfSlash() + 1, row.pathLength());
        if (!IndexEntryPaths.isRow(name) || item.kind() != ItemKind.ITEM) {
            return null;
        }
        try {
            return paths.entry(name, item.attributes());
        } catch (IndexEntryPaths.EntryTooLongException e) {
            unfitCount++;
            return null;
        }
    }

    /** Rows since the start whose keys are too long for an entry. */
    long unfitCount() {
        return unfitCount;
    }
}
