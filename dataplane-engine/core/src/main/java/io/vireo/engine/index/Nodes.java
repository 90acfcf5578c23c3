package io.vireo.engine.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The bytes of a tree: inner nodes of four widths, and leaves. Little-endian.
 *
 * <pre>
 *   reference u32: 0 none; bit 31: a leaf; the rest: offset in the memory / 8
 *
 *   leaf    0 entry, 24 bytes, {@link IndexEntry} | 24 key length u16 | 26 key
 *
 *   node    0 width u8 | 1 prefix room u8 | 2 child count u16 | 4 prefix length u16 | 6 prefix | B: by width; B = 6 + prefix room, a multiple of 8
 *           B + 0 reference of the leaf whose key ends here u32, then
 *           width 4:    B + 4 bytes, 4, ascending  | B + 8 their references                             24 bytes
 *           width 16:   B + 4 bytes, 16, ascending | B + 20 their references                            84
 *           width 48:   B + 4 for each of 256 bytes: 0 none, or 1 + slot, u8 | B + 260 48 slots of references   452
 *           width 256:  B + 4 a reference for each byte                                                 1,028
 * </pre>
 *
 * A node's prefix is what all keys below it have in common after the byte that led to it. Only as much of it is kept as has room; the rest is
 * read from any leaf below. Source: Leis, Kemper, Neumann, "The Adaptive Radix Tree", ICDE 2013. Threads: one.
 */
final class Nodes {
    static final int LEAF_KEY_LENGTH = IndexEntry.LENGTH;
    static final int LEAF_KEY = LEAF_KEY_LENGTH + 2;

    static final int WIDTH_4 = 0;
    static final int WIDTH_16 = 1;
    static final int WIDTH_48 = 2;
    static final int WIDTH_256 = 3;

    /** Prefix bytes that a node keeps at most: longer prefixes are rare, and many short-lived. 2 + a multiple of 8. */
    static final int PREFIX_ROOM_MAX = 42;

    private static final int PREFIX_ROOM_MIN = 2;
    private static final int PREFIX = 6;
    private static final int BYTES = 4;
    private static final int REFERENCES_4 = 8;
    private static final int REFERENCES_16 = 20;
    private static final int REFERENCES_48 = 260;
    private static final int REFERENCES_256 = 4;

    private static final int[] CAPACITY = {4, 16, 48, 256};
    private static final int[] LENGTH = {24, 84, 452, 1_028};

    /** Children at which a node becomes one of the next width below: less than would fill that, so that it does not swing. */
    private static final int[] SHRINK_AT = {0, 3, 12, 40};

    private static final int LEAF_BIT = 1 << 31;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT = IndexMemory.SHORT;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = KeyBuffer.LONG;

    private final IndexMemory memory;
    private final MemorySegment bytes;

    Nodes(IndexMemory memory) {
        this.memory = memory;
        this.bytes = memory.bytes();
    }

    MemorySegment bytes() {
        return bytes;
    }

    // ---- references

    static boolean isLeaf(int reference) {
        return reference < 0;
    }

    static long offset(int reference) {
        return (long) (reference & ~LEAF_BIT) << 3;
    }

    static int leafReference(long leaf) {
        return (int) (leaf >>> 3) | LEAF_BIT;
    }

    static int nodeReference(long node) {
        return (int) (node >>> 3);
    }

    int reference(long slot) {
        return bytes.get(INT, slot);
    }

    void setReference(long slot, int reference) {
        bytes.set(INT, slot, reference);
    }

    // ---- leaves

    static int leafLength(int keyLength) {
        return LEAF_KEY + keyLength;
    }

    int keyLength(long leaf) {
        return bytes.get(SHORT, leaf + LEAF_KEY_LENGTH) & 0xffff;
    }

    int keyByte(long leaf, int index) {
        return bytes.get(BYTE, leaf + LEAF_KEY + index) & 0xff;
    }

    boolean hasKey(long leaf, KeyBuffer key) {
        int length = key.length();
        return keyLength(leaf) == length && KeyBuffer.common(bytes, leaf + LEAF_KEY, key.bytes(), 0, length) == length;
    }

