package io.vireo.channel.capnp;

import java.util.Objects;

/**
 * Builder of a list of structs, which fills one element at a time.
 *
 * @param <W> writer of an element
 */
public final class StructListWriter<W extends StructWriter> extends ListWriter {
    private final W element;
    private long pointer;

    /** @param element the writer that {@link #get} moves */
    public StructListWriter(W element) {
        this.element = element;
    }

    private int elementWords() {
        return element.dataWords() + element.pointerCount();
    }

    @Override
    long allocate(MessageWriter target, long at, int newCount) {
        pointer = at;
        long words = (long) newCount * elementWords();
        if (words > Words.MAX_LIST_COUNT) {
            throw new IllegalArgumentException("list cannot have so many elements: count=" + newCount);
        }
        long content = target.allocate(words + 1);
        target.setListPointer(at, content, Words.ELEMENT_COMPOSITE, words);
        setTag(target, content, newCount);
        return content + Words.BYTES;
    }

    private void setTag(MessageWriter target, long at, int newCount) {
        target.buffer.set(Words.LONG, at, Words.structPointer(newCount, element.dataWords(), element.pointerCount()));
    }

    /**
     * The writer of an element; the same object at each call, moved.
     *
     * @param index from 0 to {@link #count()} - 1
     */
    public W get(int index) {
        long at = start + (long) Objects.checkIndex(index, count) * elementWords() * Words.BYTES;
        ((StructWriter) element).moveTo(target(), at);
        return element;
    }

    /**
     * Cuts the list: for a list whose length is not known before it is filled. The space of the elements cut away stays taken.
     *
     * @param newCount from 0 to {@link #count()}
     */
    public void truncate(int newCount) {
        if (newCount < 0 || newCount > count) {
            throw new IllegalArgumentException("count=%d of=%d".formatted(newCount, count));
        }
        count = newCount;
        long tag = start - Words.BYTES;
        target().setListPointer(pointer, tag, Words.ELEMENT_COMPOSITE, (long) newCount * elementWords());
        setTag(target(), tag, newCount);
    }
}
