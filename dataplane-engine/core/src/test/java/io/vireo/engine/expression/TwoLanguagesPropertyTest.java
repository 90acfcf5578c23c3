package io.vireo.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * What both languages can say they mean alike, and mean what an evaluator says that was written for this test alone: over decoded values, by
 * BigDecimal, without a thought for speed.
 */
class TwoLanguagesPropertyTest {
    private static final List<String> ATTRIBUTES = List.of("a", "b", "c");

    /** A condition that both languages can say. */
    private sealed interface Tree {
        record Compare(String symbol, String attribute, Value literal) implements Tree {}

        record CompareTwo(String symbol, String left, String right) implements Tree {}

        record Exists(String attribute) implements Tree {}

        record Starts(String attribute, Value literal) implements Tree {}

        record Contains(String attribute, Value literal) implements Tree {}

        record In(String attribute, List<Value> literals) implements Tree {}

        record And(Tree left, Tree right) implements Tree {}

        record Or(Tree left, Tree right) implements Tree {}

        record Not(Tree operand) implements Tree {}
    }

    private final ExpressionCache expressions = new ExpressionCache();

    @Property(tries = 3_000)
    void meanTheSameAsTheNaiveEvaluator(@ForAll("trees") Tree tree, @ForAll("items") Map<String, Value> item) {
        byte[] encoded = encoded(item);
        AttributesScope scope = new AttributesScope().wrap(MemorySegment.ofArray(encoded), 0, encoded.length);
        Map<String, byte[]> values = new LinkedHashMap<>();
        String dynamo = dynamo(tree, values);

        boolean naive = naive(tree, item);

        assertThat(Condition.compile(nativeText(tree)).holds(scope)).isEqualTo(naive);
        assertThat(expressions
                        .dynamo()
                        .request(Map.of(), values)
                        .condition(dynamo)
                        .holds(scope))
                .isEqualTo(naive);
    }

    @Provide
    Arbitrary<Tree> trees() {
        Arbitrary<String> attributes = Arbitraries.of(ATTRIBUTES);
        Arbitrary<String> symbols = Arbitraries.of("=", "<", "<=", ">", ">=");
        Arbitrary<Tree> leaves = Arbitraries.oneOf(
                Combinators.combine(symbols, attributes, literals()).as(Tree.Compare::new),
                Combinators.combine(symbols, Arbitraries.of("a", "b"), Arbitraries.just("c"))
                        .as(Tree.CompareTwo::new),
                attributes.map(Tree.Exists::new),
                Combinators.combine(attributes, texts()).as(Tree.Starts::new),
                Combinators.combine(attributes, literals()).as(Tree.Contains::new),
                Combinators.combine(attributes, literals().list().ofMinSize(1).ofMaxSize(5))
                        .as(Tree.In::new));
        return nested(leaves, 4);
    }

    private static Arbitrary<Tree> nested(Arbitrary<Tree> leaves, int depth) {
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Tree> inner = nested(leaves, depth - 1);
        return Arbitraries.oneOf(
                leaves,
                Combinators.combine(inner, inner).as(Tree.And::new),
                Combinators.combine(inner, inner).as(Tree.Or::new),
                inner.map(Tree.Not::new));
    }

    @Provide
    Arbitrary<Map<String, Value>> items() {
        Arbitrary<Value> values = Arbitraries.oneOf(
                literals(),
                Arbitraries.doubles().between(-3, 3).ofScale(1).map(Value.Float64::new),
                Arbitraries.of(Value.Bool.TRUE, Value.Bool.FALSE, Value.Null.NULL),
                literals().list().ofMaxSize(3).map(Value.ValueList::new),
                texts().map(each -> ((Value.Text) each).value())
                        .list()
                        .ofMaxSize(3)
                        .map(Value.TextSet::new));
        return Arbitraries.maps(Arbitraries.of(ATTRIBUTES), values).ofMaxSize(3);
    }

