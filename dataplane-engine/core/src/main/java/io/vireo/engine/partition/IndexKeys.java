package io.vireo.engine.partition;

import io.vireo.engine.item.Key;
import io.vireo.engine.store.Store;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The keys of a partition's index. No container's number starts with the byte 255, so that what is not an item comes behind all that are.
 *
 * <pre>
 * item     container, 8 bytes | path                                            of the record that made it what it is
 * block    255 | 1 | inode of the shard, 8 bytes | last sequence, 8 bytes       of a record of an append
 * extent   255 | 2 | segment, 4 bytes | offset, 4 bytes | container | path      of nothing: who has an extent that is not in its own record
 * expiry    255 | 3 | when, 8 bytes | container | path                            of nothing: who expires then
 * intent    255 | 4 | coordinator, 4 bytes | number, 8 bytes | part, 4 bytes      of a record of an intent that is not decided
 * decided   255 | 5 | coordinator, 4 bytes | number, 8 bytes                      of the decision of a transaction that somebody may ask for
 * token     255 | 6 | container, 8 bytes | 0 | token                              of what was answered to a request that came with a token
 * </pre>
 *
 * <p>Numbers are big-endian. The entry of an item has its kind and whether it has a body in the flags; that of a block the record count in the flags and,
 * for its version, when it arrived, in units of 2^14 ns.
 */
final class IndexKeys {
    private static final byte BLOCK = 1;
    private static final byte EXTENT = 2;
    private static final byte EXPIRY = 3;
    private static final byte INTENT = 4;
    private static final byte DECIDED = 5;
    /** Of {@link Store#count}, too. */
    static final byte TOKEN = 6;

    private static final int TRANSACTION_PREFIX_LENGTH = 14;
    private static final int OWNED_PREFIX_LENGTH = 10;
    private static final int BLOCK_PREFIX_LENGTH = 10;
    private static final int UNIT_SHIFT = 14;

    private IndexKeys() {}

    static byte[] block(long inode, long lastSequence) {
        return ByteBuffer.allocate(BLOCK_PREFIX_LENGTH + Long.BYTES)
                .put(Store.OTHER)
                .put(BLOCK)
                .putLong(inode)
                .putLong(lastSequence)
                .array();
    }

    static boolean isBlock(MemorySegment key, int length) {
        return length == BLOCK_PREFIX_LENGTH + Long.BYTES
                && key.get(ValueLayout.JAVA_BYTE, 0) == Store.OTHER
                && key.get(ValueLayout.JAVA_BYTE, 1) == BLOCK;
    }

    static boolean isBlockOf(byte[] key, long inode) {
        return key.length == BLOCK_PREFIX_LENGTH + Long.BYTES
                && key[0] == Store.OTHER
                && key[1] == BLOCK
                && ByteBuffer.wrap(key).getLong(2) == inode;
    }

    static long inode(byte[] blockKey) {
        return ByteBuffer.wrap(blockKey).getLong(2);
    }

    static long lastSequence(byte[] blockKey) {
        return ByteBuffer.wrap(blockKey).getLong(BLOCK_PREFIX_LENGTH);
    }

    static byte[] extent(long location, byte[] owner) {
        return owned(EXTENT, location, owner);
    }

    private static byte[] owned(byte type, long value, byte[] owner) {
        return ByteBuffer.allocate(OWNED_PREFIX_LENGTH + owner.length)
                .put(Store.OTHER)
                .put(type)
                .putLong(value)
                .put(owner)
                .array();
    }

    static byte[] expiry(long expiresNs, byte[] owner) {
        return owned(EXPIRY, expiresNs, owner);
    }

    static boolean isExpiry(byte[] key) {
        return key.length > OWNED_PREFIX_LENGTH && key[0] == Store.OTHER && key[1] == EXPIRY;
    }

    static long expiresNs(byte[] expiryKey) {
        return ByteBuffer.wrap(expiryKey).getLong(2);
    }

    static boolean isExtent(byte[] key) {
        return key.length > OWNED_PREFIX_LENGTH && key[0] == Store.OTHER && key[1] == EXTENT;
    }

    static boolean isExtentIn(byte[] key, int segment) {
        return isExtent(key) && ByteBuffer.wrap(key).getInt(2) == segment;
    }

    static long location(byte[] extentKey) {
        return ByteBuffer.wrap(extentKey).getLong(2);
    }

    /** Of an extent, or of an expiry. */
    static Key owner(byte[] ownedKey) {
        return Key.ofEncoded(Arrays.copyOfRange(ownedKey, OWNED_PREFIX_LENGTH, ownedKey.length));
    }

    /** When a block arrived, as its index entry has it. */
    static long timeUnit(long timeNs) {
        return Math.max(0, timeNs >> UNIT_SHIFT);
    }

    /** The first time of a unit. */
    static long timeNs(long unit) {
        return unit << UNIT_SHIFT;
    }

    static byte[] intent(TransactionId id, int part) {
        return ByteBuffer.allocate(TRANSACTION_PREFIX_LENGTH + Integer.BYTES)
                .put(Store.OTHER)
                .put(INTENT)
                .putInt(id.coordinator())
                .putLong(id.number())
                .putInt(part)
                .array();
    }

    /** Comes before the keys of all intents. */
    static byte[] firstIntent() {
        return new byte[] {Store.OTHER, INTENT};
    }

    static boolean isIntent(byte[] key) {
        return key.length == TRANSACTION_PREFIX_LENGTH + Integer.BYTES && key[0] == Store.OTHER && key[1] == INTENT;
    }

    static byte[] decided(TransactionId id) {
        return ByteBuffer.allocate(TRANSACTION_PREFIX_LENGTH)
                .put(Store.OTHER)
                .put(DECIDED)
                .putInt(id.coordinator())
                .putLong(id.number())
                .array();
    }

    /** Comes before the keys of all decisions. */
    static byte[] firstDecided() {
        return new byte[] {Store.OTHER, DECIDED};
    }

    static boolean isDecided(byte[] key) {
        return key.length == TRANSACTION_PREFIX_LENGTH && key[0] == Store.OTHER && key[1] == DECIDED;
    }

    /** Of an intent, or of a decision. */
    static TransactionId transaction(byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key);
        return new TransactionId(bytes.getInt(2), bytes.getLong(6));
    }

    static byte[] token(long container, byte[] token) {
        return ByteBuffer.allocate(OWNED_PREFIX_LENGTH + 1 + token.length)
                .put(Store.OTHER)
                .put(TOKEN)
                .putLong(container)
                .put((byte) 0)
                .put(token)
                .array();
    }

    static boolean isToken(byte[] key) {
        return key.length > OWNED_PREFIX_LENGTH && key[0] == Store.OTHER && key[1] == TOKEN;
    }
}
