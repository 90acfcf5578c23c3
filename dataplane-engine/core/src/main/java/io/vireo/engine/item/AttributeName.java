package io.vireo.engine.item;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** The name of an attribute, or of a member of a map, in the forms in which it is needed, made once. Unchangeable. */
public final class AttributeName {
    private final String text;
    private final byte[] bytes;
    private final MemorySegment buffer;

    /** Of a text. */
    public AttributeName(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.buffer = MemorySegment.ofArray(bytes);
    }

    /** As text. */
    public String text() {
        return text;
    }

    /** As UTF-8; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether this many bytes here are the name. Allocates nothing. */
    boolean isAt(MemorySegment source, long offset, int length) {
        return length == bytes.length
                && MemorySegment.mismatch(buffer, 0, length, source, offset, offset + length) == -1;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AttributeName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
