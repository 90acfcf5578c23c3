package io.vireo.engine.partition;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestQueryRange;
import io.vireo.channel.message.RequestQueryReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.ValueReader;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.Condition;
import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.expression.KeyCondition;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import io.vireo.engine.item.ValueDecoder;
import io.vireo.engine.store.Store;
import io.vireo.engine.table.IndexEntryPaths;
import io.vireo.engine.table.KeyRange;
import io.vireo.engine.table.RowStamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page of the rows that an index has in a range, forwards or backwards, as far as their entries lie with this reactor. Threads: the reactor alone.
 */
public final class IndexQuery {
    /**
     * What was found.
     *
     * @param rows with what their entries hold
     * @param marker where the next page starts; empty: the end was reached
     * @param owner number of the partition of another reactor that has what there is; {@link #NOBODY_ELSE}
     */
    public record Page(List<Row> rows, byte[] marker, int owner) {
        /** What there is has the reactor that was asked, or it is a scan. */
        public static final int NOBODY_ELSE = -1;
    }

    /**
     * A row.
     *
     * @param marker of a page that starts behind it
     */
    public record Row(Key key, Item item, byte[] marker) {}

    private final PartitionSet partitions;
    private final ItemReader items;
    private final IndexEntryPaths paths;
    private final Condition filter;
    private final Selection selection;
    private final boolean isBackwards;
    private final int limit;
    private final int segment;
    private final int segmentCount;
    private final long clockNs;
    private final byte[] from;
    private final byte[] to;
    private final @Nullable Partition alone;

    /** The partition of another reactor that has what there is. */
    private final int elsewhere;

    private final List<Needed> needed = new ArrayList<>();

    private IndexQuery(
            RequestReader request,
            PartitionSet partitions,
            ItemReader items,
            RequestExpressions expressions,
            IndexEntryPaths paths,
            long clockNs) {
        RequestQueryReader query = request.query();
        this.partitions = partitions;
        this.items = items;
        this.paths = paths;
        this.clockNs = clockNs;
        this.filter = expressions.of(request).filter();
        this.selection = expressions.selection();
        @Nullable KeyCondition keys = expressions.keyCondition(paths.index());
        expressions.requireAllUsed();
        this.isBackwards = query.backwards();
        if (query.limit() < 1 || query.limit() > Limits.PAGE_COUNT) {
            throw new InvalidRequestException(
                    "limit is out of range: field=limit value=" + query.limit() + " limit=" + Limits.PAGE_COUNT);
        }
        this.limit = (int) query.limit();
        boolean isScan = keys == null && query.range() == RequestQueryRange.SCAN;
        if (query.segmentCount() > Limits.SEGMENT_COUNT
                || (query.segmentCount() > 0 && (query.segment() >= query.segmentCount() || !isScan))) {
            throw new InvalidRequestException("segment is out of range, or not of a scan: field=segment segment="
                    + query.segment() + " segmentCount=" + query.segmentCount() + " limit=" + Limits.SEGMENT_COUNT);
        }
        this.segment = (int) query.segment();
        this.segmentCount = (int) query.segmentCount();
        KeyRange range = isScan ? paths.all() : paths.range(keys == null ? condition(query) : keys);
        long container = request.container();
        // Everything up to the dot behind the partition key places an entry, and every bound has that.
        this.alone = isScan ? null : partitions.ownerOf(range.fromKey(container));
        byte[] marker = query.marker().toByteArray();
        byte[] start = range.fromKey(container).encoded();
        byte[] end = range.toKey(container).encoded();
        if (marker.length > 0) {
            byte[] place = Key.of(container, paths.ofMarker(marker)).encoded();
            start = isBackwards ? start : later(start, Paths.append(place, (byte) 0));
            end = isBackwards ? earlier(end, place) : end;
        }
        this.from = start;
        this.to = end;
        this.elsewhere = isScan || alone != null ? Page.NOBODY_ELSE : partitions.numberOf(range.fromKey(container));
    }

    /** Takes the queries of a reactor. */
    public static final class Factory {
        private final PartitionSet partitions;
        private final ItemReader items;
        private final RequestExpressions expressions;
        private final EpochClock clock;

        /** Over these parts of it. */
        public Factory(PartitionSet partitions, ItemReader items, ExpressionCache expressions, EpochClock clock) {
            this.partitions = partitions;
            this.items = items;
            this.expressions = new RequestExpressions(expressions);
            this.clock = clock;
        }

        /** @throws InvalidRequestException something is wrong with the query */
        public IndexQuery query(RequestReader request, IndexEntryPaths paths) {
            return new IndexQuery(request, partitions, items, expressions, paths, clock.nowNs());
        }
    }

    /** What is to be shown of the rows. */
    public Selection selection() {
        return selection;
    }

    private static byte[] later(byte[] first, byte[] second) {
        return Arrays.compareUnsigned(first, second) >= 0 ? first : second;
    }

    private static byte[] earlier(byte[] first, byte[] second) {
        return Arrays.compareUnsigned(first, second) <= 0 ? first : second;
    }

