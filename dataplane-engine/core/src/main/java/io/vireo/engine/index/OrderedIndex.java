package io.vireo.engine.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The keys of a partition in the order of their bytes, unsigned, each with an {@link IndexEntry}: an adaptive radix tree outside the heap.
 *
 * <p>A key is any run of up to {@link io.vireo.engine.Limits#KEY_LENGTH} bytes; one may be a prefix of another. It is copied, and may be in the heap or
 * outside. Layout: {@link Nodes}; why so: docs/decisions/0015-ordered-index.md. Threads: the owner of its {@link IndexMemory}. Allocates
 * nothing.
 */
public final class OrderedIndex implements AutoCloseable {
    /** The key was not there. */
    public static final int INSERTED = 1;

    /** The key was there. */
    public static final int REPLACED = 2;

    /** Nothing was changed: the memory's budget is used up. */
    public static final int FULL = -1;

    /** Of the block that holds the reference of the tree's root, in bytes. */
    private static final int ROOT_LENGTH = 8;

    private final IndexMemory memory;
    private final Nodes nodes;
    private final MemorySegment bytes;
    private final KeyBuffer key = new KeyBuffer();
    private final long root;

    private long count;
    private long liveBytes;
    private long changeCount;

    /**
     * Starts empty. Several share a memory.
     *
     * @throws IllegalStateException not even an empty one fits
     */
    public OrderedIndex(IndexMemory memory) {
        this.memory = memory;
        this.nodes = new Nodes(memory);
        this.bytes = memory.bytes();
        this.root = memory.allocate(ROOT_LENGTH);
        if (root == 0) {
            throw new IllegalStateException("memory of the index is used up: bytes=" + memory.budgetBytes());
        }
        nodes.setReference(root, 0);
    }

    /** Whether a key is there, and then its entry. */
    public boolean get(MemorySegment source, long offset, int length, IndexEntry into) {
        key.load(source, offset, length);
        return get(into);
    }

    /** Whether a key is there, and then its entry. */
    public boolean get(byte[] source, int offset, int length, IndexEntry into) {
        key.load(source, offset, length);
        return get(into);
    }

    private boolean get(IndexEntry into) {
        long leaf = find();
        if (leaf == 0) {
            return false;
        }
        into.readFrom(bytes, leaf);
        return true;
    }

    /** The leaf of the key; 0 when there is none. Prefixes are passed over: the leaf has the whole key. */
    private long find() {
        int reference = nodes.reference(root);
        int depth = 0;
        while (reference > 0) {
            long node = Nodes.offset(reference);
            depth += nodes.prefixLength(node);
            if (depth >= key.length()) {
                reference = depth > key.length() ? 0 : nodes.reference(nodes.endSlot(node));
                break;
            }
            long slot = nodes.slot(node, key.at(depth));
            reference = slot == 0 ? 0 : nodes.reference(slot);
            depth++;
        }
        if (reference == 0) {
            return 0;
        }
        long leaf = Nodes.offset(reference);
        return nodes.hasKey(leaf, key) ? leaf : 0;
    }

    /**
     * Puts an entry under a key.
     *
     * @param before gets what was there, when the answer is {@link #REPLACED}
     * @return {@link #INSERTED}, {@link #REPLACED} or {@link #FULL}
     */
    public int put(MemorySegment source, long offset, int length, IndexEntry entry, IndexEntry before) {
        key.load(source, offset, length);
        return put(entry, before);
    }

    /** The same with a key in the heap. */
    public int put(byte[] source, int offset, int length, IndexEntry entry, IndexEntry before) {
        key.load(source, offset, length);
        return put(entry, before);
    }

    private int put(IndexEntry entry, IndexEntry before) {
        long slot = root;
        int depth = 0;
        while (true) {
            int reference = nodes.reference(slot);
            if (reference == 0) {
                return putLeaf(slot, entry);
            }
            if (Nodes.isLeaf(reference)) {
                return putAtLeaf(slot, reference, depth, entry, before);
            }
            long node = Nodes.offset(reference);
            int matched = nodes.matchPrefix(node, key, depth);
            if (matched < nodes.prefixLength(node)) {
                return splitPrefix(slot, node, depth, matched, entry);
            }
            depth += matched;
            if (depth == key.length()) {
                slot = nodes.endSlot(node);
                continue;
            }
            long childSlot = nodes.slot(node, key.at(depth));
            if (childSlot == 0) {
                return putChild(slot, node, depth, entry);
            }
            slot = childSlot;
            depth++;
        }
    }

    /** In an empty tree, or where no key has ended. */
    private int putLeaf(long slot, IndexEntry entry) {
        long leaf = newLeaf(key, entry);
        if (leaf == 0) {
            return FULL;
        }
        nodes.setReference(slot, Nodes.leafReference(leaf));
        return inserted();
    }

    /** Replaces the entry of the same key, or puts a node in the leaf's place that has both. */
    private int putAtLeaf(long slot, int reference, int depth, IndexEntry entry, IndexEntry before) {
        long leaf = Nodes.offset(reference);
        int leafKeyLength = nodes.keyLength(leaf);
        int length = Math.min(leafKeyLength, key.length());
        int common = depth + KeyBuffer.common(bytes, leaf + Nodes.LEAF_KEY + depth, key.bytes(), depth, length - depth);
        if (common == leafKeyLength && common == key.length()) {
            before.readFrom(bytes, leaf);
            entry.writeTo(bytes, leaf);
            return REPLACED;
        }
        long added = newLeaf(key, entry);
        long node = added == 0 ? 0 : newNode(common - depth);
        if (node == 0) {
            return full(added);
        }
        nodes.setPrefix(node, common - depth, key.bytes(), depth);
        attach(node, leafKeyLength == common ? -1 : nodes.keyByte(leaf, common), reference);
        attach(node, key.length() == common ? -1 : key.at(common), Nodes.leafReference(added));
        nodes.setReference(slot, Nodes.nodeReference(node));
        return inserted();
    }

    /** Puts a node before one whose prefix the key leaves after some bytes. */
    private int splitPrefix(long slot, long below, int depth, int matched, IndexEntry entry) {
        long added = newLeaf(key, entry);
        long node = added == 0 ? 0 : newNode(matched);
        if (node == 0) {
            return full(added);
        }
        nodes.setPrefix(node, matched, key.bytes(), depth);
        int value = nodes.prefixByte(below, matched, depth);
        nodes.shortenPrefix(below, matched + 1, depth);
        attach(node, value, Nodes.nodeReference(below));
        attach(node, key.length() == depth + matched ? -1 : key.at(depth + matched), Nodes.leafReference(added));
        nodes.setReference(slot, Nodes.nodeReference(node));
        return inserted();
    }

    /** Adds a leaf to a node that has none for the key's next byte. */
    private int putChild(long slot, long node, int depth, IndexEntry entry) {
        long added = newLeaf(key, entry);
        if (added == 0) {
            return FULL;
        }
        long target = node;
        if (nodes.isFull(node)) {
            target = nodes.widened(node);
            if (target == 0) {
                return full(added);
            }
            replaceNode(slot, node, target);
        }
        nodes.add(target, key.at(depth), Nodes.leafReference(added));
        return inserted();
    }

    /** Under a byte, or, when that is -1, as the key that ends here. */
    private void attach(long node, int value, int reference) {
        if (value < 0) {
            nodes.setReference(nodes.endSlot(node), reference);
        } else {
            nodes.add(node, value, reference);
        }
    }

    private void replaceNode(long slot, long node, long replacement) {
        liveBytes += IndexMemory.blockLength(nodes.length(replacement));
        nodes.setReference(slot, Nodes.nodeReference(replacement));
        freeNode(node);
    }

    /** A leaf that nothing leads to yet; 0 when there is no room. */
    long newLeaf(KeyBuffer ofKey, IndexEntry entry) {
        int length = Nodes.leafLength(ofKey.length());
        long leaf = memory.allocate(length);
        if (leaf != 0) {
            liveBytes += IndexMemory.blockLength(length);
            entry.writeTo(bytes, leaf);
            bytes.set(IndexMemory.SHORT, leaf + Nodes.LEAF_KEY_LENGTH, (short) ofKey.length());
            MemorySegment.copy(ofKey.bytes(), 0, bytes, leaf + Nodes.LEAF_KEY, ofKey.length());
        }
        return leaf;
    }

    private long newNode(int prefixLength) {
        long node = nodes.allocate(prefixLength);
        if (node != 0) {
            countNode(node);
        }
        return node;
    }

    /** Counts the memory of a node that was made. */
    void countNode(long node) {
        liveBytes += IndexMemory.blockLength(nodes.length(node));
    }

    /** Counts a key that {@link IndexLoader} has made a leaf for. */
    void loaded() {
        count++;
    }

    /** Makes what {@link IndexLoader} has built the tree. */
    void setRoot(int reference) {
        nodes.setReference(root, reference);
        changeCount++;
    }

    private void freeLeaf(long leaf) {
        int length = Nodes.leafLength(nodes.keyLength(leaf));
        liveBytes -= IndexMemory.blockLength(length);
        memory.free(leaf, length);
    }

    private void freeNode(long node) {
        liveBytes -= IndexMemory.blockLength(nodes.length(node));
        nodes.free(node);
    }

    private int inserted() {
        count++;
        changeCount++;
        return INSERTED;
    }

    /** Takes the leaf back that was made before there was no room for its node. */
    private int full(long leaf) {
        if (leaf != 0) {
            freeLeaf(leaf);
        }
        return FULL;
    }

    /**
     * Removes a key. Never refused.
     *
     * @param removed gets what was there
     * @return whether it was there
     */
    public boolean remove(MemorySegment source, long offset, int length, IndexEntry removed) {
        key.load(source, offset, length);
        return remove(removed);
    }

    /** The same with a key in the heap. */
    public boolean remove(byte[] source, int offset, int length, IndexEntry removed) {
        key.load(source, offset, length);
        return remove(removed);
    }

    private boolean remove(IndexEntry removed) {
        long slot = root; // of what is looked at
        long node = 0; // that the slot is in
        long nodeSlot = 0;
        int nodeDepth = 0; // where the node's prefix starts
        int depth = 0;
        int value = -1; // that led from the node to the slot; -1: the key ended
        int reference = nodes.reference(slot);
        while (reference > 0) {
            nodeSlot = slot;
            node = Nodes.offset(reference);
            nodeDepth = depth;
            depth += nodes.prefixLength(node);
            if (depth > key.length()) {
                return false;
            }
            value = depth == key.length() ? -1 : key.at(depth);
            slot = value < 0 ? nodes.endSlot(node) : nodes.slot(node, value);
            if (slot == 0) {
                return false;
            }
            reference = nodes.reference(slot);
            depth++;
        }
        if (reference == 0 || !nodes.hasKey(Nodes.offset(reference), key)) {
            return false;
        }
        long leaf = Nodes.offset(reference);
        removed.readFrom(bytes, leaf);
        if (value < 0) {
            nodes.setReference(slot, 0); // the root's, or that of the key that ended
        } else {
            nodes.remove(node, value);
        }
        if (node != 0) {
            tidy(nodeSlot, node, nodeDepth);
        }
        freeLeaf(leaf);
        count--;
        changeCount++;
        return true;
    }

    /** After a removal: a node that leads to one place is taken out, one with few children becomes narrower if there is room for that. */
    private void tidy(long slot, long node, int depth) {
        int end = nodes.reference(nodes.endSlot(node));
        int childCount = nodes.childCount(node);
        if (childCount == 0) {
            nodes.setReference(slot, end);
            freeNode(node);
        } else if (childCount == 1 && end == 0) {
            takeOut(slot, node, depth);
        } else if (nodes.isSparse(node)) {
            long narrow = nodes.narrowed(node);
            if (narrow != 0) {
                replaceNode(slot, node, narrow);
            }
        }
    }

    /** Puts a node's only child in its place; the child's prefix gets longer by the node's and the byte between them. */
    private void takeOut(long slot, long node, int depth) {
        int reference = nodes.reference(nodes.slot(node, nodes.next(node, -1)));
        if (!Nodes.isLeaf(reference)) {
            long child = Nodes.offset(reference);
            int prefixLength = nodes.prefixLength(node) + 1 + nodes.prefixLength(child);
            long roomier = nodes.withRoomFor(prefixLength, child);
            if (roomier != child) {
                liveBytes += IndexMemory.blockLength(nodes.length(roomier));
                freeNode(child);
            }
            long leaf = nodes.firstLeaf(Nodes.nodeReference(roomier));
            nodes.setPrefix(roomier, prefixLength, bytes, leaf + Nodes.LEAF_KEY + depth);
            reference = Nodes.nodeReference(roomier);
        }
        nodes.setReference(slot, reference);
        freeNode(node);
    }

    /**
     * Replaces an entry if its record is still where it was: how compaction moves records. Never refused for want of memory.
     *
     * @param location of the record that was moved, as {@link IndexEntry#location}
     * @return whether it was replaced
     */
    public boolean replaceIfAt(long location, MemorySegment source, long offset, int length, IndexEntry entry) {
        key.load(source, offset, length);
        return replaceIfAt(location, entry);
    }

    /** The same with a key in the heap. */
    public boolean replaceIfAt(long location, byte[] source, int offset, int length, IndexEntry entry) {
        key.load(source, offset, length);
        return replaceIfAt(location, entry);
    }

    private boolean replaceIfAt(long location, IndexEntry entry) {
        long leaf = find();
        if (leaf == 0 || IndexEntry.location(bytes, leaf) != location) {
            return false;
        }
        entry.writeTo(bytes, leaf);
        return true;
    }

    /** A new cursor, at no key. */
    public IndexCursor cursor() {
        return new IndexCursor(this);
    }

    /** Keys. */
    public long count() {
        return count;
    }

    /** Memory that keys, entries and the tree take, in bytes. */
    public long liveBytes() {
        return liveBytes;
    }

    /** Changes of the tree's form: what a cursor remembers of it holds while this does. */
    long changeCount() {
        return changeCount;
    }

    Nodes nodes() {
        return nodes;
    }

    int rootReference() {
        return nodes.reference(root);
    }

    /** Removes all keys. Takes time with their number. */
    public void clear() {
        free(rootReference());
        nodes.setReference(root, 0);
        count = 0;
        changeCount++;
    }

    /** Frees what a reference leads to, which may be nothing. */
    void free(int from) {
        int[] stack = new int[256];
        int top = 0;
        stack[top++] = from;
        while (top > 0) {
            int reference = stack[--top];
            if (reference < 0) {
                freeLeaf(Nodes.offset(reference));
            } else if (reference > 0) {
                long node = Nodes.offset(reference);
                if (stack.length - top <= 256) {
                    stack = Arrays.copyOf(stack, 2 * stack.length + 256);
                }
                stack[top++] = nodes.reference(nodes.endSlot(node));
                for (int value = nodes.next(node, -1); value >= 0; value = nodes.next(node, value)) {
                    stack[top++] = nodes.reference(nodes.slot(node, value));
                }
                freeNode(node);
            }
        }
    }

    /** Gives its memory back to the budget. It must not be used any more. */
    @Override
    public void close() {
        clear();
        memory.free(root, ROOT_LENGTH);
    }
}
