package io.vireo.engine.index;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Fills an empty index with keys that come in their order. Several times as fast as a put for each: a node is made once, with the width that it needs, when
 * all that is below it has come; nothing that was written is read again; and leaves lie in memory as they follow each other.
 *
 * <pre>
 *   keys so far   a/1  a/2  b          the last one is not in the tree yet: where it goes is known when the next one has come
 *   open nodes    depth 0: 'a' -> node of a/1, a/2       those on the way to the last key, and what they lead to so far
 * </pre>
 *
 * Threads: the owner of the index. Allocates nothing a key.
 */
public final class IndexLoader {
    private static final int INITIAL_DEPTH = 16;
    private static final int CHILDREN_MAX = 256;

    private final OrderedIndex index;
    private final Nodes nodes;
    private KeyBuffer last = new KeyBuffer();
    private KeyBuffer next = new KeyBuffer();

    /** Of what ends with the last key and has no place yet: its leaf, or the node above it that is complete; 0: there is no key yet. */
    private int reference;

    // Of each open node, the uppermost first.
    private int[] depths = new int[INITIAL_DEPTH]; // at which its children part
    private int[] ends = new int[INITIAL_DEPTH]; // reference of the leaf whose key ends there
    private int[] firstChildren = new int[INITIAL_DEPTH];
    private int openCount;

    // Of all open nodes, those of the lowest last.
    private byte[] values = new byte[INITIAL_DEPTH * CHILDREN_MAX];
    private int[] references = new int[INITIAL_DEPTH * CHILDREN_MAX];
    private int childCount;

    private boolean isRefused;

    /** Begins. Until {@link #finish} the index is empty, and must not be used. */
    public IndexLoader(OrderedIndex index) {
        if (index.count() > 0) {
            throw new IllegalArgumentException("index is not empty: keys=" + index.count());
        }
        this.index = index;
        this.nodes = index.nodes();
    }

    /**
     * Adds a key that is greater than the one before.
     *
     * @return false when the memory's budget is used up: so will {@link #finish} say
     */
    public boolean add(MemorySegment source, long offset, int length, IndexEntry entry) {
        isRefused = isRefused || !tryAdd(source, offset, length, entry);
        return !isRefused;
    }

    private boolean tryAdd(MemorySegment source, long offset, int length, IndexEntry entry) {
        next.load(source, offset, length);
        if (reference != 0) {
            int common = KeyBuffer.common(last.bytes(), 0, next.bytes(), 0, Math.min(last.length(), next.length()));
            if (common == next.length() || (common < last.length() && last.at(common) > next.at(common))) {
                throw new IllegalArgumentException("key is not greater than the one before: length=" + length);
            }
            if (!place(common)) {
                return false;
            }
        }
        long leaf = index.newLeaf(next, entry);
        if (leaf == 0) {
            return false;
        }
        KeyBuffer before = last;
        last = next;
        next = before;
        reference = Nodes.leafReference(leaf);
        index.loaded();
        return true;
    }

    /** Gives the last key its place: in the open node whose children part where the next key leaves it. */
    private boolean place(int common) {
        if (!close(common)) {
            return false;
        }
        if (openCount == 0 || depths[openCount - 1] < common) {
            open(common);
        }
        attach();
        return true;
    }

    /** Makes the open nodes below a depth, which are complete. */
    private boolean close(int depth) {
        while (openCount > 0 && depths[openCount - 1] > depth) {
            attach();
            int top = --openCount;
            int above = Math.max(depth, top == 0 ? -1 : depths[top - 1]);
            int first = firstChildren[top];
            long node = nodes.make(
                    last.bytes(), above + 1, depths[top] - above - 1, ends[top], values, references, first, childCount);
            if (node == 0) {
                openCount++;
                return false;
            }
            index.countNode(node);
            childCount = first;
            reference = Nodes.nodeReference(node);
        }
        return true;
    }

    private void open(int depth) {
        if (openCount == depths.length) {
            int capacity = openCount * 2;
            depths = Arrays.copyOf(depths, capacity);
            ends = Arrays.copyOf(ends, capacity);
            firstChildren = Arrays.copyOf(firstChildren, capacity);
        }
        depths[openCount] = depth;
        ends[openCount] = 0;
        firstChildren[openCount] = childCount;
        openCount++;
    }

    /** Has the lowest open node lead to what has no place yet. */
    private void attach() {
        int depth = depths[openCount - 1];
        if (depth == last.length()) {
            ends[openCount - 1] = reference;
        } else {
            if (childCount == values.length) {
                values = Arrays.copyOf(values, childCount * 2);
                references = Arrays.copyOf(references, childCount * 2);
            }
            values[childCount] = (byte) last.at(depth);
            references[childCount] = reference;
            childCount++;
        }
        reference = 0;
    }

    /**
     * Ends it: the index has all keys from now on.
     *
     * @return false when the memory's budget was used up: the index is empty then
     */
    public boolean finish() {
        isRefused = isRefused || !close(-1);
        if (isRefused) {
            giveBack();
            index.clear();
        } else {
            index.setRoot(reference);
        }
        return !isRefused;
    }

    private void giveBack() {
        for (int i = 0; i < childCount; i++) {
            index.free(references[i]);
        }
        for (int i = 0; i < openCount; i++) {
            index.free(ends[i]);
        }
        index.free(reference);
        openCount = 0;
        childCount = 0;
        reference = 0;
    }
}
