package io.vireo.engine.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * A place between the keys of an {@link OrderedIndex}, to be moved. It holds a copy of the key that it is at and of its entry as they were when it moved
 * there, so it survives any change of the index: the next move starts at that key, whether it is still there or not. While nothing changes a
 * move costs no search. Threads: the owner of the index. Moving allocates nothing, but for a tree deeper than any before.
 */
public final class IndexCursor {
    private static final int INITIAL_DEPTH = 64;

    /** Stands for the byte of the key that ends at a node: before all bytes. */
    private static final int END = -1;

    private final OrderedIndex index;
    private final Nodes nodes;
    private final KeyBuffer sought = new KeyBuffer();
    private final KeyBuffer key = new KeyBuffer();
    private final IndexEntry entry = new IndexEntry();

    // The nodes from the root to the leaf that it is at, and by which byte each is left.
    private int[] path = new int[INITIAL_DEPTH];
    private short[] values = new short[INITIAL_DEPTH];
    private int pathLength;
    private long changeCount;
    private boolean isAtKey;

    IndexCursor(OrderedIndex index) {
        this.index = index;
        this.nodes = index.nodes();
    }

    /** Moves to the first key; false when there is none: the cursor is at no key then. All moves answer so. */
    public boolean first() {
        start();
        return descendToFirst(index.rootReference());
    }

    /** Moves to the last key. */
    public boolean last() {
        start();
        return descendToLast(index.rootReference());
    }

    /** Moves to the least key that is this one or after it. */
    public boolean ceiling(MemorySegment source, long offset, int length) {
        sought.load(source, offset, length);
        return atOrAfter(sought, true);
    }

    /** The same with a key in the heap. */
    public boolean ceiling(byte[] source, int offset, int length) {
        sought.load(source, offset, length);
        return atOrAfter(sought, true);
    }

    /** Moves to the least key after this one. */
    public boolean higher(MemorySegment source, long offset, int length) {
        sought.load(source, offset, length);
        return atOrAfter(sought, false);
    }

    /** The same with a key in the heap. */
    public boolean higher(byte[] source, int offset, int length) {
        sought.load(source, offset, length);
        return atOrAfter(sought, false);
    }

    /** Moves to the greatest key before this one. */
    public boolean lower(MemorySegment source, long offset, int length) {
        sought.load(source, offset, length);
        return before(sought);
    }

    /** The same with a key in the heap. */
    public boolean lower(byte[] source, int offset, int length) {
        sought.load(source, offset, length);
        return before(sought);
    }

    /** Moves to the least key after all those that start with this prefix: past a group of a listing. */
    public boolean past(MemorySegment prefix, long offset, int length) {
        sought.load(prefix, offset, length);
        return past(sought);
    }

    /** The same with a prefix in the heap. */
    public boolean past(byte[] prefix, int offset, int length) {
        sought.load(prefix, offset, length);
        return past(sought);
    }

    /** Moves to the next key after the one that it is at. */
    public boolean next() {
        if (!isAtKey) {
            return false;
        }
        return changeCount == index.changeCount() ? forward() : atOrAfter(key, false);
    }

    /** Moves to the key before the one that it is at. */
    public boolean previous() {
        if (!isAtKey) {
            return false;
        }
        return changeCount == index.changeCount() ? backward() : before(key);
    }

    /** Whether it is at a key. */
    public boolean isAtKey() {
        return isAtKey;
    }

    /** A buffer that starts with the key that it is at; overwritten by the next move. */
    public MemorySegment key() {
        return key.bytes();
    }

    /** Of the key that it is at, in bytes. */
    public int keyLength() {
        return key.length();
    }

    /** Whether the key that it is at starts with these bytes. */
    public boolean startsWith(byte[] prefix, int offset, int length) {
        if (!isAtKey || length > key.length()) {
            return false;
        }
        sought.load(prefix, offset, length);
        return KeyBuffer.common(sought.bytes(), 0, key.bytes(), 0, length) == length;
    }

    /** What was under the key; overwritten by the next move. */
    public IndexEntry entry() {
        return entry;
    }

    private void start() {
        pathLength = 0;
        changeCount = index.changeCount();
    }

    private void push(long node, int value) {
        if (pathLength == path.length) {
            path = Arrays.copyOf(path, 2 * pathLength);
            values = Arrays.copyOf(values, 2 * pathLength);
        }
        path[pathLength] = Nodes.nodeReference(node);
        values[pathLength++] = (short) value;
    }

    private boolean stopAt(int leafReference) {
        long leaf = Nodes.offset(leafReference);
        key.load(nodes.bytes(), leaf + Nodes.LEAF_KEY, nodes.keyLength(leaf));
        entry.readFrom(nodes.bytes(), leaf);
        isAtKey = true;
        return true;
    }

    private boolean atEnd() {
        isAtKey = false;
        return false;
    }

