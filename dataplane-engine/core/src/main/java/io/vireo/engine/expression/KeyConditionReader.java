package io.vireo.engine.expression;

import io.vireo.engine.expression.KeyCondition.Sort;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a condition as one on the keys of a table: nothing but that the partition key equals a value, and at most one comparison of the sort key. */
final class KeyConditionReader {
    private final ValueView[] parameters;
    private final Map<String, Term> terms = new LinkedHashMap<>();

    private KeyConditionReader(ValueView[] parameters) {
        this.parameters = parameters;
    }

    private record Term(Sort sort, List<Value> operands) {}

    static KeyCondition read(Node node, ValueView[] parameters, String partitionKey, @Nullable String sortKey) {
        KeyConditionReader reader = new KeyConditionReader(parameters);
        reader.requireOperators(node);
        reader.add(node);
        return reader.toCondition(partitionKey, sortKey);
    }

    private KeyCondition toCondition(String partitionKey, @Nullable String sortKey) {
        Term partition = terms.remove(partitionKey);
        if (partition == null) {
            throw new InvalidRequestException("Query condition missed key schema element: " + partitionKey);
        }
        Term sort = sortKey == null ? null : terms.remove(sortKey);
        if (!terms.isEmpty() && sortKey != null && sort == null) {
            throw new InvalidRequestException("Query condition missed key schema element: " + sortKey);
        }
        if (partition.sort() != Sort.EQUAL || !terms.isEmpty()) {
            throw new InvalidRequestException("Query key condition not supported");
        }
        return sort == null
                ? new KeyCondition(partition.operands().getFirst(), Sort.ALL, List.of())
                : new KeyCondition(partition.operands().getFirst(), sort.sort(), sort.operands());
    }

    /** Refuses operators that no key condition has, wherever they are, before the shape is looked at. */
    private void requireOperators(Node node) {
        switch (node) {
            case Node.And and -> and.operands().forEach(this::requireOperators);
            case Node.Or _ -> throw invalidOperator("OR");
            case Node.In _ -> throw invalidOperator("IN");
            case Node.Not not -> throw invalidOperator(negated(not.operand()));
            case Node.Call call
            when call.function() != Function.STARTS -> throw invalidOperator(call.function().dynamoName);
            default -> {}
        }
    }

    private static String negated(Node operand) {
        return switch (operand) {
            case Node.Compare compare when compare.operator() == Node.Operator.EQUAL -> "<>";
            case Node.Call call when call.function() == Function.EXISTS -> "attribute_not_exists";
            default -> "NOT";
        };
    }

    private static InvalidRequestException invalidOperator(@Nullable String operator) {
        return new InvalidRequestException("Invalid operator used in KeyConditionExpression: " + operator);
    }

    private void add(Node node) {
        switch (node) {
            case Node.And and -> and.operands().forEach(this::add);
            case Node.Compare(Node.Operator operator, Node left, Node right) -> {
                boolean isTurned = !(left instanceof Node.Path) && right instanceof Node.Path;
                Node key = isTurned ? right : left;
                add(sort(operator, isTurned), "", key, List.of(isTurned ? left : right));
            }
            case Node.Between(Node value, Node low, Node high) ->
                add(Sort.BETWEEN, "BETWEEN", value, List.of(low, high));
            case Node.Call call ->
                add(
                        Sort.STARTS,
                        "begins_with",
                        call.arguments().getFirst(),
                        call.arguments().subList(1, 2));
            default -> throw new InvalidRequestException("Query key condition not supported");
        }
    }

    private static Sort sort(Node.Operator operator, boolean isTurned) {
        return switch (operator) {
            case EQUAL -> Sort.EQUAL;
            case LESS -> isTurned ? Sort.GREATER : Sort.LESS;
            case LESS_OR_EQUAL -> isTurned ? Sort.GREATER_OR_EQUAL : Sort.LESS_OR_EQUAL;
            case GREATER -> isTurned ? Sort.LESS : Sort.GREATER;
            case GREATER_OR_EQUAL -> isTurned ? Sort.LESS_OR_EQUAL : Sort.GREATER_OR_EQUAL;
            default -> throw new IllegalArgumentException("operator=" + operator);
        };
    }

    private void add(Sort sort, String operator, Node key, List<Node> operands) {
        if (key instanceof Node.Call || operands.stream().anyMatch(Node.Call.class::isInstance)) {
            throw new InvalidRequestException("KeyConditionExpressions cannot contain nested operations");
        }
        if (!(key instanceof Node.Path path)) {
            throw invalidCondition(
                    operator.isEmpty()
                            ? "No key attribute specified"
                            : operator + " operator must have the key attribute as its first operand");
        }
        List<Value> values = new ArrayList<>();
        for (Node operand : operands) {
            if (!(operand instanceof Node.Parameter parameter)) {
                throw invalidCondition("Multiple attribute names used in one condition");
            }
            values.add(Numbers.decoded(parameters[parameter.index()]));
        }
        if (!path.steps().isEmpty()) {
            throw new InvalidRequestException("KeyConditionExpressions cannot have conditions on nested attributes");
        }
        if (terms.put(path.root().text(), new Term(sort, values)) != null) {
            throw new InvalidRequestException("KeyConditionExpressions must only contain one condition per key");
        }
    }

    private static InvalidRequestException invalidCondition(String message) {
        return new InvalidRequestException("Invalid condition in KeyConditionExpression: " + message);
    }
}
