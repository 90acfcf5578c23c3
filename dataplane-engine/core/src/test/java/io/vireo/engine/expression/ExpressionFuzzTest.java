package io.vireo.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Expressions of clients, as a condition and as an update: refused, or evaluated over an item, twice with the same result. An update that is carried out
 * leaves attributes that are well formed.
 */
class ExpressionFuzzTest extends FuzzTest {
    private static final Map<String, Value> ITEM = Map.of(
            "n", new Value.Int64(42),
            "f", new Value.Float64(-0.5),
            "d", new Value.Decimal(new BigDecimal("1.50")),
            "t", new Value.Text("hello"),
            "b", new Value.Bytes(new byte[] {1, 2, 3}),
            "l", new Value.ValueList(List.of(new Value.Int64(1), new Value.Text("x"))),
            "a", new Value.Int64Array(new long[] {1, 2, 3, 4}),
            "s", new Value.TextSet(List.of("a", "b")));

    @Override
    protected int executions() {
        return 60_000;
    }

    /** What an expression may produce is bounded by {@link io.vireo.engine.Limits#EXPRESSION_WORK}, in each of four evaluations. */
    @Override
    protected long allocationLimit(int inputLength) {
        return 6L * io.vireo.engine.Limits.EXPRESSION_WORK + 4096L * inputLength;
    }

    @Override
    protected void check(byte[] input) {
        checkCondition(input);
        checkUpdate(input);
    }

    private static void checkCondition(byte[] input) {
        try {
            Condition condition = new ExpressionCache().condition(input, "condition");
            assertThat(condition.holds(ITEM::get)).isEqualTo(condition.holds(ITEM::get));
        } catch (InvalidRequestException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void checkUpdate(byte[] input) {
        try {
            Update update = new ExpressionCache().update(input, "update.expression");
            byte[] once = applied(update);
            assertThat(applied(update)).isEqualTo(once);
            assertThat(Attributes.ofEncoded(once).edit().build().encoded()).isEqualTo(once);
        } catch (InvalidRequestException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
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
                "n > 41 and (t == 'hello' or not exists(x))",
                "n in (1, 2, 42) and f < 0.5 and d == 1.5",
                "starts(t, 'he') and contains(t, \"ll\") and length(t) == 5",
                "a[1] == 2 and a[0..2] == a[0..2]",
                "SET n = n + 1; x = if_not_exists(x, 0) | 7; a[2] = 9; a[0..1] = a[2..3]; REMOVE t; delete(b)",
                "x = -n * (d - 3) / 2; y = ~5 << 3 ^ 1; z = min(n, 3); w = max(f, 2)",
                "a = init_array(10, 'int', 5); c = blob(b)",
                "x = 'it''s'; y = \"q\\\"\"; z = 1.5e3; _1 = true");
    }

    @Override
    protected List<byte[]> words() {
        return texts(
                "and",
                "or",
                "not",
                "in",
                "==",
                "!=",
                "<=",
                "<<",
                ">>",
                "..",
                "[",
                "]",
                "(",
                ")",
                ",",
                ";",
                "SET ",
                "REMOVE ",
                "if_not_exists(",
                "exists(",
                "starts(",
                "ends(",
                "contains(",
                "length(",
                "init_array(",
                "blob(",
                "min(",
                "max(",
                "delete(",
                "'",
                "\"",
                "\\u0041",
                "1e999",
                "9223372036854775807",
                "0.1",
                "true",
                "__mtime_secs",
                "n",
                "a",
                "t");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
