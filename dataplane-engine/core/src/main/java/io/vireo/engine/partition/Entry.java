package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.ItemStateWriter;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.KeyView;
import io.vireo.engine.journal.Location;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads one entry of a journal record, whose layout {@link EntryCodec} draws. Reused: {@link #wrap} points it at the next one. What does not hold together is
 * an {@link IllegalStateException} or an {@link IndexOutOfBoundsException}: its checksum has been compared before. Threads: one.
 */
final class Entry {
    /** Takes extents one by one. */
    @FunctionalInterface
    interface ExtentVisitor {
        /** @param place {@link EntryCodec#OWN}, {@link EntryCodec#TAKEN}, {@link EntryCodec#KEPT} or {@link EntryCodec#HOLE} */
        void extent(int place, long location, int length);
    }

    private static final int HEADER_LENGTH = 5;
    private static final int STATE_LENGTH = 69;
    private static final int BEFORE_LENGTH = 16;
    private static final int DELETE_LENGTH = 16;
    private static final int TRANSACTION_LENGTH = 12;

    private final ByteReader reader = new ByteReader();
    private byte[] bytes = {};
    private int start;
    private int length;
    private long location;
    private int type;
    private int keyOffset;
    private int keyLength;
    private int contentOffset;

    /**
     * Points at the entry that starts here.
     *
     * @param limit of the bytes that there are
     * @param atLocation of its first byte in the log
     */
    Entry wrap(byte[] newBytes, int offset, int limit, long atLocation) {
        bytes = newBytes;
        start = offset;
        location = atLocation;
        reader.wrap(newBytes, offset, limit);
        length = reader.i32();
        if (length < HEADER_LENGTH || length > limit - offset) {
            throw new IllegalStateException("entry has an impossible length: length=" + length);
        }
        reader.wrap(newBytes, offset + Integer.BYTES, offset + length);
        type = reader.u8();
        keyLength = 0;
        if (isOfItem()) {
            keyLength = reader.u16();
            keyOffset = reader.skip(keyLength);
        } else if (type < EntryCodec.BLOCK || type > EntryCodec.DONE) {
            throw new IllegalStateException("entry has an unknown type: type=" + type);
        }
        contentOffset = reader.offset();
        return this;
    }

    int type() {
        return type;
    }

    private boolean isOfItem() {
        return type == EntryCodec.PUT
                || type == EntryCodec.MOVE
                || type == EntryCodec.DELETE
                || type == EntryCodec.FORGET;
    }

    /** Of all of it, in bytes. */
    int length() {
        return length;
    }

    long location() {
        return location;
    }

    /** The array behind. */
    byte[] bytes() {
        return bytes;
    }

    /** Of its first byte in the array. */
    int start() {
        return start;
    }

    /** A copy of the key's bytes. */
    byte[] keyBytes() {
        return Arrays.copyOfRange(bytes, keyOffset, keyOffset + keyLength);
    }

    /** The container that the key is of. */
    long container() {
        long container = 0;
        for (int i = 0; i < Key.CONTAINER_LENGTH; i++) {
            container = container << 8 | (bytes[keyOffset + i] & 0xff);
        }
        return container;
    }

    /** Where the key starts in the array. */
    int keyOffset() {
        return keyOffset;
    }

    /** Of the key, in bytes. */
    int keyLength() {
        return keyLength;
    }

    /** Whether the key starts with these bytes, and ends there or goes on behind a slash; without bytes after the container always. */
    boolean isAtOrBelow(Key directory) {
        byte[] prefix = directory.encoded();
        return keyLength >= prefix.length
                && Arrays.equals(bytes, keyOffset, keyOffset + prefix.length, prefix, 0, prefix.length)
                && (keyLength == prefix.length
                        || directory.pathLength() == 0
                        || bytes[keyOffset + prefix.length] == '/');
    }

    /** Whether the path starts with this folder. */
    boolean isBelow(byte[] folder) {
        int path = keyOffset + Long.BYTES;
        return keyLength > Long.BYTES + folder.length
                && Arrays.equals(bytes, path, path + folder.length, folder, 0, folder.length)
                && bytes[path + folder.length] == '/';
    }

    boolean isOf(Key key) {
        byte[] encoded = key.encoded();
        return Arrays.equals(bytes, keyOffset, keyOffset + keyLength, encoded, 0, encoded.length);
    }

    boolean isOf(KeyView key) {
        return Arrays.equals(bytes, keyOffset, keyOffset + keyLength, key.bytes(), 0, key.length());
    }

    private ByteReader content() {
        return reader.wrap(bytes, contentOffset, start + length);
    }

    /** Of an item. */
    ItemKind kind() {
        ItemKind kind = ItemKind.of(content().u8());
        if (kind == ItemKind.UNRECOGNIZED) {
            throw new IllegalStateException("item has an unknown kind");
        }
        return kind;
    }

    /** Of an item. */
    long version() {
        return longAt(1);
    }

    /** Of an item. */
    long modifiedNs() {
        return longAt(17);
    }

    /** Of an item. */
    long inode() {
        return longAt(25);
    }

    /** Of a delete. */
    long timeNs() {
        return longAt(0);
    }

    /** Of a delete of a shard; else 0. */
    long deletedInode() {
        return longAt(8);
    }

    /** Where the entry is that this put, or delete, takes the place of; of length 0: none is told. */
    IndexEntry before(IndexEntry into) {
        ByteReader content = content();
        content.skip(type == EntryCodec.DELETE ? DELETE_LENGTH : STATE_LENGTH);
        long where = content.i64();
        int entryLength = content.i32();
        return into.set(Location.segment(where), Location.offset(where), entryLength, content.i32(), 0, 0);
    }

    /** Of those 16 bytes, in the array. */
    int beforeOffset() {
        return contentOffset + (type == EntryCodec.DELETE ? DELETE_LENGTH : STATE_LENGTH);
    }

    /** Takes extents that are in the record of their entry. */
    @FunctionalInterface
    interface OwnExtentVisitor {
        /**
         * @param offset of what the entry says of it, in the array
         * @param location of its first byte
         */
        void extent(int offset, long location);
    }

    /** Hands over the extents of an item's body that are in its own record. */
    void ownExtents(OwnExtentVisitor visitor) {
        ByteReader content = extents();
        content.skip(12);
        int count = content.length();
        for (int i = 0; i < count; i++) {
            int offset = content.offset();
            int place = content.u8();
            long where = content.i64();
            int extentLength = content.i32();
            content.skip(place == EntryCodec.HOLE ? 0 : 4 * Extent.blockCount(extentLength));
            if (place == EntryCodec.OWN) {
                visitor.extent(offset, location - where);
            }
        }
    }

    /** Of an intent, an apply, an abort, a decision, or its end. */
    TransactionId transaction() {
        ByteReader content = content();
        return new TransactionId(content.i32(), content.i64());
    }

    /** Of an intent, an apply or an abort: which record of the intent it is. */
    int part() {
        ByteReader content = content();
        content.skip(TRANSACTION_LENGTH);
        return content.i32();
    }

    /** Of an apply: of the first change behind it. */
    long appliedNs() {
        return longAt(TRANSACTION_LENGTH + Integer.BYTES);
    }

    /** Of an intent: of the first of its entries, in the array. */
    int intendedOffset() {
        return contentOffset + TRANSACTION_LENGTH + Integer.BYTES;
    }

    /** Of the shard that a block, or a drop, is about. */
    long shardInode() {
        return longAt(0);
    }

    /** Of a block, or a drop. */
    long lastSequence() {
        return longAt(8);
    }

    /** Of a block, since 1970-01-01T00:00:00Z. */
    long arrivalNs() {
        return longAt(16);
    }

    /** Of a block. */
    int recordCount() {
        ByteReader content = content();
        content.skip(24);
        return content.i32();
    }

    /** Of the records of a block, in the array. */
    int recordsOffset() {
        return contentOffset + 28;
    }

    /** Of an item; 0: never. */
    long expiresNs() {
        return longAt(61);
    }

    /** Of what is forgotten. */
    long forgottenExpiryNs() {
        return longAt(0);
    }

    private long longAt(int offset) {
        ByteReader content = content();
        content.skip(offset);
        return content.i64();
    }

    private ByteReader extents() {
        ByteReader content = content();
        content.skip(STATE_LENGTH + BEFORE_LENGTH);
        content.skip(content.length());
        return content;
    }

    /** Of an item: moves a reader to its encoded attributes. */
    ByteReader attributes(ByteReader target) {
        ByteReader content = content();
        content.skip(STATE_LENGTH + BEFORE_LENGTH);
        int attributesLength = content.length();
        int offset = content.offset();
        return target.wrap(bytes, offset, offset + attributesLength);
    }

    /**
     * Writes what an item is, but for its attributes, into a message.
     *
     * @param attributes any; reads them to count them
     */
    void writeState(ItemStateWriter target, ByteReader attributes) {
        ByteReader content = content();
        target.kind(ItemKind.of(content.u8()))
                .version(content.i64())
                .createdNs(content.i64())
                .modifiedNs(content.i64())
                .inode(content.i64())
                .mode(content.i32())
                .uid(content.i32())
                .gid(content.i32())
                .shardCount(content.i32())
                .retentionSeconds(content.i32())
                .lastSequence(content.i64())
                .expiresNs(content.i64())
                .attributeCount(Attributes.userCount(attributes(attributes)));
        ByteReader body = extents();
        target.bodyLength(body.i64()).bodyCrc32c(Integer.toUnsignedLong(body.i32()));
    }

    /** Of an item. */
    long createdNs() {
        return longAt(9);
    }

    /** Of an item. */
    int mode() {
        return intAt(33);
    }

    /** Of an item. */
    int uid() {
        return intAt(37);
    }

    /** Of an item. */
    int gid() {
        return intAt(41);
    }

    private int intAt(int offset) {
        ByteReader content = content();
        content.skip(offset);
        return content.i32();
    }

    /** How many extents the body of an item has. */
    int extentCount() {
        ByteReader content = extents();
        content.skip(12);
        return content.length();
    }

    /** How many extents the version before had that this one has not. */
    int releasedCount() {
        ByteReader content = released();
        content.skip(8);
        return content.length();
    }

    /** Of an item, in bytes. */
    long bodyLength() {
        return extents().i64();
    }

    /** Hands over the extents of an item's body, holes among them. */
    void extents(ExtentVisitor visitor) {
        ByteReader content = extents();
        content.skip(12);
        int count = content.length();
        for (int i = 0; i < count; i++) {
            int place = content.u8();
            long where = content.i64();
            int extentLength = content.i32();
            content.skip(place == EntryCodec.HOLE ? 0 : 4 * Extent.blockCount(extentLength));
            visitor.extent(place, place == EntryCodec.OWN ? location - where : where, extentLength);
        }
    }

    /** When the version before would have expired, if this one does not then; 0: it would not have, or this one does. */
    long releasedExpiryNs() {
        return released().i64();
    }

    private ByteReader released() {
        ByteReader content;
        if (type == EntryCodec.DELETE) {
            content = content();
            content.skip(DELETE_LENGTH + BEFORE_LENGTH);
            return content;
        }
        content = extents();
        content.skip(12);
        int count = content.length();
        for (int i = 0; i < count; i++) {
            boolean isHole = content.u8() == EntryCodec.HOLE;
            content.skip(8);
            int extentLength = content.i32();
            content.skip(isHole ? 0 : 4 * Extent.blockCount(extentLength));
        }
        return content;
    }

    /** Hands over the extents that the version before had, as {@link EntryCodec#KEPT}. */
    void released(ExtentVisitor visitor) {
        ByteReader content = released();
        content.skip(8);
        int count = content.length();
        for (int i = 0; i < count; i++) {
            long where = content.i64();
            visitor.extent(EntryCodec.KEPT, where, content.i32());
        }
    }

    /** What the entry made of the item. */
    Item item() {
        ItemKind kind = kind();
        ByteReader content = content();
        content.u8();
        long version = content.i64();
        long createdNs = content.i64();
        long modifiedNs = content.i64();
        long inode = content.i64();
        int mode = content.i32();
        int uid = content.i32();
        int gid = content.i32();
        int shardCount = content.i32();
        int retentionSeconds = content.i32();
        long lastSequence = content.i64();
        long expiresNs = content.i64();
        content.skip(BEFORE_LENGTH);
        Attributes attributes = Attributes.ofEncoded(content.bytes(content.length()));
        return new Item(
                kind,
                version,
                createdNs,
                modifiedNs,
                inode,
                mode,
                uid,
                gid,
                shardCount,
                retentionSeconds,
                lastSequence,
                expiresNs,
                attributes,
                body(content));
    }

    private Body body(ByteReader content) {
        long bodyLength = content.i64();
        int checksum = content.i32();
        int count = content.length();
        if (count == 0) {
            return Body.EMPTY;
        }
        List<Extent> extents = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int place = content.u8();
            long where = content.i64();
            int extentLength = content.i32();
            if (place == EntryCodec.HOLE) {
                extents.add(Extent.hole(extentLength));
                continue;
            }
            int[] checksums = new int[Extent.blockCount(extentLength)];
            for (int block = 0; block < checksums.length; block++) {
                checksums[block] = content.i32();
            }
            extents.add(new Extent(place == EntryCodec.OWN ? location - where : where, extentLength, checksums));
        }
        return new Body(bodyLength, checksum, List.copyOf(extents));
    }
}
