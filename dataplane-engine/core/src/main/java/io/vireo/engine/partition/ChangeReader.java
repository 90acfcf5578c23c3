package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.CorruptRecordException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the entries of a journal record as changes: what was put, deleted and appended. What only moved, and what was let go, is no change and is passed over. Threads: the reactor alone.
 */
public final class ChangeReader {
    private final Entry entry = new Entry();
    private final IndexEntry scratch = new IndexEntry();

    /** Starts with nothing. */
    public ChangeReader() {}

    /**
     * Adds the changes of a record that are about what is at a path or below it. What feeds keep of their own is not among them, unless the path asks for it.
     *
     * @param metadata of the record
     * @param length of it
     * @param location of its first byte in the log
     */
    public void read(byte[] metadata, int length, long location, Key directory, List<Change> target) {
        boolean isOfFeeds = isOfFeeds(directory);
        int appended = 0;
        int offset = 0;
        while (offset < length) {
            entry.wrap(metadata, offset, length, location + offset);
            offset += entry.length();
            switch (entry.type()) {
                case EntryCodec.BLOCK -> appended = entry.recordCount();
                case EntryCodec.PUT, EntryCodec.DELETE -> {
                    if (entry.isAtOrBelow(directory) && (isOfFeeds || !entry.isBelow(FeedSettings.FOLDER))) {
                        target.add(change(appended));
                    }
                    appended = 0;
                }
                default -> {
                    // a move, a shift or a drop: nobody asked for it, and it changes nothing
                }
            }
        }
    }

    private static boolean isOfFeeds(Key directory) {
        String path = new String(directory.path(), StandardCharsets.UTF_8);
        String folder = new String(FeedSettings.FOLDER, StandardCharsets.UTF_8);
        return path.equals(folder) || path.startsWith(folder + "/");
    }

    private Change change(int appended) {
        Key key = Key.ofEncoded(entry.keyBytes());
        @Nullable IndexEntry before = entry.before(scratch).length() > 0 ? new IndexEntry().set(scratch) : null;
        if (entry.type() == EntryCodec.DELETE) {
            return new Change(
                    Change.Kind.DELETED, key, entry.location(), entry.timeNs(), null, before, entry.length(), 0);
        }
        Change.Kind kind;
        if (appended > 0 && entry.kind() == ItemKind.SHARD) {
            kind = Change.Kind.APPENDED;
        } else {
            kind = before == null ? Change.Kind.CREATED : Change.Kind.CHANGED;
        }
        int count = kind == Change.Kind.APPENDED ? appended : 0;
        return new Change(kind, key, entry.location(), entry.modifiedNs(), entry.item(), before, entry.length(), count);
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
