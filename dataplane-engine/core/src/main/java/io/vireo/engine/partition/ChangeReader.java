package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.table.IndexPaths;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a journal record as changes: what was put, deleted and appended. What only moved, and what was let go, is no change and is passed over. Threads: the reactor alone.
 */
public final class ChangeReader {
    /** The entries of a record are no intent's: each has its own time. */
    private static final long NOT_APPLIED = -1;

    private final Entry entry = new Entry();
    private final IndexEntry scratch = new IndexEntry();

    /** Starts with nothing. */
    public ChangeReader() {}

    /**
     * Adds the changes of a record that are about what is at a path or below it. What the engine keeps for feeds and indexes is not among them, unless the path asks for it.
     *
     * @param metadata of the record
     * @param length of it
     * @param location of its first byte in the log
     */
    public void read(byte[] metadata, int length, long location, Key directory, List<Change> target) {
        boolean isOfFeeds = isOf(directory, FeedSettings.FOLDER);
        boolean isOfIndexes = isOf(directory, IndexPaths.FOLDER);
        int appended = 0;
        long appliedNs = NOT_APPLIED;
        int offset = 0;
        while (offset < length) {
            entry.wrap(metadata, offset, length, location + offset);
            offset += entry.length();
            switch (entry.type()) {
                case EntryCodec.BLOCK -> appended = entry.recordCount();
                case EntryCodec.APPLY -> appliedNs = entry.appliedNs();
                case EntryCodec.PUT, EntryCodec.DELETE -> {
                    long timeNs = entry.type() == EntryCodec.DELETE ? entry.timeNs() : entry.modifiedNs();
                    timeNs = appliedNs == NOT_APPLIED ? timeNs : appliedNs++;
                    boolean isKept = (!isOfFeeds && entry.isBelow(FeedSettings.FOLDER))
                            || (!isOfIndexes && entry.isBelow(IndexPaths.FOLDER));
                    if (entry.isAtOrBelow(directory) && !isKept) {
                        target.add(change(appended, timeNs));
                    }
                    appended = 0;
                }
                default -> {
                    // a move, a shift or a drop: nobody asked for it, and it changes nothing; an intent, and what
                    // became of
                    // it: that is told when it takes effect
                }
            }
        }
    }

    /** Whether a directory is a folder, or below it. */
    private static boolean isOf(Key directory, byte[] folder) {
        return directory.pathStartsWith(folder)
                && (directory.pathLength() == folder.length || directory.pathByte(folder.length) == '/');
    }

    /**
     * Adds the changes of a record that are about rows of tables.
     *
     * @param isContainer whether a container has tables whose rows are looked for
     * @param isTable whether they are those of a directory
     */
    public void readRows(
            byte[] metadata,
            int length,
            long location,
            LongPredicate isContainer,
            Predicate<Key> isTable,
            List<Change> target) {
        int offset = 0;
        while (offset < length) {
            entry.wrap(metadata, offset, length, location + offset);
            offset += entry.length();
            boolean isChange = entry.type() == EntryCodec.DELETE
                    || (entry.type() == EntryCodec.PUT && entry.kind() == ItemKind.ITEM);
            if (isChange
                    && isContainer.test(entry.container())
                    && isTable.test(Key.ofEncoded(entry.keyBytes()).parent())) {
                target.add(change(0, entry.type() == EntryCodec.DELETE ? entry.timeNs() : entry.modifiedNs()));
            }
        }
    }

    private Change change(int appended, long timeNs) {
        Key key = Key.ofEncoded(entry.keyBytes());
        @Nullable IndexEntry before = entry.before(scratch).length() > 0 ? new IndexEntry().set(scratch) : null;
        if (entry.type() == EntryCodec.DELETE) {
            return new Change(Change.Kind.DELETED, key, entry.location(), timeNs, null, before, entry.length(), 0);
        }
        Change.Kind kind;
        if (appended > 0 && entry.kind() == ItemKind.SHARD) {
            kind = Change.Kind.APPENDED;
        } else {
            kind = before == null ? Change.Kind.CREATED : Change.Kind.CHANGED;
        }
        int count = kind == Change.Kind.APPENDED ? appended : 0;
        return new Change(kind, key, entry.location(), timeNs, entry.item(), before, entry.length(), count);
    }

    /**
     * The item that an entry says there was.
     *
     * @param bytes of the entry, whose checksum was compared
     * @throws CorruptRecordException it is not this item's
     */
    public Item before(Key key, byte[] bytes, long location) {
        entry.wrap(bytes, 0, bytes.length, location);
        boolean isItem = entry.type() == EntryCodec.PUT || entry.type() == EntryCodec.MOVE;
        if (!isItem || !entry.isOf(key)) {
            throw new CorruptRecordException("stored record is another one's: item=" + key);
        }
        return entry.item();
    }
}
