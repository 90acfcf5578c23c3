package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.item.ValueOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * DynamoDB's language: expressions that were compiled lately, by their text, the names that stand in for others, and the types of the values
 * that come with them; the values themselves are looked at anew in each {@link DynamoRequest}. Bounded: the one that was not used for the
 * longest time goes. Threads: one.
 */
public final class DynamoExpressions {
    private final Evaluator evaluator;
    private final ValueOrder order = new ValueOrder();
    private final Map<CacheKey, Compiled<?>> cache = new LatestMap<>(Limits.EXPRESSION_CACHE_COUNT);

    DynamoExpressions(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** What a compiled expression depends on. */
    record CacheKey(DynamoKind kind, String text, Map<String, String> names, Map<String, DynamoType> types) {}

    /** A compiled expression, without values. */
    record Compiled<T>(T tree, Set<String> usedNames, List<String> parameterNames, List<ValueCheck> checks) {}

    /**
     * Takes the names and values of a request, for the expressions that it has.
     *
     * @param names attributes' names, by the {@code #names} that stand for them
     * @param values encoded as {@link io.vireo.engine.item.ValueTag} draws, by the {@code :names} that stand for them
     * @throws io.vireo.engine.item.InvalidRequestException the message names the key that is none, or the limit
     */
    public DynamoRequest request(Map<String, String> names, Map<String, byte[]> values) {
        return new DynamoRequest(this, names, values);
    }

    Evaluator evaluator() {
        return evaluator;
    }

    ValueOrder order() {
        return order;
    }

    @SuppressWarnings("unchecked") // the kind is part of the key, and says what tree there is
    <T> Compiled<T> compiled(CacheKey key, Supplier<Compiled<T>> compiler) {
        Compiled<?> cached = cache.get(key);
        if (cached == null) {
            cached = compiler.get();
            cache.put(key, cached);
        }
        return (Compiled<T>) cached;
    }
}
