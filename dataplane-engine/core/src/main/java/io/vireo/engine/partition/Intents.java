package io.vireo.engine.partition;

import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Location;
import io.vireo.engine.store.SegmentUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What transactions over several reactors would do here and is not decided yet: the entries of their intents, and the keys that those lock, and that they rely on. Where the entries refer to is kept from
 * compaction by pins. Partitions change it as they apply entries, so it is what the log says, at a start too. Threads: the reactor alone.
 */
public final class Intents {
    /** One record of an intent, as the log has it: what it would do to items of one partition. */
    static final class Part {
        private final Partition partition;
        private final int number;
        private final byte[] bytes;
        private final long location;

        /** Of its intent; 0 until it is among those. */
        private long ordinal;

        Part(Partition partition, int number, byte[] bytes, long location) {
            this.partition = partition;
            this.number = number;
            this.bytes = bytes;
            this.location = location;
        }

        Partition partition() {
            return partition;
        }

        /** Its place among the records of the intent, from 0. */
        int number() {
            return number;
        }

        /** Goes over the entries that it would have take effect; valid until the next one. */
        void entries(Consumer<Entry> visitor) {
            Entry whole = new Entry().wrap(bytes, 0, bytes.length, location);
            Entry each = new Entry();
            int offset = whole.intendedOffset();
            while (offset < bytes.length) {
                visitor.accept(each.wrap(bytes, offset, bytes.length, location + offset));
                offset += each.length();
            }
        }
    }

    private static final class Intent {
        private final TreeMap<Integer, Part> parts = new TreeMap<>();
        private final List<Key> keys = new ArrayList<>();
        private final long ordinal;

        Intent(long ordinal) {
            this.ordinal = ordinal;
        }
    }

    private final SegmentUse use;
    private final Map<TransactionId, Intent> open = new LinkedHashMap<>();
    private final Map<Key, Intent> locked = new HashMap<>();

    /** Keys of items that a transaction relies on as they are until it is decided. Not in the log: a start ends all transactions before it serves anybody. */
    private final Map<Key, TransactionId> reliedOn = new HashMap<>();

    private long lastOrdinal;
    private long length;
    private String doubt = "";
    private boolean isLeft;
    private int endingCount;

    /** @param use of the segments that intents keep */
    public Intents(SegmentUse use) {
        this.use = use;
    }

    /** Whether there is none, so that no key is locked. */
    public boolean isEmpty() {
        return open.isEmpty() && reliedOn.isEmpty();
    }

    /** Whether there is none, and the ends of all that there were are durable. */
    public boolean areEnded() {
        return open.isEmpty() && endingCount == 0;
    }

    /** The end of an intent is being written down. */
    public void beginEnd() {
        endingCount++;
    }

    /** The end of an intent is durable, or was taken back. */
    public void finishEnd() {
        endingCount--;
    }

    /** Those that are not decided. */
    public Collection<TransactionId> open() {
        return Collections.unmodifiableCollection(open.keySet());
    }

    /** Whether a transaction has an intent here. */
    public boolean contains(TransactionId id) {
        return open.containsKey(id);
    }

    /** Of all records of intents, in bytes without their bodies. */
    public long length() {
        return length;
    }

    /** Whether a transaction that is not decided would write this. */
    public boolean isLocked(Key key) {
        return !locked.isEmpty() && locked.containsKey(key);
    }

    /** The first of these keys that is locked; null: none is. */
    public @Nullable Key firstLocked(List<Key> keys) {
        if (!locked.isEmpty() || !reliedOn.isEmpty()) {
            for (Key key : keys) {
                if (locked.containsKey(key) || reliedOn.containsKey(key)) {
                    return key;
                }
            }
        }
        return null;
    }

    /** Locks keys against writes until a transaction is decided. */
    public void relyOn(TransactionId id, List<Key> keys) {
        keys.forEach(key -> reliedOn.put(key, id));
    }

    /** A transaction is decided: what it relied on may change. */
    public void endReliance(TransactionId id) {
        if (!reliedOn.isEmpty()) {
            reliedOn.values().removeIf(id::equals);
        }
    }

    /** Of the intent that came last; intents that come later have larger ones. */
    public long lastOrdinal() {
        return lastOrdinal;
    }