    /** Negative, 0 or positive, as the leaf's key is before, at or after another. */
    int compareKey(long leaf, KeyBuffer key) {
        int length = Math.min(keyLength(leaf), key.length());
        int common = KeyBuffer.common(bytes, leaf + LEAF_KEY, key.bytes(), 0, length);
        return common == length ? keyLength(leaf) - key.length() : keyByte(leaf, common) - key.at(common);
    }

    boolean startsWith(long leaf, KeyBuffer prefix) {
        int length = prefix.length();
        return keyLength(leaf) >= length
                && KeyBuffer.common(bytes, leaf + LEAF_KEY, prefix.bytes(), 0, length) == length;
    }

    /** The leaf with the least key below a reference that is not 0. */
    long firstLeaf(int reference) {
        int at = reference;
        while (!isLeaf(at)) {
            long node = offset(at);
            int end = reference(endSlot(node));
            at = end != 0 ? end : reference(slot(node, next(node, -1)));
        }
        return offset(at);
    }

    // ---- nodes

    private static int roomFor(int prefixLength) {
        return Math.min(PREFIX_ROOM_MAX, PREFIX_ROOM_MIN + ((Math.max(0, prefixLength - PREFIX_ROOM_MIN) + 7) & ~7));
    }

    private static int nodeLength(int width, int room) {
        return PREFIX + room + LENGTH[width];
    }

    int length(long node) {
        return nodeLength(width(node), room(node));
    }

    private int width(long node) {
        return bytes.get(BYTE, node);
    }

    private int room(long node) {
        return bytes.get(BYTE, node + 1);
    }

    int childCount(long node) {
        return bytes.get(SHORT, node + 2) & 0xffff;
    }

    private void setChildCount(long node, int count) {
        bytes.set(SHORT, node + 2, (short) count);
    }

    int prefixLength(long node) {
        return bytes.get(SHORT, node + 4) & 0xffff;
    }

    private long base(long node) {
        return node + PREFIX + room(node);
    }

    /** Where the reference of the leaf is whose key ends at this node. */
    long endSlot(long node) {
        return base(node);
    }

    boolean isFull(long node) {
        return childCount(node) == CAPACITY[width(node)];
    }

    /** A node of the least width without children; 0 when there is no room. */
    long allocate(int prefixLength) {
        return allocate(WIDTH_4, roomFor(prefixLength), prefixLength);
    }

    private long allocate(int width, int room, int prefixLength) {
        int length = nodeLength(width, room);
        long node = memory.allocate(length);
        if (node != 0) {
            for (int i = 0; i < length; i += 8) {
                bytes.set(LONG, node + i, 0);
            }
            bytes.set(BYTE, node, (byte) width);
            bytes.set(BYTE, node + 1, (byte) room);
            bytes.set(SHORT, node + 4, (short) prefixLength);
        }
        return node;
    }

    /**
     * A node with all of its children; 0 when there is no room.
     *
     * @param end reference of the leaf whose key ends here, or 0
     * @param values of the children from {@code first} to {@code limit}, ascending; at most 256
     */
    long make(
            MemorySegment prefix,
            long prefixOffset,
            int prefixLength,
            int end,
            byte[] values,
            int[] references,
            int first,
            int limit) {
        int count = limit - first;
        int width = 0;
        while (CAPACITY[width] < count) {
            width++;
        }
        long node = allocate(width, roomFor(prefixLength), prefixLength);
        if (node == 0) {
            return 0;
        }
        setPrefix(node, prefixLength, prefix, prefixOffset);
        setChildCount(node, count);
        long base = base(node);
        bytes.set(INT, base, end);
        for (int i = 0; i < count; i++) {
            byte value = values[first + i];
            int reference = references[first + i];
            switch (width) {
                case WIDTH_4 -> {
                    bytes.set(BYTE, base + BYTES + i, value);
                    bytes.set(INT, base + REFERENCES_4 + 4L * i, reference);
                }
                case WIDTH_16 -> {
                    bytes.set(BYTE, base + BYTES + i, value);
                    bytes.set(INT, base + REFERENCES_16 + 4L * i, reference);
                }
                case WIDTH_48 -> {
                    bytes.set(BYTE, base + BYTES + (value & 0xff), (byte) (i + 1));
                    bytes.set(INT, base + REFERENCES_48 + 4L * i, reference);
                }
                default -> bytes.set(INT, base + REFERENCES_256 + 4L * (value & 0xff), reference);
            }
        }
        return node;
    }