    private static KeyCondition condition(RequestQueryReader query) {
        KeyCondition.Sort sort =
                switch (query.range()) {
                    case ALL -> KeyCondition.Sort.ALL;
                    case EQUAL -> KeyCondition.Sort.EQUAL;
                    case LESS -> KeyCondition.Sort.LESS;
                    case LESS_OR_EQUAL -> KeyCondition.Sort.LESS_OR_EQUAL;
                    case GREATER -> KeyCondition.Sort.GREATER;
                    case GREATER_OR_EQUAL -> KeyCondition.Sort.GREATER_OR_EQUAL;
                    case BETWEEN -> KeyCondition.Sort.BETWEEN;
                    case STARTS -> KeyCondition.Sort.STARTS;
                    case SCAN, UNRECOGNIZED ->
                        throw new InvalidRequestException("range is not known to this engine: field=range");
                };
        StructListReader<ValueReader> operands = query.operands();
        if (operands.count() != sort.operandCount()) {
            throw new InvalidRequestException("range has another number of operands: field=operands count="
                    + operands.count() + " expected=" + sort.operandCount());
        }
        ValueDecoder decoder = new ValueDecoder();
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < operands.count(); i++) {
            values.add(value(decoder, operands.get(i)));
        }
        return new KeyCondition(value(decoder, query.partition()), sort, values);
    }

    private static Value value(ValueDecoder decoder, ValueReader source) {
        return ValueCodec.decode(new ByteReader(decoder.decode(source)));
    }

    /** Records that must be in memory before there is a {@link #page}: it was none. */
    public List<Needed> needed() {
        return needed;
    }

    /** The page; null when records are {@link #needed}. */
    public @Nullable Page page() {
        List<Row> rows = new ArrayList<>();
        List<Partition> all = alone == null ? partitions.all() : List.of(alone);
        EntryCursor cursor = new EntryCursor(elsewhere == Page.NOBODY_ELSE ? all : List.of(), from, to, isBackwards);
        long length = 0;
        int examined = 0;
        byte[] marker = {};
        while (cursor.isAtEntry()) {
            boolean isOver = rows.size() == limit
                    || examined == Limits.PAGE_EXAMINED_COUNT
                    || length >= Limits.PAGE_EXAMINED_LENGTH
                    || needed.size() >= Limits.PAGE_FETCH_COUNT;
            if (isOver) {
                return needed.isEmpty() ? new Page(rows, marker, elsewhere) : null;
            }
            Store.Found found = cursor.found();
            Key entry = Key.ofEncoded(found.key());
            examined++;
            marker = paths.marker(entry);
            if (isInSegment(entry)) {
                if (!items.isThere(found.entry())) {
                    needed.add(new Needed("item=" + entry, found.entry()));
                } else {
                    length += found.entry().length();
                    add(entry, found, cursor.owner(), marker, rows);
                }
            }
            cursor.next();
        }
        return needed.isEmpty() ? new Page(rows, new byte[0], elsewhere) : null;
    }

    private boolean isInSegment(Key entry) {
        int mixed = entry.hashCode() * 0x9E3779B9;
        return segmentCount == 0 || Integer.remainderUnsigned(mixed ^ mixed >>> 15, segmentCount) == segment;
    }

    private void add(Key entryKey, Store.Found found, Partition owner, byte[] marker, List<Row> rows) {
        Item entry = items.item(entryKey, found.entry());
        if (entry.isExpired(owner.presentNs(clockNs))) {
            return;
        }
        Key key = paths.row(entryKey);
        RowStamp stamp = RowStamp.of(entry.attributes());
        Item row = new Item(
                ItemKind.ITEM,
                stamp.version(),
                0,
                stamp.timeNs(),
                0,
                Item.FILE_MODE,
                0,
                0,
                0,
                0,
                0,
                entry.expiresNs(),
                RowStamp.strip(entry.attributes()),
                Body.EMPTY);
        if (filter.holds(ItemScope.of(key, row))) {
            rows.add(new Row(key, row, marker));
        }
    }

    /** Goes over the committed entries of several partitions in one order or the other. */
    private static final class EntryCursor {
        private final List<Partition> partitions;
        private final Store.@Nullable Found[] heads;
        private final byte[] from;
        private final byte[] to;
        private final boolean isBackwards;
        private int at;

        EntryCursor(List<Partition> partitions, byte[] from, byte[] to, boolean isBackwards) {
            this.partitions = partitions;
            this.heads = new Store.Found[partitions.size()];
            this.from = from;
            this.to = to;
            this.isBackwards = isBackwards;
            for (int i = 0; i < heads.length; i++) {
                Store store = partitions.get(i).store();
                heads[i] = inRange(isBackwards ? store.committedBefore(to) : store.committedAtOrAfter(from));
            }
            choose();
        }

        private Store.@Nullable Found inRange(Store.@Nullable Found found) {
            boolean isIn = found != null
                    && (isBackwards
                            ? Arrays.compareUnsigned(found.key(), from) >= 0
                            : Arrays.compareUnsigned(found.key(), to) < 0);
            return isIn ? found : null;
        }

        private void choose() {
            at = -1;
            for (int i = 0; i < heads.length; i++) {
                Store.@Nullable Found head = heads[i];
                if (head == null) {
                    continue;
                }
                Store.@Nullable Found best = at < 0 ? null : heads[at];
                int order = best == null ? -1 : Arrays.compareUnsigned(head.key(), best.key());
                at = best == null || (isBackwards ? order > 0 : order < 0) ? i : at;
            }
        }

        boolean isAtEntry() {
            return at >= 0;
        }

        Store.Found found() {
            return Objects.requireNonNull(heads[at]);
        }

        Partition owner() {
            return partitions.get(at);
        }

        void next() {
            Store store = partitions.get(at).store();
            byte[] key = found().key();
            heads[at] = inRange(isBackwards ? store.committedBefore(key) : store.committedAfter(key));
            choose();
        }
    }
}