    /** Whether a key is locked by an intent that is not younger than one. */
    public boolean isLocked(Key key, long ordinal) {
        @Nullable Intent intent = locked.isEmpty() ? null : locked.get(key);
        return intent != null && intent.ordinal <= ordinal;
    }

    /** Whether something in a container below a path is locked by an intent that is not younger than one. */
    public boolean isLockedBelow(Key directory, long ordinal) {
        for (Map.Entry<Key, Intent> each : locked.entrySet()) {
            Key key = each.getKey();
            if (each.getValue().ordinal <= ordinal
                    && key.container() == directory.container()
                    && key.pathStartsWith(directory.path())) {
                return true;
            }
        }
        return false;
    }

    /** Notes why intents cannot be ended, so that nobody should wait for it; empty: they can. */
    public void setDoubt(String why) {
        doubt = why;
    }

    /** Nobody can say what becomes of intents any more. */
    public void leaveInDoubt() {
        isLeft = true;
    }

    /** Why intents cannot be ended now; empty: they can. */
    public String doubt() {
        if (open.isEmpty()) {
            return "";
        }
        return isLeft ? "it is not known what became of it until the engine is started again" : doubt;
    }

    /** The partitions that an intent is about. */
    public List<Partition> partitions(TransactionId id) {
        return parts(id).stream().map(Part::partition).distinct().toList();
    }

    /** In their order; none when there is no such intent. */
    List<Part> parts(TransactionId id) {
        @Nullable Intent intent = open.get(id);
        return intent == null ? List.of() : List.copyOf(intent.parts.values());
    }

    void add(TransactionId id, Part part) {
        @Nullable Intent known = open.get(id);
        // What comes back because its end could not be kept is as old as it was.
        part.ordinal = part.ordinal != 0 ? part.ordinal : known == null ? ++lastOrdinal : known.ordinal;
        Intent intent = known == null ? new Intent(part.ordinal) : known;
        open.put(id, intent);
        intent.parts.put(part.number(), part);
        length += part.bytes.length;
        part.entries(entry -> lock(entry, intent));
        pin(part, 1);
    }

    private void lock(Entry entry, Intent intent) {
        if (entry.type() == EntryCodec.PUT || entry.type() == EntryCodec.DELETE) {
            Key key = Key.ofEncoded(entry.keyBytes());
            if (locked.put(key, intent) == null) {
                intent.keys.add(key);
            }
        }
    }

    /** Its keys are free when this was the last record of the intent. */
    @Nullable Part remove(TransactionId id, int number) {
        @Nullable Intent intent = open.get(id);
        @Nullable Part part = intent == null ? null : intent.parts.remove(number);
        if (intent == null || part == null) {
            return null;
        }
        length -= part.bytes.length;
        pin(part, -1);
        if (intent.parts.isEmpty()) {
            open.remove(id);
            intent.keys.forEach(locked::remove);
        }
        return part;
    }

    /** Keeps from compaction what it kept before, which was forgotten. */
    public void pinAgain() {
        open.values().forEach(intent -> intent.parts.values().forEach(part -> pin(part, 1)));
    }

    private void pin(Part part, int change) {
        pin(Location.segment(part.location), change);
        part.entries(entry -> {
            if (entry.type() == EntryCodec.PUT) {
                entry.extents((place, location, _) -> {
                    if (place == EntryCodec.OWN || place == EntryCodec.TAKEN) {
                        pin(Location.segment(location), change);
                    }
                });
            }
        });
    }

    private void pin(int segment, int change) {
        if (change > 0) {
            use.pin(segment);
        } else {
            use.unpin(segment);
        }
    }

    /** Takes an intent of which the index knows and that no record since told of: what a checkpoint held. */
    public void restore(Partition partition, ByteReader record, long location) {
        byte[] bytes = record.bytes(record.remaining());
        Entry entry = new Entry().wrap(bytes, 0, bytes.length, location);
        if (entry.type() != EntryCodec.INTENT) {
            throw new IllegalStateException("intent is something else: type=" + entry.type());
        }
        add(entry.transaction(), new Part(partition, entry.part(), bytes, location));
    }
}