    /** Sets a prefix that is found in some memory. */
    void setPrefix(long node, int prefixLength, MemorySegment source, long sourceOffset) {
        bytes.set(SHORT, node + 4, (short) prefixLength);
        MemorySegment.copy(source, sourceOffset, bytes, node + PREFIX, Math.min(prefixLength, room(node)));
    }

    /** How many bytes of a node's prefix a key has from a depth on. */
    int matchPrefix(long node, KeyBuffer key, int depth) {
        int prefixLength = prefixLength(node);
        int length = Math.min(prefixLength, key.length() - depth);
        int kept = Math.min(length, room(node));
        int common = KeyBuffer.common(bytes, node + PREFIX, key.bytes(), depth, kept);
        if (common < kept || kept == length) {
            return common;
        }
        long leaf = firstLeaf(nodeReference(node));
        return kept
                + KeyBuffer.common(
                        bytes, leaf + LEAF_KEY + depth + kept, key.bytes(), (long) depth + kept, length - kept);
    }

    /** A byte of a node's prefix, which starts at a depth of the keys below. */
    int prefixByte(long node, int index, int depth) {
        return index < room(node)
                ? bytes.get(BYTE, node + PREFIX + index) & 0xff
                : keyByte(firstLeaf(nodeReference(node)), depth + index);
    }

    /** Takes bytes off the start of a node's prefix, which starts at a depth of the keys below. */
    void shortenPrefix(long node, int by, int depth) {
        int length = prefixLength(node) - by;
        if (prefixLength(node) <= room(node)) {
            setPrefix(node, length, bytes, node + PREFIX + by);
        } else {
            setPrefix(node, length, bytes, firstLeaf(nodeReference(node)) + LEAF_KEY + depth + by);
        }
    }

    /** Where the reference of the child of a byte is; 0 when there is none. */
    long slot(long node, int value) {
        long header = bytes.get(LONG, node);
        long base = node + PREFIX + (header >>> 8 & 0xff);
        int count = (int) (header >>> 16) & 0xffff;
        switch ((int) header & 0xff) {
            case WIDTH_4 -> {
                int index = indexOf(bytes.get(INT, base + BYTES) & 0xffff_ffffL, value);
                return index < count ? base + REFERENCES_4 + 4L * index : 0;
            }
            case WIDTH_16 -> {
                int index = indexOf(bytes.get(LONG, base + BYTES), value);
                if (index == 8) {
                    index = 8 + indexOf(bytes.get(LONG, base + BYTES + 8), value);
                }
                return index < count ? base + REFERENCES_16 + 4L * index : 0;
            }
            case WIDTH_48 -> {
                int index = bytes.get(BYTE, base + BYTES + value);
                return index == 0 ? 0 : base + REFERENCES_48 + 4L * (index - 1);
            }
            default -> {
                long slot = base + REFERENCES_256 + 4L * value;
                return bytes.get(INT, slot) == 0 ? 0 : slot;
            }
        }
    }

    /** The index of the first byte of a word that has a value; 8 when there is none. */
    private static int indexOf(long word, int value) {
        long difference = word ^ ONES * value;
        // The lowest high bit that is set belongs to the first zero byte; those above it may be wrong.
        return Long.numberOfTrailingZeros((difference - ONES) & ~difference & HIGHS) >>> 3;
    }

    /** The least byte above this one, or -1 for all, that has a child; -1 when there is none. */
    int next(long node, int above) {
        long base = base(node);
        int width = width(node);
        if (width <= WIDTH_16) {
            int count = childCount(node);
            for (int i = 0; i < count; i++) {
                int value = bytes.get(BYTE, base + BYTES + i) & 0xff;
                if (value > above) {
                    return value;
                }
            }
            return -1;
        }
        for (int value = above + 1; value < 256; value++) {
            if (hasChild(width, base, value)) {
                return value;
            }
        }
        return -1;
    }

    /** The greatest byte below this one, or 256 for all, that has a child; -1 when there is none. */
    int previous(long node, int below) {
        long base = base(node);
        int width = width(node);
        if (width <= WIDTH_16) {
            for (int i = childCount(node) - 1; i >= 0; i--) {
                int value = bytes.get(BYTE, base + BYTES + i) & 0xff;
                if (value < below) {
                    return value;
                }
            }
            return -1;
        }
        for (int value = below - 1; value >= 0; value--) {
            if (hasChild(width, base, value)) {
                return value;
            }
        }
        return -1;
    }

