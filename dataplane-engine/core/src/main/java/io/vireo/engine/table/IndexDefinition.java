package io.vireo.engine.table;

import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secondary index of a table, and how far its life has come: every reactor fills in the entries of its rows, and at the end clears away those that lie with it.
 *
 * <pre>
 *   building ─► active: all reactors have filled ─► dropping ─► gone: all have cleared
 *       ▲                                               │
 *       └──────────────── is to be made again ◄─────────┘
 * </pre>
 *
 * @param name in its table
 * @param id no other index has it, nor had
 * @param partition of a global one; null: local, over the rows of one sharding key
 * @param sort null: the rows of one partition key are in the order of their names
 * @param projection what an entry holds beside its key
 * @param names for {@link Projection#NAMED}
 * @param filled reactors that have filled in the entries of their rows
 * @param cleared reactors that have no entry of it any more
 * @param isDropping whether entries go, and none is made
 * @param isMadeAgain whether it is built anew once they are gone
 */
public record IndexDefinition(
        String name,
        long id,
        @Nullable KeyAttribute partition,
        @Nullable KeyAttribute sort,
        Projection projection,
        List<String> names,
        Set<Integer> filled,
        Set<Integer> cleared,
        boolean isDropping,
        boolean isMadeAgain) {
    /** What an entry holds of its row. */
    public enum Projection {
        /** The attributes of the index's key. */
        KEYS,
        /** All that a client may name. */
        ALL,
        /** Those of the index's key, and some by name. */
        NAMED
    }

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0," + (Limits.INDEX_NAME_LENGTH - 1) + "}");

    /** Admits a new one. */
    public static IndexDefinition create(
            String name,
            long id,
            @Nullable KeyAttribute partition,
            @Nullable KeyAttribute sort,
            Projection projection,
            List<String> names) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidRequestException("name of an index is empty, too long, starts with a dot or has other than"
                    + " letters, digits, '_', '-' and '.': field=name limit=" + Limits.INDEX_NAME_LENGTH);
        }
        if (partition == null && sort == null) {
            throw new InvalidRequestException("local index has no sort key: field=sort");
        }
        if (partition != null && sort != null && partition.name().equals(sort.name())) {
            throw new InvalidRequestException("index has one attribute for both parts of its key: field=sort");
        }
        requireName(partition, "partition");
        requireName(sort, "sort");
        if (names.size() > Limits.INDEX_PROJECTION_COUNT) {
            throw new InvalidRequestException("index holds too many attributes: field=names count=" + names.size()
                    + " limit=" + Limits.INDEX_PROJECTION_COUNT);
        }
        if (names.isEmpty() == (projection == Projection.NAMED)) {
            throw new InvalidRequestException(
                    "names go with the projection of named attributes: field=names count=" + names.size());
        }
        return new IndexDefinition(
                name, id, partition, sort, projection, List.copyOf(names), Set.of(), Set.of(), false, false);
    }

    private static void requireName(@Nullable KeyAttribute attribute, String field) {
        if (attribute != null && (attribute.name().isEmpty() || attribute.name().startsWith("__"))) {
            throw new InvalidRequestException(
                    "attribute cannot be a part of an index's key: field=" + field + " name=" + attribute.name());
        }
    }

    /** Whether it is over the rows of one sharding key. */
    public boolean isLocal() {
        return partition == null;
    }

    /** Whether it can be asked. */
    public boolean isActive(int reactorCount) {
        return !isDropping && filled.size() == reactorCount;
    }

    /** The same when a reactor has filled in what is its part. */
    IndexDefinition filledBy(int reactor) {
        return with(id, plus(filled, reactor), cleared, isDropping, isMadeAgain);
    }

    /** The same when a reactor has cleared away what lay with it. */
    IndexDefinition clearedBy(int reactor) {
        return with(id, filled, plus(cleared, reactor), isDropping, isMadeAgain);
    }

    /** The same from when it is not wanted any more. */
    IndexDefinition dropping(boolean isToBeMadeAgain) {
        return with(id, filled, isDropping ? cleared : Set.of(), true, isToBeMadeAgain);
    }

    /** The same from the start. */
    IndexDefinition again(long newId) {
        return with(newId, Set.of(), Set.of(), false, false);
    }

    private IndexDefinition with(
            long newId, Set<Integer> nowFilled, Set<Integer> nowCleared, boolean drops, boolean repeats) {
        return new IndexDefinition(
                name, newId, partition, sort, projection, names, nowFilled, nowCleared, drops, repeats);
    }

    private static Set<Integer> plus(Set<Integer> reactors, int reactor) {
        Set<Integer> more = new TreeSet<>(reactors);
        more.add(reactor);
        return more;
    }

    Value toValue() {
        SequencedMap<String, Value> map = new LinkedHashMap<>();
        map.put("id", new Value.Int64(id));
        put(map, "partition", partition);
        put(map, "sort", sort);
        map.put("projection", new Value.Text(projection.name()));
        map.put(
                "names",
                new Value.ValueList(
                        List.<Value>copyOf(names.stream().map(Value.Text::new).toList())));
        map.put("filled", reactors(filled));
        map.put("cleared", reactors(cleared));
        map.put("dropping", Value.Bool.of(isDropping));
        map.put("again", Value.Bool.of(isMadeAgain));
        return new Value.ValueMap(map);
    }

    private static void put(SequencedMap<String, Value> map, String name, @Nullable KeyAttribute attribute) {
        if (attribute != null) {
            map.put(name, new Value.Text(attribute.type().name() + attribute.name()));
        }
    }

    private static Value reactors(Set<Integer> set) {
        return new Value.Int64Array(set.stream().mapToLong(Integer::longValue).toArray());
    }

    static IndexDefinition of(String name, Value value) {
        if (!(value instanceof Value.ValueMap(SequencedMap<String, Value> map))
                || !(map.get("id") instanceof Value.Int64(long id))
                || !(map.get("projection") instanceof Value.Text(String projection))
                || !(map.get("names") instanceof Value.ValueList(List<Value> listed))) {
            throw new IllegalStateException("definition of an index is malformed: name=" + name);
        }
        List<String> names = new ArrayList<>();
        for (Value each : listed) {
            names.add(each instanceof Value.Text(String text) ? text : "");
        }
        return new IndexDefinition(
                name,
                id,
                attribute(map.get("partition")),
                attribute(map.get("sort")),
                Projection.valueOf(projection),
                names,
                reactors(map.get("filled")),
                reactors(map.get("cleared")),
                map.get("dropping") == Value.Bool.TRUE,
                map.get("again") == Value.Bool.TRUE);
    }

    private static @Nullable KeyAttribute attribute(@Nullable Value value) {
        return value instanceof Value.Text(String text)
                ? new KeyAttribute(text.substring(1), KeyType.valueOf(text.substring(0, 1)))
                : null;
    }

    private static Set<Integer> reactors(@Nullable Value value) {
        Set<Integer> reactors = new TreeSet<>(Comparator.naturalOrder());
        if (value instanceof Value.Int64Array(long[] numbers)) {
            for (long number : numbers) {
                reactors.add((int) number);
            }
        }
        return reactors;
    }
}
