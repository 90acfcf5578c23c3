package io.vireo.engine.partition;

import io.vireo.engine.item.Key;
import java.util.Arrays;

/** Bytes of paths: what is below what, and which names are those of shards. */
final class Paths {
    private static final int SHARD_DIGITS_MAX = 9;

    private Paths() {}

    /** What every path below a directory starts with. */
    static byte[] childPrefix(byte[] directory) {
        return directory.length == 0 ? directory : append(directory, (byte) '/');
    }

    static byte[] append(byte[] path, byte last) {
        byte[] longer = Arrays.copyOf(path, path.length + 1);
        longer[path.length] = last;
        return longer;
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    /** The shard that the last segment of a path names: digits without a leading zero; -1 when it names none. */
    static int shardNumber(Key key) {
        int start = key.lastIndexOfSlash() + 1;
        int digits = key.pathLength() - start;
        if (start == 0 || digits > SHARD_DIGITS_MAX || (digits > 1 && key.pathByte(start) == '0')) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < key.pathLength(); i++) {
            int digit = key.pathByte(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
