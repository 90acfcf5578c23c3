package io.vireo.engine.partition;

import io.vireo.channel.message.RequestScanDirectories;
import io.vireo.channel.message.RequestScanReader;
import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.table.KeyRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a listing is asked for, and in which order. Its bounds are names below the directory, or, of everything below it, the rest of paths; they need not be
 * names that are there, nor UTF-8.
 *
 * @param from the first that may be listed; empty: the first that there is
 * @param to the first that may not be listed any more; empty: all that there are
 * @param isReverse whether the last one comes first
 */
record ListRange(byte[] from, byte[] to, boolean isReverse) {
    /**
     * @param base what every path in the directory starts with
     * @param keys of the rows that a condition on keys asks for; null: the request's own bounds hold
     */
    static ListRange of(RequestScanReader scan, byte[] base, @Nullable KeyRange keys) {
        if (scan.reverse() && !scan.recursive() && scan.directories() != RequestScanDirectories.EXCLUDE) {
            throw new InvalidRequestException(
                    "directories of one level are not listed in reverse: field=reverse directories="
                            + scan.directories());
        }
        byte[] from = bound(scan.fromBytes().toByteArray(), scan.fromExclusive(), "from");
        byte[] to = bound(scan.toBytes().toByteArray(), scan.toInclusive(), "to");
        if (keys == null) {
            return new ListRange(from, to, scan.reverse());
        }
        if (from.length > 0 || to.length > 0) {
            throw new InvalidRequestException("a condition on keys takes the place of bounds: field=from,to");
        }
        if (scan.recursive() || scan.directories() != RequestScanDirectories.EXCLUDE) {
            throw new InvalidRequestException(
                    "a condition on keys is about rows alone: field=recursive,directories recursive=" + scan.recursive()
                            + " directories=" + scan.directories());
        }
        return new ListRange(below(base, keys.from()), below(base, keys.to()), scan.reverse());
    }

    /** A bound, moved behind itself when it is on the far side: no name has a zero byte. */
    private static byte[] bound(byte[] name, boolean isMovedOn, String field) {
        if (name.length > Limits.PATH_LENGTH) {
            throw new InvalidRequestException(
                    "bound is too long: field=" + field + " length=" + name.length + " limit=" + Limits.PATH_LENGTH);
        }
        return isMovedOn && name.length > 0 ? Arrays.copyOf(name, name.length + 1) : name;
    }

    private static byte[] below(byte[] base, byte[] path) {
        return Arrays.copyOfRange(path, base.length, path.length);
    }

    boolean hasEnd() {
        return to.length > 0;
    }

    /** Whether a name comes before all that are asked for. */
    boolean isBefore(byte[] name) {
        return Arrays.compareUnsigned(name, from) < 0;
    }

    /** Whether a name, which is a part of these bytes, comes after all that are asked for. */
    boolean isBehind(byte[] bytes, int start, int end) {
        return hasEnd() && Arrays.compareUnsigned(bytes, start, end, to, 0, to.length) >= 0;
    }

    boolean isIn(byte[] name) {
        return !isBefore(name) && !isBehind(name, 0, name.length);
    }
}
