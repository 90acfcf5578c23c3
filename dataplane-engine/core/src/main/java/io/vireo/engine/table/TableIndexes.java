package io.vireo.engine.table;

import io.vireo.engine.Limits;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The secondary indexes of a table, as one item keeps them: in the attribute {@code indexes}, a map of maps by name. Unchangeable.
 *
 * @param table the directory whose items are its rows
 * @param all in the order in which they were made
 */
public record TableIndexes(Key table, List<IndexDefinition> all) {
    private static final String ATTRIBUTE = "indexes";

    /** What an item says that {@link IndexPaths#definition} names; null: there is none. */
    public static TableIndexes of(Key definition, @Nullable Item item) {
        List<IndexDefinition> all = new ArrayList<>();
        @Nullable Value value = item == null ? null : item.attributes().get(ATTRIBUTE);
        if (value instanceof Value.ValueMap(SequencedMap<String, Value> map)) {
            map.forEach((name, each) -> all.add(IndexDefinition.of(name, each)));
        }
        return new TableIndexes(IndexPaths.table(definition), List.copyOf(all));
    }

    /** For the item that keeps them. */
    public Attributes toAttributes() {
        SequencedMap<String, Value> map = new LinkedHashMap<>();
        all.forEach(each -> map.put(each.name(), each.toValue()));
        Attributes.Draft draft = new Attributes.Draft();
        draft.put(ATTRIBUTE.getBytes(StandardCharsets.UTF_8), ValueCodec.encode(new Value.ValueMap(map)));
        return draft.build();
    }

    /** The one of a name, whatever has become of it. */
    public Optional<IndexDefinition> find(String name) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** The same with one more. */
    public TableIndexes with(IndexDefinition index) {
        long alike =
                all.stream().filter(each -> each.isLocal() == index.isLocal()).count();
        int limit = index.isLocal() ? Limits.LOCAL_INDEX_COUNT : Limits.GLOBAL_INDEX_COUNT;
        if (alike >= limit) {
            throw new InvalidRequestException("table has too many " + (index.isLocal() ? "local" : "global")
                    + " indexes: field=name count=" + alike + " limit=" + limit);
        }
        List<IndexDefinition> more = new ArrayList<>(all);
        more.add(index);
        return new TableIndexes(table, List.copyOf(more));
    }

    /** The same with entries of one going away. */
    public TableIndexes dropped(long id) {
        return replaced(id, each -> each.dropping(false));
    }

    /** The same with one that is to be built anew, unless it goes away. */
    public TableIndexes remade(long id) {
        return replaced(id, each -> each.isDropping() ? each : each.dropping(true));
    }

    /** The same when a reactor has filled in its part of one. */
    public TableIndexes filled(long id, int reactor) {
        return replaced(id, each -> each.filledBy(reactor));
    }

    /**
     * The same when a reactor has cleared away its part of one: that is gone when all have, or made again.
     *
     * @param newId of one that is made again
     */
    public TableIndexes cleared(long id, int reactor, int reactorCount, long newId) {
        return replaced(id, each -> {
            IndexDefinition cleared = each.clearedBy(reactor);
            if (cleared.cleared().size() < reactorCount) {
                return cleared;
            }
            return each.isMadeAgain() ? each.again(newId) : null;
        });
    }

    private TableIndexes replaced(long id, Function<IndexDefinition, @Nullable IndexDefinition> change) {
        List<IndexDefinition> changed = new ArrayList<>();
        for (IndexDefinition each : all) {
            @Nullable IndexDefinition after = each.id() == id ? change.apply(each) : each;
            if (after != null) {
                changed.add(after);
            }
        }
        return new TableIndexes(table, List.copyOf(changed));
    }
}
