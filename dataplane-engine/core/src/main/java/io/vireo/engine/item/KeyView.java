package io.vireo.engine.item;

import io.vireo.channel.capnp.DataReader;
import io.vireo.engine.Limits;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The key of a request, laid out like that of a {@link Key}, in memory that is used again for the next request. What is to last is made a {@link Key}. Threads:
 * one. Allocates nothing.
 */
public final class KeyView {

    /** What the numbers of containers do not start with: keys that are no items' do. */
    private static final int NOBODYS = 0xff;

    private final byte[] bytes = new byte[Key.CONTAINER_LENGTH + Limits.PATH_LENGTH];
    private final MemorySegment buffer = MemorySegment.ofArray(bytes);
    private long container;
    private int length;

    /** On no key. */
    public KeyView() {}

    /**
     * Moves to the key that a request names.
     *
     * @return false when it is none: the path is empty or too long, or the container nobody's. Nothing else is looked at: {@link PathRules} says which paths
     *     there are
     */
    public boolean moveTo(long newContainer, DataReader path) {
        int pathLength = path.length();
        if (pathLength == 0 || pathLength > Limits.PATH_LENGTH || newContainer >>> 56 == NOBODYS) {
            return false;
        }
        container = newContainer;
        for (int i = 0; i < Key.CONTAINER_LENGTH; i++) {
            bytes[i] = (byte) (newContainer >>> (56 - 8 * i));
        }
        MemorySegment.copy(
                path.buffer(), ValueLayout.JAVA_BYTE, path.offset(), bytes, Key.CONTAINER_LENGTH, pathLength);
        length = Key.CONTAINER_LENGTH + pathLength;
        return true;
    }

    /** The container's number. */
    public long container() {
        return container;
    }

    /** Starts with the key, container and path. */
    public byte[] bytes() {
        return bytes;
    }

    /** The same as memory. */
    public MemorySegment buffer() {
        return buffer;
    }

    /** Of the key, in bytes. */
    public int length() {
        return length;
    }

    /** Where the path starts in {@link #bytes}. */
    public int pathOffset() {
        return Key.CONTAINER_LENGTH;
    }

    /** Of the path, in bytes. */
    public int pathLength() {
        return length - Key.CONTAINER_LENGTH;
    }

    /** Whether the path is one that an item can have. */
    public boolean isPathSound() {
        return PathRules.isItem(bytes, Key.CONTAINER_LENGTH, length);
    }

    /** Whether the path is one of the engine's own, or may be: it begins with a dot. */
    public boolean isOwn() {
        return bytes[Key.CONTAINER_LENGTH] == '.';
    }

    /** Whether the last segment of the path is made of digits alone, as the name of a shard is. */
    public boolean isNumbered() {
        int i = length - 1;
        while (i >= Key.CONTAINER_LENGTH && bytes[i] >= '0' && bytes[i] <= '9') {
            i--;
        }
        return i < length - 1 && (i < Key.CONTAINER_LENGTH || bytes[i] == '/');
    }
}
