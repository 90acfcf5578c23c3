package io.vireo.engine.item;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Where an item lives: container and path. Ordered by container, then by the bytes of the path.
 *
 * <pre>
 *   0 container, 8 bytes, big-endian | 8 path, UTF-8, without '/' at either end |
 * </pre>
 */
public final class Key implements Comparable<Key> {
    /** Of the container, in bytes. */
    public static final int CONTAINER_LENGTH = 8;

    private final byte[] bytes;
    private final int hash;

    private Key(byte[] bytes) {
        this.bytes = bytes;
        this.hash = Arrays.hashCode(bytes);
    }

    /** Joins container and path, which {@link PathRules} has admitted or which is a bound of a range. */
    public static Key of(long container, byte[] path) {
        byte[] bytes = new byte[CONTAINER_LENGTH + path.length];
        for (int i = 0; i < CONTAINER_LENGTH; i++) {
            bytes[i] = (byte) (container >>> (56 - 8 * i));
        }
        System.arraycopy(path, 0, bytes, CONTAINER_LENGTH, path.length);
        return new Key(bytes);
    }

    /** Takes over the bytes that {@link #encoded} gave. */
    public static Key ofEncoded(byte[] encoded) {
        return new Key(encoded);
    }

    /** Joins container and path. */
    public static Key of(long container, String path) {
        return of(container, path.getBytes(StandardCharsets.UTF_8));
    }

    /** The container's number. */
    public long container() {
        long container = 0;
        for (int i = 0; i < CONTAINER_LENGTH; i++) {
            container = container << 8 | (bytes[i] & 0xff);
        }
        return container;
    }

    /** Of the path, in bytes. */
    public int pathLength() {
        return bytes.length - CONTAINER_LENGTH;
    }

    /** A byte of the path. */
    public byte pathByte(int index) {
        return bytes[CONTAINER_LENGTH + index];
    }

    /** A copy of the path's bytes. */
    public byte[] path() {
        return path(0, pathLength());
    }

    /** A copy of a part of the path's bytes. */
    public byte[] path(int from, int to) {
        return Arrays.copyOfRange(bytes, CONTAINER_LENGTH + from, CONTAINER_LENGTH + to);
    }

    /** Whether the path starts with these bytes. */
    public boolean pathStartsWith(byte[] prefix) {
        return pathLength() >= prefix.length
                && Arrays.equals(bytes, CONTAINER_LENGTH, CONTAINER_LENGTH + prefix.length, prefix, 0, prefix.length);
    }

    /** Index of the first '/' of the path at or after this one; -1 when there is none. */
    public int indexOfSlash(int from) {
        for (int i = from; i < pathLength(); i++) {
            if (pathByte(i) == '/') {
                return i;
            }
        }
        return -1;
    }

    /** Index of the last '/' of the path; -1 when there is none. */
    public int lastIndexOfSlash() {
        int i = pathLength() - 1;
        while (i >= 0 && pathByte(i) != '/') {
            i--;
        }
        return i;
    }

    /** The key of the directory that holds this one; the container's root has an empty path. */
    public Key parent() {
        return of(container(), path(0, Math.max(0, lastIndexOfSlash())));
    }

    /** The last segment of the path. */
    public String name() {
        int start = CONTAINER_LENGTH + lastIndexOfSlash() + 1;
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    }

    /** All of its bytes, as drawn above; not to be changed. */
    public byte[] encoded() {
        return bytes;
    }

    /** Of all of its bytes. */
    public int length() {
        return bytes.length;
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return container() + ":" + new String(path(), StandardCharsets.UTF_8);
    }
}
