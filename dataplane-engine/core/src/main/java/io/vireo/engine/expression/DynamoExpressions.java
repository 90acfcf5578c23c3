package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.ValueOrder;
import io.vireo.engine.item.ValueView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
     * @throws InvalidRequestException the message names the key that is none, or the limit
     */
    public DynamoRequest request(Map<String, String> names, Map<String, byte[]> values) {
        return new DynamoRequest(this, names, values);
    }

    /**
     * Conditions as they were before there were expressions, on the same tree.
     *
     * @param isAny whether one of them is enough ({@code ConditionalOperator} OR); else all must hold
     * @throws InvalidRequestException in the words of the expression that stands for them
     */
    public Condition legacyCondition(List<LegacyCondition> conditions, boolean isAny) {
        if (conditions.isEmpty()) {
            return Condition.ALWAYS;
        }
        LegacyTranslation translation = new LegacyTranslation();
        String text = translation.conditions(conditions, isAny ? " OR " : " AND ");
        return request(translation.names(), translation.values()).filter(text);
    }

    /** {@code KeyConditions}, as they were before there were expressions. */
    public KeyCondition legacyKeyCondition(
            List<LegacyCondition> conditions, String partitionKey, @Nullable String sortKey) {
        if (conditions.isEmpty() || conditions.size() > 2) {
            throw new InvalidRequestException("Conditions can be of length 1 or 2 only");
        }
        LegacyTranslation translation = new LegacyTranslation();
        String text = translation.conditions(conditions, " AND ");
        return request(translation.names(), translation.values()).keyCondition(text, partitionKey, sortKey);
    }

    /** {@code AttributeUpdates}, as they were before there were expressions; none change nothing. */
    public Update legacyUpdate(List<LegacyUpdate> updates) {
        if (updates.isEmpty()) {
            return new DynamoUpdate(List.of(), new ValueView[0], evaluator);
        }
        LegacyTranslation translation = new LegacyTranslation();
        String text = translation.updates(updates);
        return request(translation.names(), translation.values()).update(text);
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
