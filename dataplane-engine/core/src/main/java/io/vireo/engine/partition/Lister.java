package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.Limits;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists a directory, or everything below one, over the partitions of a reactor.
 *
 * <p>The store is ordered by whole paths, a directory by names, and the two differ: "a-b" comes before "a/x", but "a" before "a-b". So before a name is
 * listed, those of its beginnings that may be a directory which the store has further on are looked up. Threads: the reactor alone.
 */
final class Lister {
    private final PartitionSet partitions;
    private final ItemReader items;
    private final ListRequest request;
    private final long clockNs;
    private final MergeCursor cursor;
    private final List<Listing.Entry> entries = new ArrayList<>();

    /** The last name, or in a recursive listing path, that was looked at. */
    private byte[] last;

    /** Places of records that are not in memory: what is listed is not the answer then. */
    private final List<MergeCursor.Place> missing = new ArrayList<>();

    private long length;
    private int examined;
    private long count;
    private boolean isFull;

    /** @param clockNs time of the clock: what has expired is not listed */
    Lister(PartitionSet partitions, ItemReader items, ListRequest request, long clockNs) {
        this.partitions = partitions;
        this.items = items;
        this.request = request;
        this.clockNs = clockNs;
        this.cursor = new MergeCursor(partitions.all(), request.range().isReverse());
        this.last = request.isRecursive() ? request.marker() : nameOfMarker();
    }

    /** The page; not whole when {@link #missing} names records. */
    Listing list() {
        byte[] start = key(request.start()).encoded();
        MergeCursor.Place found = cursor.seek(key(request.range().isReverse() ? end() : beginning()));
        while (!isFull && found != null && PartitionSet.startsWith(found.key().encoded(), start)) {
            if (request.range().isReverse()) {
                found = takeBackward(found);
            } else {
                found = request.isRecursive() ? takePath(found) : takeName(found);
            }
        }
        return new Listing(entries, count, isFull ? marker() : new byte[0], request.selection());
    }

    /** Where to begin. */
    private byte[] beginning() {
        byte[] from = request.marker().length > 0 ? Paths.append(request.marker(), (byte) 0) : request.start();
        return later(
                later(from, request.start()),
                Paths.join(request.base(), request.range().from()));
    }

    /** Before what to begin in reverse. No path has this byte. */
    private byte[] end() {
        byte[] end = Paths.append(request.start(), (byte) 0xff);
        if (request.range().hasEnd()) {
            byte[] to = Paths.join(request.base(), request.range().to());
            end = Arrays.compareUnsigned(to, end) < 0 ? to : end;
        }
        boolean hasMarker = request.marker().length > 0 && Arrays.compareUnsigned(request.marker(), end) < 0;
        return hasMarker ? request.marker() : end;
    }

    private static byte[] later(byte[] first, byte[] second) {
        return Arrays.compareUnsigned(first, second) < 0 ? second : first;
    }

    /** Lists an item, or passes over what is below a name; the one before. Only items are listed in reverse: paths and names are in one order then. */
    private MergeCursor.@Nullable Place takeBackward(MergeCursor.Place found) {
        Key key = found.key();
        byte[] name = key.path(request.base().length, key.pathLength());
        if (request.range().isBefore(name)) {
            return null;
        }
        int slash = request.isRecursive() ? -1 : key.indexOfSlash(request.base().length);
        if (slash >= 0) {
            return cursor.skipTo(key(key.path(0, slash + 1)));
        }
        return consider(request.isRecursive() ? key.path() : name, key, found) ? cursor.next() : null;
    }

    /** Whether there is a directory to list: the root, an item that is one, or a prefix of other paths. */
    static boolean isThere(PartitionSet partitions, Key directory) {
        @Nullable ItemKind kind = partitions.committedKind(directory);
        return directory.pathLength() == 0
                || kind == ItemKind.DIRECTORY
                || kind == ItemKind.STREAM
                || partitions.hasCommittedChildren(directory);
    }

    private MergeCursor.@Nullable Place takePath(MergeCursor.Place found) {
        byte[] path = found.key().path();
        int start = request.base().length;
        if (request.range().isBehind(path, start, path.length)) {
            return null;
        }
        return consider(path, found.key(), found) ? cursor.next() : null;
    }

