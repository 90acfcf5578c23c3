package io.vireo.engine.partition;

import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.Key;
import io.vireo.engine.store.Store;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What an entry of a journal record says, for people who look at a log.
 *
 * @param kind what became of what
 * @param location of its first byte in the log
 * @param length of all of it, in bytes
 * @param indexKey of what it puts into the index or takes out of it; of a drop: of the last block
 * @param subject the item, as container and path, or the shard, by its inode
 * @param detail the rest, as {@code name=value} pairs
 */
public record StoredEntry(Kind kind, long location, int length, byte[] indexKey, String subject, String detail) {
    /** What became of what; {@link EntryCodec} has the layouts. */
    public enum Kind {
        PUT,
        DELETE,
        BLOCK,
        MOVE,
        SHIFT,
        DROP,
        FORGET,
        INTENT,
        APPLY,
        ABORT,
        DECIDED,
        DONE
    }

    /**
     * The entries of a record.
     *
     * @param location of the metadata's first byte in the log
     * @throws IllegalStateException they do not hold together, which their checksum does not explain
     */
    public static List<StoredEntry> of(byte[] metadata, long location) {
        List<StoredEntry> entries = new ArrayList<>();
        Entry entry = new Entry();
        try {
            for (int offset = 0; offset < metadata.length; offset += entry.length()) {
                entries.add(of(entry.wrap(metadata, offset, metadata.length, location + offset)));
            }
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalStateException("entry ends before what it tells of: " + e.getMessage(), e);
        }
        return entries;
    }

    private static StoredEntry of(Entry entry) {
        Kind kind =
                switch (entry.type()) {
                    case EntryCodec.PUT -> Kind.PUT;
                    case EntryCodec.MOVE -> Kind.MOVE;
                    case EntryCodec.DELETE -> Kind.DELETE;
                    case EntryCodec.BLOCK -> Kind.BLOCK;
                    case EntryCodec.SHIFT -> Kind.SHIFT;
                    case EntryCodec.DROP -> Kind.DROP;
                    case EntryCodec.FORGET -> Kind.FORGET;
                    case EntryCodec.INTENT -> Kind.INTENT;
                    case EntryCodec.APPLY -> Kind.APPLY;
                    case EntryCodec.ABORT -> Kind.ABORT;
                    case EntryCodec.DECIDED -> Kind.DECIDED;
                    case EntryCodec.DONE -> Kind.DONE;
                    default -> throw new IllegalStateException("entry has an unknown type: type=" + entry.type());
                };
        return switch (kind) {
            case PUT, MOVE -> {
                entry.extents((_, _, _) -> {}); // what cannot be gone over is told of here
                entry.released((_, _, _) -> {});
                yield ofItem(
                        entry,
                        kind,
                        "kind=" + entry.kind() + " version=" + entry.version() + " modifiedNs=" + entry.modifiedNs()
                                + " bodyBytes=" + entry.bodyLength()
                                + (entry.expiresNs() == 0 ? "" : " expiresNs=" + entry.expiresNs()));
            }
            case DELETE -> {
                entry.released((_, _, _) -> {});
                yield ofItem(entry, kind, "timeNs=" + entry.timeNs());
            }
            case BLOCK, SHIFT ->
                ofShard(
                        entry,
                        kind,
                        "throughSequence=" + entry.lastSequence() + " records=" + entry.recordCount() + " arrivalNs="
                                + entry.arrivalNs());
            case FORGET ->
                new StoredEntry(
                        kind,
                        entry.location(),
                        entry.length(),
                        IndexKeys.expiry(entry.forgottenExpiryNs(), entry.keyBytes()),
                        Key.ofEncoded(entry.keyBytes()).toString(),
                        "expiresNs=" + entry.forgottenExpiryNs());
            case DROP -> ofShard(entry, kind, "throughSequence=" + entry.lastSequence());
            case INTENT -> ofIntent(entry, kind, "part=" + entry.part() + intended(entry));
            case APPLY -> ofIntent(entry, kind, "part=" + entry.part() + " timeNs=" + entry.appliedNs());
            case ABORT -> ofIntent(entry, kind, "part=" + entry.part());
            case DECIDED -> ofDecision(entry, kind, "reactors=" + reactors(entry));
            case DONE -> ofDecision(entry, kind, "");
        };
    }

    /** Of a decision: those that have an intent. */
    private static List<Integer> reactors(Entry decision) {
        ByteReader reader = new ByteReader()
                .wrap(
                        decision.bytes(),
                        decision.intendedOffset() - Integer.BYTES,
                        decision.start() + decision.length());
        List<Integer> reactors = new ArrayList<>();
        for (int left = reader.length(); left > 0; left--) {
            reactors.add(reader.i32());
        }
        return reactors;
    }

    /** What an intent would do. */
    private static String intended(Entry intent) {
        StringBuilder text = new StringBuilder();
        Entry each = new Entry();
        int limit = intent.start() + intent.length();
        for (int offset = intent.intendedOffset(); offset < limit; offset += each.length()) {
            each.wrap(intent.bytes(), offset, limit, intent.location() + offset - intent.start());
            StoredEntry intended = of(each);
            text.append(" intends=").append(intended.kind()).append(',').append(intended.subject());
        }
        return text.toString();
    }

    private static StoredEntry ofIntent(Entry entry, Kind kind, String detail) {
        byte[] key = IndexKeys.intent(entry.transaction(), entry.part());
        return new StoredEntry(
                kind, entry.location(), entry.length(), key, "transaction=" + entry.transaction(), detail);
    }

    private static StoredEntry ofDecision(Entry entry, Kind kind, String detail) {
        byte[] key = IndexKeys.decided(entry.transaction());
        return new StoredEntry(
                kind, entry.location(), entry.length(), key, "transaction=" + entry.transaction(), detail);
    }

    private static StoredEntry ofItem(Entry entry, Kind kind, String detail) {
        byte[] key = entry.keyBytes();
        String subject = IndexKeys.isToken(key)
                ? "token=" + HexFormat.of().formatHex(key)
                : Key.ofEncoded(key).toString();
        return new StoredEntry(kind, entry.location(), entry.length(), key, subject, detail);
    }

    private static StoredEntry ofShard(Entry entry, Kind kind, String detail) {
        return new StoredEntry(
                kind,
                entry.location(),
                entry.length(),
                IndexKeys.block(entry.shardInode(), entry.lastSequence()),
                "shard inode=" + entry.shardInode(),
                detail);
    }

    /** Whether what an index has under a key is the place of an entry; if not, it tells only who owns an extent, or expires when. */
    public static boolean isPlace(byte[] indexKey) {
        return indexKey[0] != Store.OTHER || !(IndexKeys.isExtent(indexKey) || IndexKeys.isExpiry(indexKey));
    }

    /** The lowest key that a block of the same shard can have. */
    public static byte[] firstBlockKey(byte[] blockKey) {
        return IndexKeys.block(IndexKeys.inode(blockKey), 0);
    }

    /** Whether it is the same at the same place. */
    @Override
    public boolean equals(Object other) {
        return other instanceof StoredEntry entry
                && location == entry.location
                && kind == entry.kind
                && subject.equals(entry.subject)
                && detail.equals(entry.detail);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(location);
    }

    /** A key of an index, for people. */
    public static String subject(byte[] indexKey) {
        return indexKey[0] == Store.OTHER
                ? "key=" + HexFormat.of().formatHex(indexKey)
                : "item=" + Key.ofEncoded(indexKey);
    }
}
