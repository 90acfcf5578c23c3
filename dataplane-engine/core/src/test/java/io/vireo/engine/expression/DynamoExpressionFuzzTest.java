package io.vireo.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.engine.Limits;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Expressions in DynamoDB's language, the first byte says of which kind: refused, or evaluated over an item, twice with the same result. Updates and
 * projections leave attributes that are well formed.
 */
class DynamoExpressionFuzzTest extends FuzzTest {
    private static final Map<String, Value> ITEM = Map.of(
            "n", new Value.Decimal(new BigDecimal("1.5")),
            "t", new Value.Text("hello"),
            "l", new Value.ValueList(List.of(new Value.Int64(1), new Value.Text("x"))),
            "m", new Value.ValueMap(new LinkedHashMap<>(Map.of("k", new Value.Int64(2)))),
            "s", new Value.TextSet(List.of("a", "b")));
    private static final Map<String, String> NAMES = Map.of("#n", "n", "#l", "l", "#m", "m");
    private static final Map<String, byte[]> VALUES = Map.of(
            ":n", ValueCodec.encode(new Value.Decimal(new BigDecimal("2"))),
            ":t", ValueCodec.encode(new Value.Text("he")),
            ":s", ValueCodec.encode(new Value.TextSet(List.of("b", "c"))),
            ":l", ValueCodec.encode(new Value.ValueList(List.of(new Value.Int64(7)))));

    @Override
    protected int executions() {
        return 40_000;
    }

    /** What an expression may produce is bounded by {@link Limits#EXPRESSION_WORK}, in each of two evaluations. */
    @Override
    protected long allocationLimit(int inputLength) {
        return 4L * Limits.EXPRESSION_WORK + 4096L * inputLength;
    }

    @Override
    protected void check(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String text = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
        DynamoRequest request = new ExpressionCache().dynamo().request(NAMES, VALUES);
        try {
            switch (input[0] & 7) {
                case 0 -> check(request.condition(text));
                case 1 -> check(request.filter(text));
                case 2 -> check(request.keyCondition(text, "n", "t"));
                case 3 ->
                    assertThat(request.keyCondition(text, "t", null).sort()).isEqualTo(KeyCondition.Sort.ALL);
                case 4 -> check(request.projection(text));
                default -> check(request.update(text));
            }
        } catch (InvalidRequestException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /** What a query asks for is made of values that came with it, and of nothing else. */
    private static void check(KeyCondition condition) {
        List<byte[]> operands = new ArrayList<>(List.of(ValueCodec.encode(condition.partition())));
        condition.operands().forEach(operand -> operands.add(ValueCodec.encode(operand)));
        assertThat(operands)
                .allSatisfy(operand -> assertThat(VALUES.values()).anyMatch(value -> Arrays.equals(value, operand)));
    }

    private static void check(Condition condition) {
        assertThat(condition.holds(ITEM::get)).isEqualTo(condition.holds(ITEM::get));
    }

    private static void check(Projection projection) {
        Attributes.Draft draft = new Attributes.Draft();
        projection.apply(ITEM::get, draft);
        assertThat(draft.build().count()).isLessThanOrEqualTo(projection.names().size());
    }

    private static void check(Update update) {
        byte[] once = applied(update);
        assertThat(applied(update)).isEqualTo(once);
        assertThat(Attributes.ofEncoded(once).edit().build().encoded()).isEqualTo(once);
    }

    private static byte[] applied(Update update) {
        Attributes.Draft draft = new Attributes.Draft();
        ITEM.forEach((name, value) -> draft.put(name.getBytes(StandardCharsets.UTF_8), ValueCodec.encode(value)));
        update.apply(draft, _ -> null);
        return draft.build().encoded();
    }

    @Override
    protected List<byte[]> seeds() {
        return texts(
                "\0n > :n AND (begins_with(t, :t) OR NOT attribute_exists(x))",
                "\1size(#l) BETWEEN :n AND :n and contains(s, :t) or #m.k IN (:n, :t)",
                "\1attribute_type(t, :t) AND l[0] <> :n",
                "\2n = :n AND begins_with(t, :t)",
                "\2n = :n AND t BETWEEN :t AND :t",
                "\3t = :t",
                "\4n, #l[1], #m.k, s",
                "\5SET n = n + :n, #l[3] = :t, #m.j = if_not_exists(x, :l), y = list_append(l, :l) REMOVE t ADD z :n DELETE s :s",
                "\5ADD s :s, n :n");
    }

    @Override
    protected List<byte[]> words() {
        return texts(
                "AND",
                "OR",
                "NOT",
                "BETWEEN",
                "IN",
                "=",
                "<>",
                "<=",
                "(",
                ")",
                ",",
                ".",
                "[0]",
                "[",
                "]",
                "[99999999999]",
                ":n",
                ":t",
                ":s",
                ":l",
                "#n",
                "#l",
                "#m",
                "#",
                ":",
                "SET ",
                "REMOVE ",
                "ADD ",
                "DELETE ",
                "size(",
                "contains(",
                "begins_with(",
                "attribute_exists(",
                "if_not_exists(",
                "list_append(",
                "#m.k",
                "l[1]",
                "\u00e4",
                "\t\n");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