    /** Lists the name that an entry has in the directory, or passes over it; the entry to go on with. */
    private MergeCursor.@Nullable Place takeName(MergeCursor.Place found) {
        Key key = found.key();
        int nameStart = request.base().length;
        int slash = key.indexOfSlash(nameStart);
        int nameEnd = slash < 0 ? key.pathLength() : slash;
        byte[] name = key.path(nameStart, nameEnd);
        if (Arrays.compareUnsigned(name, last) > 0 && !request.range().isBefore(name)) {
            if (!takeEarlierPrefixes(name) || request.range().isBehind(name, 0, name.length)) {
                return null;
            }
            boolean isItem = slash < 0;
            Key nameKey = isItem ? key : Key.of(key.container(), key.path(0, nameEnd));
            if (!consider(name, nameKey, isItem ? found : null)) {
                return null;
            }
            if (isItem) {
                return afterItem(found);
            }
        }
        if (slash < 0) {
            return cursor.next();
        }
        // All of its paths are one name: go on behind them, '0' being the byte after '/'.
        return cursor.skipTo(key(Paths.append(key.path(0, slash), (byte) ('/' + 1))));
    }

    /** Moves on from an item, listing its name once more when it is a prefix too: paths that start with it then come next. */
    private MergeCursor.@Nullable Place afterItem(MergeCursor.Place found) {
        MergeCursor.Place next = cursor.next();
        boolean mayBePrefix =
                next != null && next.key().pathStartsWith(found.key().path());
        if (mayBePrefix && !found.isDirectory() && partitions.hasCommittedChildren(found.key())) {
            take(found.key(), null);
        }
        return next;
    }

    /** Lists the beginnings of a name that are directories by their children alone, which the store has after the name. */
    private boolean takeEarlierPrefixes(byte[] name) {
        int prefixLength = request.start().length - request.base().length;
        for (int length = Math.max(1, prefixLength); length < name.length; length++) {
            if (Byte.toUnsignedInt(name[length]) >= '/') {
                continue;
            }
            byte[] earlier = Arrays.copyOf(name, length);
            if (Arrays.compareUnsigned(earlier, last) > 0 && request.range().isIn(earlier)) {
                Key key = key(Paths.join(request.base(), earlier));
                if (partitions.hasCommittedChildren(key) && !consider(earlier, key, null)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Lists an entry when it is asked for; false when there is no room for it or no work left: then it is not looked at.
     *
     * @param place of the item; null for what is only a prefix
     */
    private boolean consider(byte[] nameOrPath, Key key, MergeCursor.@Nullable Place place) {
        boolean isOver = examined == Limits.PAGE_EXAMINED_COUNT || length >= request.byteLimit();
        if (isOver || missing.size() >= Limits.PAGE_FETCH_COUNT) {
            isFull = true;
            return false;
        }
        if (entries.size() + missing.size() >= request.limit() && admitted(key, place) != null) {
            isFull = true;
            return false;
        }
        examined++;
        last = nameOrPath;
        if (entries.size() < request.limit()) {
            take(key, place);
        }
        return true;
    }

    private void take(Key key, MergeCursor.@Nullable Place place) {
        @Nullable Item item = admitted(key, place);
        if (item != null) {
            count++;
            if (!request.isCount()) {
                entries.add(new Listing.Entry(key, item, place == null));
            }
        }
    }

    /** The item, when it is asked for; null also when its record is missing. */
    private @Nullable Item admitted(Key key, MergeCursor.@Nullable Place place) {
        if (!request.mayAdmit(key, place == null || place.isDirectory())) {
            return null;
        }
        Item item = Listing.PREFIX_ITEM;
        if (place != null && !isCountedByIndex(place)) {
            if (!items.isThere(place.at())) {
                missing.add(place);
                return null;
            }
            length += place.at().length();
            item = items.item(key, place.at());
            if (item.isExpired(place.owner().presentNs(clockNs))) {
                return null;
            }
        }
        return request.admits(key, item) ? item : null;
    }

    /** Whether the index alone says that an item is to be counted: nothing is asked of its record, and it cannot have expired. */
    private boolean isCountedByIndex(MergeCursor.Place place) {
        boolean mayBeExpired = Partition.expires(place.at()) && place.owner().hasExpired(clockNs);
        return request.isCount() && !request.hasFilter() && !mayBeExpired;
    }

    /** Items whose records must be in memory before the page can be made. */
    List<MergeCursor.Place> missing() {
        return missing;
    }

    private byte[] marker() {
        return request.isRecursive() ? last : Paths.join(request.base(), last);
    }

    private byte[] nameOfMarker() {
        if (request.marker().length == 0) {
            return new byte[0];
        }
        int start = request.base().length;
        int end = start;
        while (end < request.marker().length && request.marker()[end] != '/') {
            end++;
        }
        return Arrays.copyOfRange(request.marker(), start, end);
    }

    private Key key(byte[] path) {
        return Key.of(request.container(), path);
    }
}
