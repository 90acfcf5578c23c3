package io.vireo.engine.partition;

import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestScanDirectories;
import io.vireo.channel.message.RequestScanReader;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.Condition;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.PathRules;
import java.util.Arrays;

/**
 * What a client wants listed, checked.
 *
 * @param directory whose path is empty for the container's root
 * @param base what every path in the directory starts with
 * @param start what every path that is asked for starts with
 * @param marker entries after it; empty: from the start
 * @param hasFilter whether there is something to ask of records
 * @param isCount whether a number is wanted and no entries
 * @param segmentCount 0: everything
 * @param range which part of it, and in which order
 * @param byteLimit bytes of records that may be looked at before the page ends
 * @param selection what of each entry is asked for
 */
record ListRequest(
        Key directory,
        byte[] base,
        byte[] start,
        byte[] marker,
        int limit,
        boolean isRecursive,
        Condition filter,
        boolean hasFilter,
        boolean isCount,
        RequestScanDirectories directories,
        int segment,
        int segmentCount,
        ListRange range,
        long byteLimit,
        Selection selection) {

    static ListRequest of(RequestReader request, RequestExpressions expressions) {
        RequestScanReader scan = request.list();
        byte[] path = request.pathBytes().toByteArray();
        PathRules.requireDirectory(path, "path");
        byte[] base = Paths.childPrefix(path);
        byte[] prefix = scan.prefixBytes().toByteArray();
        if (prefix.length > Limits.PATH_LENGTH) {
            throw new InvalidRequestException(
                    "prefix is too long: field=prefix length=" + prefix.length + " limit=" + Limits.PATH_LENGTH);
        }
        byte[] marker = scan.markerBytes().toByteArray();
        if (marker.length > 0) {
            PathRules.requireItem(marker, "marker");
            if (marker.length <= base.length || !startsWith(marker, base)) {
                throw new InvalidRequestException("marker is not below the directory: field=marker");
            }
        }
        boolean isCount = scan.countOnly();
        if (!isCount && (scan.limit() < 1 || scan.limit() > Limits.PAGE_COUNT)) {
            throw new InvalidRequestException(
                    "limit is out of range: field=limit value=" + scan.limit() + " limit=" + Limits.PAGE_COUNT);
        }
        if (scan.segmentCount() > Limits.SEGMENT_COUNT
                || (scan.segmentCount() > 0 && scan.segment() >= scan.segmentCount())) {
            throw new InvalidRequestException("segment is out of range: field=segment segment=" + scan.segment()
                    + " segmentCount=" + scan.segmentCount() + " limit=" + Limits.SEGMENT_COUNT);
        }
        if (scan.directories() == RequestScanDirectories.UNRECOGNIZED) {
            throw new InvalidRequestException("choice is not known to this engine: field=directories");
        }
        if (isCount && !scan.recursive() && scan.directories() != RequestScanDirectories.EXCLUDE) {
            throw new InvalidRequestException(
                    "directories of one level cannot be counted, for several reactors may know"
                            + " them: field=countOnly directories=" + scan.directories());
        }
        Condition filter = expressions.of(request).filter();
        ListRange range = ListRange.of(scan, base, expressions.keyRange(path));
        Selection selection = expressions.selection();
        expressions.requireAllUsed();
        return new ListRequest(
                Key.of(request.container(), path),
                base,
                Paths.join(base, prefix),
                marker,
                isCount ? Integer.MAX_VALUE : (int) scan.limit(),
                scan.recursive(),
                filter,
                expressions.hasFilter(),
                isCount,
                scan.directories(),
                (int) scan.segment(),
                (int) scan.segmentCount(),
                range,
                scan.byteLimit() == 0
                        ? Limits.PAGE_EXAMINED_LENGTH
                        : Math.min(scan.byteLimit(), Limits.PAGE_EXAMINED_LENGTH),
                selection);
    }

    long container() {
        return directory.container();
    }

    /** Whether an entry may be asked for, as far as can be told without its record. */
    boolean mayAdmit(Key key, boolean isDirectory) {
        boolean isWanted =
                switch (directories) {
                    case INCLUDE -> true;
                    case ONLY -> isDirectory;
                    case EXCLUDE -> !isDirectory;
                    case UNRECOGNIZED -> false;
                };
        return isWanted && isInSegment(key);
    }

    /** Whether an entry that {@link #mayAdmit} admits is asked for. */
    boolean admits(Key key, Item item) {
        return filter.holds(ItemScope.of(key, item));
    }

    private boolean isInSegment(Key key) {
        // Any hash that all reactors agree on; mixed, because that of an array hardly differs for names that differ in
        // their last byte.
        int mixed = key.hashCode() * 0x9E3779B9;
        return segmentCount == 0 || Integer.remainderUnsigned(mixed ^ mixed >>> 15, segmentCount) == segment;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
