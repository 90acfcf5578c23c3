package io.vireo.channel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Which partition, and so which reactor, owns an item.
 *
 * <p>The placement key is the container and the path up to the leftmost '.' of its last segment, so that items which share a
 * sharding key lie on one partition and a range of their sorting keys is read there. A path without such a '.', or whose last
 * segment starts with it, is its own key:
 *
 * <pre>
 *   trips/driver-7.2026-01-31T08:00   trips/driver-7 | .2026-01-31T08:00
 *   trips/.#schema                    trips/.#schema |
 *   logs.old/0                        logs.old/0     |                     a shard: by its own path
 * </pre>
 *
 * <p>Every client computes it alike, in every language; the cases in {@code src/test/resources/placement-cases.txt} bind them. A
 * change of the function moves all data, so it never changes.
 */
public final class Placement {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long MULTIPLIER_1 = 0xBF58476D1CE4E5B9L;
    private static final long MULTIPLIER_2 = 0x94D049BB133111EBL;

    private Placement() {}

    /**
     * The partition of an item.
     *
     * @param path holds the path as UTF-8, without a leading or trailing '/'
     * @param offset of the path, in bytes
     * @param length of the path, in bytes
     * @param partitionCount at least 1
     * @return from 0 to {@code partitionCount} - 1
     */
    public static int partition(long container, MemorySegment path, long offset, int length, int partitionCount) {
        int keyLength = keyLength(path, offset, length);
        return (int) Long.remainderUnsigned(hash(container, path, offset, keyLength), partitionCount);
    }

    /** The partition of an item whose path is an array of UTF-8 bytes. */
    public static int partition(long container, byte[] path, int partitionCount) {
        return partition(container, MemorySegment.ofArray(path), 0, path.length, partitionCount);
    }

    /** The reactor that owns a partition. */
    public static int reactor(int partition, int reactorCount) {
        return partition % reactorCount;
    }

    /** Whether all items whose names begin like this, in whatever directory, have one placement key there. */
    public static boolean isKeyComplete(String namePrefix) {
        return namePrefix.indexOf('.') > 0;
    }

    /** How much of a path is its placement key, in bytes. */
    static int keyLength(MemorySegment path, long offset, int length) {
        int keyLength = length;
        for (int i = length - 1; i >= 0; i--) {
            byte character = path.get(ValueLayout.JAVA_BYTE, offset + i);
            if (character == '/') {
                return keyLength == i + 1 ? length : keyLength;
            }
            if (character == '.') {
                keyLength = i;
            }
        }
        return keyLength == 0 ? length : keyLength;
    }

    /**
     * 64-bit hash of a placement key: each word of the path is mixed in by the finaliser of SplitMix64.
     * Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
     */
    static long hash(long container, MemorySegment path, long offset, int length) {
        long hash = mix(SEED ^ container);
        int words = length >>> 3;
        for (int i = 0; i < words; i++) {
            hash = mix(hash ^ path.get(LONG, offset + 8L * i));
        }
        long rest = (long) length << 56; // so that trailing zeros count
        for (int i = words << 3; i < length; i++) {
            rest |= (path.get(ValueLayout.JAVA_BYTE, offset + i) & 0xFFL) << (8 * (i & 7));
        }
        return mix(hash ^ rest);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * MULTIPLIER_1;
        mixed = (mixed ^ mixed >>> 27) * MULTIPLIER_2;
        return mixed ^ mixed >>> 31;
    }
}