    private boolean descendToFirst(int reference) {
        int at = reference;
        while (at > 0) {
            long node = Nodes.offset(at);
            at = nodes.reference(nodes.endSlot(node));
            int value = END;
            if (at == 0) {
                value = nodes.next(node, END);
                at = nodes.reference(nodes.slot(node, value));
            }
            push(node, value);
        }
        return at == 0 ? atEnd() : stopAt(at);
    }

    private boolean descendToLast(int reference) {
        int at = reference;
        while (at > 0) {
            long node = Nodes.offset(at);
            int value = nodes.previous(node, 256);
            push(node, value);
            at = nodes.reference(value == END ? nodes.endSlot(node) : nodes.slot(node, value));
        }
        return at == 0 ? atEnd() : stopAt(at);
    }

    /** To the first key after everything below the place where the path ends. */
    private boolean forward() {
        while (pathLength > 0) {
            long node = Nodes.offset(path[pathLength - 1]);
            int value = nodes.next(node, values[pathLength - 1]);
            if (value >= 0) {
                values[pathLength - 1] = (short) value;
                return descendToFirst(nodes.reference(nodes.slot(node, value)));
            }
            pathLength--;
        }
        return atEnd();
    }

    /** To the last key before everything below the place where the path ends. */
    private boolean backward() {
        while (pathLength > 0) {
            long node = Nodes.offset(path[pathLength - 1]);
            int left = values[pathLength - 1];
            int value = left == END ? END : nodes.previous(node, left);
            int reference = 0;
            if (value != END) {
                reference = nodes.reference(nodes.slot(node, value));
            } else if (left != END) {
                reference = nodes.reference(nodes.endSlot(node));
            }
            if (reference != 0) {
                values[pathLength - 1] = (short) value;
                return descendToLast(reference);
            }
            pathLength--;
        }
        return atEnd();
    }

    private boolean atOrAfter(KeyBuffer target, boolean isInclusive) {
        start();
        int depth = 0;
        int reference = index.rootReference();
        while (reference > 0) {
            long node = Nodes.offset(reference);
            int matched = nodes.matchPrefix(node, target, depth);
            if (matched < nodes.prefixLength(node)) {
                return isPrefixAfter(node, target, depth, matched) ? descendToFirst(reference) : forward();
            }
            depth += matched;
            if (depth == target.length()) {
                push(node, END);
                int end = nodes.reference(nodes.endSlot(node));
                return isInclusive && end != 0 ? stopAt(end) : forward();
            }
            int value = target.at(depth++);
            push(node, value);
            long slot = nodes.slot(node, value);
            if (slot == 0) {
                return forward();
            }
            reference = nodes.reference(slot);
        }
        if (reference == 0) {
            return atEnd();
        }
        int order = nodes.compareKey(Nodes.offset(reference), target);
        return order > 0 || (isInclusive && order == 0) ? stopAt(reference) : forward();
    }

    private boolean before(KeyBuffer target) {
        start();
        int depth = 0;
        int reference = index.rootReference();
        while (reference > 0) {
            long node = Nodes.offset(reference);
            int matched = nodes.matchPrefix(node, target, depth);
            if (matched < nodes.prefixLength(node)) {
                return isPrefixAfter(node, target, depth, matched) ? backward() : descendToLast(reference);
            }
            depth += matched;
            if (depth == target.length()) {
                return backward();
            }
            int value = target.at(depth++);
            push(node, value);
            long slot = nodes.slot(node, value);
            if (slot == 0) {
                return backward();
            }
            reference = nodes.reference(slot);
        }
        if (reference == 0) {
            return atEnd();
        }
        return nodes.compareKey(Nodes.offset(reference), target) < 0 ? stopAt(reference) : backward();
    }

    private boolean past(KeyBuffer prefix) {
        start();
        int depth = 0;
        int reference = index.rootReference();
        while (reference > 0) {
            long node = Nodes.offset(reference);
            int matched = nodes.matchPrefix(node, prefix, depth);
            if (depth + matched == prefix.length()) {
                return forward();
            }
            if (matched < nodes.prefixLength(node)) {
                return isPrefixAfter(node, prefix, depth, matched) ? descendToFirst(reference) : forward();
            }
            depth += matched;
            int value = prefix.at(depth++);
            push(node, value);
            long slot = nodes.slot(node, value);
            if (slot == 0) {
                return forward();
            }
            reference = nodes.reference(slot);
        }
        if (reference == 0) {
            return atEnd();
        }
        long leaf = Nodes.offset(reference);
        boolean isAfter = nodes.compareKey(leaf, prefix) > 0 && !nodes.startsWith(leaf, prefix);
        return isAfter ? stopAt(reference) : forward();
    }

    /** Whether the keys below a node, whose prefix a key leaves after some bytes, are after that key. */
    private boolean isPrefixAfter(long node, KeyBuffer target, int depth, int matched) {
        int at = depth + matched;
        return at == target.length() || nodes.prefixByte(node, matched, depth) > target.at(at);
    }
}