    private boolean hasChild(int width, long base, int value) {
        return width == WIDTH_48
                ? bytes.get(BYTE, base + BYTES + value) != 0
                : bytes.get(INT, base + REFERENCES_256 + 4L * value) != 0;
    }

    /** Adds a child for a byte that has none to a node that is not full. */
    void add(long node, int value, int reference) {
        long base = base(node);
        int count = childCount(node);
        int width = width(node);
        switch (width) {
            case WIDTH_4, WIDTH_16 -> {
                long references = base + (width == WIDTH_4 ? REFERENCES_4 : REFERENCES_16);
                int at = count;
                while (at > 0 && (bytes.get(BYTE, base + BYTES + at - 1) & 0xff) > value) {
                    bytes.set(BYTE, base + BYTES + at, bytes.get(BYTE, base + BYTES + at - 1));
                    bytes.set(INT, references + 4L * at, bytes.get(INT, references + 4L * (at - 1)));
                    at--;
                }
                bytes.set(BYTE, base + BYTES + at, (byte) value);
                bytes.set(INT, references + 4L * at, reference);
            }
            case WIDTH_48 -> {
                int slot = 0;
                while (bytes.get(INT, base + REFERENCES_48 + 4L * slot) != 0) {
                    slot++;
                }
                bytes.set(BYTE, base + BYTES + value, (byte) (slot + 1));
                bytes.set(INT, base + REFERENCES_48 + 4L * slot, reference);
            }
            default -> bytes.set(INT, base + REFERENCES_256 + 4L * value, reference);
        }
        setChildCount(node, count + 1);
    }

    /** Removes the child of a byte that has one. */
    void remove(long node, int value) {
        long base = base(node);
        int count = childCount(node) - 1;
        int width = width(node);
        switch (width) {
            case WIDTH_4, WIDTH_16 -> {
                long references = base + (width == WIDTH_4 ? REFERENCES_4 : REFERENCES_16);
                int at = (int) ((slot(node, value) - references) >>> 2);
                for (int i = at; i < count; i++) {
                    bytes.set(BYTE, base + BYTES + i, bytes.get(BYTE, base + BYTES + i + 1));
                    bytes.set(INT, references + 4L * i, bytes.get(INT, references + 4L * (i + 1)));
                }
            }
            case WIDTH_48 -> {
                bytes.set(INT, slot(node, value), 0);
                bytes.set(BYTE, base + BYTES + value, (byte) 0);
            }
            default -> bytes.set(INT, base + REFERENCES_256 + 4L * value, 0);
        }
        setChildCount(node, count);
    }

    /** Whether a node has so few children that {@link #narrowed} is worth it. */
    boolean isSparse(long node) {
        return childCount(node) <= SHRINK_AT[width(node)];
    }

    /** A copy of a node, of the next width; 0 when there is no room. */
    long widened(long node) {
        return copy(node, width(node) + 1, Math.min(room(node), roomFor(prefixLength(node))));
    }

    /** A copy of a node, of the width below; 0 when there is no room. */
    long narrowed(long node) {
        return copy(node, width(node) - 1, Math.min(room(node), roomFor(prefixLength(node))));
    }

    /** A copy of a node that has room for a longer prefix, the node itself when it has it, or when there is no memory. */
    long withRoomFor(int prefixLength, long node) {
        int room = roomFor(prefixLength);
        if (room <= room(node)) {
            return node;
        }
        long copy = copy(node, width(node), room);
        return copy == 0 ? node : copy;
    }

    /** With a larger room for the prefix than the node has, the copy's prefix must be set anew. */
    private long copy(long node, int width, int room) {
        long copy = allocate(width, room, 0);
        if (copy != 0) {
            setPrefix(copy, prefixLength(node), bytes, node + PREFIX);
            setReference(endSlot(copy), reference(endSlot(node)));
            for (int value = next(node, -1); value >= 0; value = next(node, value)) {
                add(copy, value, reference(slot(node, value)));
            }
        }
        return copy;
    }

    void free(long node) {
        memory.free(node, length(node));
    }
}
