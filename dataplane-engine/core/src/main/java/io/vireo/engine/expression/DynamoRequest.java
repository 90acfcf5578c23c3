package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.expression.DynamoExpressions.CacheKey;
import io.vireo.engine.expression.DynamoExpressions.Compiled;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Utf8;
import io.vireo.engine.item.ValueView;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of one request of DynamoDB's, with the names and values that they share. Messages of refusals are those that DynamoDB's
 * clients know. Threads: one, that of the {@link DynamoExpressions}.
 */
public final class DynamoRequest {
    private final DynamoExpressions expressions;
    private final Map<String, String> names;
    private final Map<String, ValueView> values = new HashMap<>();
    private final Map<String, DynamoType> types = new HashMap<>();
    private final Set<String> unusedNames;
    private final Set<String> unusedValues;

    DynamoRequest(DynamoExpressions expressions, Map<String, String> names, Map<String, byte[]> values) {
        this.expressions = expressions;
        this.names = Map.copyOf(names);
        this.unusedNames = new LinkedHashSet<>(names.keySet());
        this.unusedValues = new LinkedHashSet<>(values.keySet());
        names.keySet().forEach(name -> requireKey("ExpressionAttributeNames", name, '#'));
        long length = 0;
        for (Map.Entry<String, byte[]> entry : values.entrySet()) {
            requireKey("ExpressionAttributeValues", entry.getKey(), ':');
            ValueView view = new ValueView().wrap(entry.getValue());
            this.values.put(entry.getKey(), view);
            types.put(entry.getKey(), DynamoType.of(view));
            length += entry.getValue().length;
        }
        if (length > Limits.DYNAMO_VALUES_LENGTH) {
            throw new InvalidRequestException("ExpressionAttributeValues exceeds max size; size: " + length
                    + ", limit: " + Limits.DYNAMO_VALUES_LENGTH);
        }
    }

    private static void requireKey(String parameter, String key, char mark) {
        boolean isKey = key.length() > 1 && key.charAt(0) == mark;
        for (int i = 1; i < key.length(); i++) {
            isKey &= DynamoLexer.isPart(key.charAt(i));
        }
        if (!isKey) {
            throw new InvalidRequestException(parameter + " contains invalid key: Syntax error; key: \"" + key + "\"");
        }
        if (key.length() > Limits.DYNAMO_NAME_LENGTH && mark == '#') {
            throw new InvalidRequestException(
                    parameter + " contains invalid key: key too long; size of key: " + key.length());
        }
    }

    /** Compiles a ConditionExpression. */
    public Condition condition(String text) {
        return condition(DynamoKind.CONDITION, text);
    }

    /** Compiles a FilterExpression. */
    public Condition filter(String text) {
        return condition(DynamoKind.FILTER, text);
    }

    private Condition condition(DynamoKind kind, String text) {
        Compiled<Node> compiled = compiledCondition(kind, text);
        return new Condition(compiled.tree(), parameters(kind, compiled), expressions.evaluator());
    }

    /**
     * Compiles a KeyConditionExpression.
     *
     * @param partitionKey name of the table's partition key
     * @param sortKey name of its sort key; null when it has none
     */
    public KeyCondition keyCondition(String text, String partitionKey, @Nullable String sortKey) {
        Compiled<Node> compiled = compiledCondition(DynamoKind.KEY_CONDITION, text);
        ValueView[] parameters = parameters(DynamoKind.KEY_CONDITION, compiled);
        return KeyConditionReader.read(compiled.tree(), parameters, partitionKey, sortKey);
    }

    private Compiled<Node> compiledCondition(DynamoKind kind, String text) {
        return compiled(kind, text, () -> {
            DynamoConditionParser parser = new DynamoConditionParser(kind, text, names, types);
            return new Compiled<>(parser.parse(), parser.usedNames(), parser.parameterNames(), parser.checks());
        });
    }

    /** Compiles an UpdateExpression. */
    public Update update(String text) {
        Compiled<List<DynamoUpdate.Action>> compiled = compiled(DynamoKind.UPDATE, text, () -> {
            DynamoUpdateParser parser = new DynamoUpdateParser(text, names, types);
            return new Compiled<>(parser.parse(), parser.usedNames(), parser.parameterNames(), List.of());
        });
        return new DynamoUpdate(compiled.tree(), parameters(DynamoKind.UPDATE, compiled), expressions.evaluator());
    }

    /** Compiles a ProjectionExpression. */
    public Projection projection(String text) {
        Compiled<List<Node.Path>> compiled = compiled(DynamoKind.PROJECTION, text, () -> {
            DynamoProjectionParser parser = new DynamoProjectionParser(text, names);
            return new Compiled<>(parser.parse(), parser.usedNames(), parser.parameterNames(), List.of());
        });
        return new Projection(compiled.tree());
    }

    /** Refuses the request when a name or value came with it that none of its expressions took. */
    public void requireAllUsed() {
        requireEmpty("ExpressionAttributeValues", unusedValues);
        requireEmpty("ExpressionAttributeNames", unusedNames);
    }

    private static void requireEmpty(String parameter, Collection<String> unused) {
        if (!unused.isEmpty()) {
            throw new InvalidRequestException("Value provided in " + parameter + " unused in expressions: keys: {"
                    + String.join(", ", unused) + "}");
        }
    }

    private <T> Compiled<T> compiled(DynamoKind kind, String text, Supplier<Compiled<T>> compiler) {
        int length = Utf8.length(text);
        if (length > Limits.DYNAMO_EXPRESSION_LENGTH) {
            throw new InvalidRequestException("Invalid " + kind.parameter
                    + ": Expression size has exceeded the maximum allowed size; expression size: " + length);
        }
        Compiled<T> compiled = expressions.compiled(new CacheKey(kind, text, names, Map.copyOf(types)), compiler);
        unusedNames.removeAll(compiled.usedNames());
        compiled.parameterNames().forEach(unusedValues::remove);
        return compiled;
    }

    private ValueView[] parameters(DynamoKind kind, Compiled<?> compiled) {
        ValueView[] parameters = new ValueView[compiled.parameterNames().size()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] =
                    Objects.requireNonNull(values.get(compiled.parameterNames().get(i)));
        }
        for (ValueCheck check : compiled.checks()) {
            String problem = check.problem(parameters, expressions.order());
            if (problem != null) {
                throw new InvalidRequestException("Invalid " + kind.parameter + ": " + problem);
            }
        }
        return parameters;
    }
}