    /** Few different ones, so that some are equal. */
    private static Arbitrary<Value> literals() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(-3, 3).map(Value.Int64::new),
                Arbitraries.of("2.5", "-0.5", "1E+30", "-1E+30", "9223372036854775808", "1E-130", "2.51")
                        .map(each -> new Value.Decimal(new BigDecimal(each))),
                texts());
    }

    private static Arbitrary<Value> texts() {
        return Arbitraries.strings().withChars("xyö").ofMaxLength(3).map(Value.Text::new);
    }

    // ---- the naive evaluator

    private static boolean naive(Tree tree, Map<String, Value> item) {
        return switch (tree) {
            case Tree.Compare(String symbol, String attribute, Value literal) ->
                compares(symbol, item.get(attribute), literal);
            case Tree.CompareTwo(String symbol, String left, String right) ->
                compares(symbol, item.get(left), item.get(right));
            case Tree.Exists(String attribute) -> item.containsKey(attribute);
            case Tree.Starts(String attribute, Value literal) ->
                item.get(attribute) instanceof Value.Text(String whole)
                        && whole.startsWith(((Value.Text) literal).value());
            case Tree.Contains(String attribute, Value literal) -> contains(item.get(attribute), literal);
            case Tree.In(String attribute, List<Value> literals) ->
                literals.stream().anyMatch(each -> compares("=", item.get(attribute), each));
            case Tree.And(Tree left, Tree right) -> naive(left, item) && naive(right, item);
            case Tree.Or(Tree left, Tree right) -> naive(left, item) || naive(right, item);
            case Tree.Not(Tree operand) -> !naive(operand, item);
        };
    }

    private static boolean contains(@Nullable Value whole, Value part) {
        return switch (whole) {
            case Value.Text(String text) -> part instanceof Value.Text(String piece) && text.contains(piece);
            case Value.TextSet(List<String> texts) -> part instanceof Value.Text(String piece) && texts.contains(piece);
            case Value.ValueList(List<Value> values) -> values.stream().anyMatch(each -> compares("=", each, part));
            case null, default -> false;
        };
    }

    private static boolean compares(String symbol, @Nullable Value left, @Nullable Value right) {
        if (left == null || right == null) {
            return false;
        }
        BigDecimal x = number(left);
        BigDecimal y = number(right);
        if (x != null && y != null) {
            return holds(symbol, x.compareTo(y));
        }
        if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
            return holds(symbol, Arrays.compareUnsigned(bytes(a), bytes(b)));
        }
        if (left instanceof Value.Bool a && right instanceof Value.Bool b) {
            return holds(symbol, a.compareTo(b));
        }
        if (!symbol.equals("=")) {
            return false;
        }
        return switch (left) {
            case Value.Null _ -> right instanceof Value.Null;
            case Value.TextSet(var a) ->
                right instanceof Value.TextSet(var b) && new HashSet<>(a).equals(new HashSet<>(b));
            case Value.ValueList(var a) -> right instanceof Value.ValueList(var b) && areEqual(a, b);
            default -> false;
        };
    }

    private static boolean areEqual(List<Value> left, List<Value> right) {
        boolean areEqual = left.size() == right.size();
        for (int i = 0; i < left.size() && areEqual; i++) {
            areEqual = compares("=", left.get(i), right.get(i));
        }
        return areEqual;
    }

    private static @Nullable BigDecimal number(Value value) {
        return switch (value) {
            case Value.Int64(long number) -> BigDecimal.valueOf(number);
            case Value.Float64(double number) -> new BigDecimal(number);
            case Value.Decimal(BigDecimal number) -> number;
            default -> null;
        };
    }

    private static boolean holds(String symbol, int order) {
        return switch (symbol) {
            case "=" -> order == 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    // ---- the two languages

    private static String nativeText(Tree tree) {
        return switch (tree) {
            case Tree.Compare(String symbol, String attribute, Value literal) ->
                attribute + nativeSymbol(symbol) + nativeLiteral(literal);
            case Tree.CompareTwo(String symbol, String left, String right) -> left + nativeSymbol(symbol) + right;
            case Tree.Exists(String attribute) -> "exists(" + attribute + ")";
            case Tree.Starts(String attribute, Value literal) ->
                "starts(" + attribute + ", " + nativeLiteral(literal) + ")";
            case Tree.Contains(String attribute, Value literal) ->
                "contains(" + attribute + ", " + nativeLiteral(literal) + ")";
            case Tree.In(String attribute, List<Value> literals) -> {
                List<String> texts = new ArrayList<>();
                literals.forEach(each -> texts.add(nativeLiteral(each)));
                yield attribute + " in (" + String.join(", ", texts) + ")";
            }
            case Tree.And(Tree left, Tree right) -> "(" + nativeText(left) + " and " + nativeText(right) + ")";
            case Tree.Or(Tree left, Tree right) -> "(" + nativeText(left) + " or " + nativeText(right) + ")";
            case Tree.Not(Tree operand) -> "not " + nativeText(operand);
        };
    }

    private static String nativeSymbol(String symbol) {
        return symbol.equals("=") ? " == " : " " + symbol + " ";
    }

    /** A decimal has no literal of its own unless it is a whole number: it is made of text. */
    private static String nativeLiteral(Value literal) {
        return switch (literal) {
            case Value.Int64(long number) -> Long.toString(number);
            case Value.Decimal(BigDecimal number) -> decimal(number);
            case Value.Text(String text) -> "'" + text + "'";
            default -> throw new IllegalArgumentException("literal=" + literal);
        };
    }

    private static String decimal(BigDecimal number) {
        return switch (number.toString()) {
            case "2.5", "-0.5" -> number.toString();
            case "1E+30" -> "1000000000000000000000000000000";
            case "-1E+30" -> "-1000000000000000000000000000000";
            case "9223372036854775808" -> "9223372036854775808";
            // A double is not it, but a quotient of whole numbers that are decimals is.
            case "2.51" -> "(25100000000000000000000 / 10000000000000000000000)";
            default ->
                "(1" + "0".repeat(30) + " / 1" + "0".repeat(37) + " / 1" + "0".repeat(37) + " / 1" + "0".repeat(37)
                        + " / 1" + "0".repeat(37) + " / 1" + "0".repeat(12) + ")";
        };
    }

    /** Every operand of AND, OR and NOT that is no function stands in parentheses, which DynamoDB allows once. */
    private static String dynamo(Tree tree, Map<String, byte[]> values) {
        return switch (tree) {
            case Tree.Compare(String symbol, String attribute, Value literal) ->
                attribute + " " + symbol + " " + parameter(literal, values);
            case Tree.CompareTwo(String symbol, String left, String right) -> left + " " + symbol + " " + right;
            case Tree.Exists(String attribute) -> "attribute_exists(" + attribute + ")";
            case Tree.Starts(String attribute, Value literal) ->
                "begins_with(" + attribute + ", " + parameter(literal, values) + ")";
            case Tree.Contains(String attribute, Value literal) ->
                "contains(" + attribute + ", " + parameter(literal, values) + ")";
            case Tree.In(String attribute, List<Value> literals) -> {
                List<String> texts = new ArrayList<>();
                literals.forEach(each -> texts.add(parameter(each, values)));
                yield attribute + " IN (" + String.join(", ", texts) + ")";
            }
            case Tree.And(Tree left, Tree right) ->
                "(" + dynamo(left, values) + ") AND (" + dynamo(right, values) + ")";
            case Tree.Or(Tree left, Tree right) -> "(" + dynamo(left, values) + ") OR (" + dynamo(right, values) + ")";
            case Tree.Not(Tree operand) -> "NOT (" + dynamo(operand, values) + ")";
        };
    }

    private static String parameter(Value literal, Map<String, byte[]> values) {
        String name = ":v" + values.size();
        values.put(name, ValueCodec.encode(literal));
        return name;
    }

    private static byte[] encoded(Map<String, Value> item) {
        Attributes.Draft draft = ExpressionCases.draftOf(item);
        return draft.build().encoded();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
