package io.vireo.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Map<String, Value> ITEM = Map.ofEntries(
            Map.entry("i", new Value.Int64(7)),
            Map.entry("d", new Value.Float64(2.5)),
            Map.entry("big", new Value.Decimal(new BigDecimal("12345678901234567890.5"))),
            Map.entry("s", new Value.Text("hello")),
            Map.entry("t", Value.Bool.TRUE),
            Map.entry("f", Value.Bool.FALSE),
            Map.entry("ts", new Value.Timestamp(100, 5)),
            Map.entry("b", new Value.Bytes(new byte[] {1, 2})),
            Map.entry("a", new Value.Int64Array(new long[] {3, 1, 2})),
            Map.entry("x", new Value.Float64Array(new double[] {1.5, 0.5})),
            Map.entry("two words", new Value.Int64(2)));

    @Nested
    class Conditions {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "i == 7",
                    "i == 7.0",
                    "i != 8",
                    "i < 8 and i <= 7 AND i > 6 And i >= 7",
                    "i IN (1, 7, 9)",
                    "s in ('x', 'hello')",
                    "not (i == 8)",
                    "NOT exists(nothing)",
                    "exists(i)",
                    "not(exists(nothing))",
                    "starts(s, 'he') and ends(s, 'lo') and contains(s, 'ell')",
                    "s == \"hello\"",
                    "s < 'hellp'",
                    "`two words` == 2",
                    "i + 1 * 2 == 9",
                    "(i + 1) * 2 == 16",
                    "-i == -7",
                    "i - -1 == 8",
                    "i / 2 == 3",
                    "d * 2 == 5",
                    "i & 3 == 3",
                    "i | 8 == 15",
                    "i ^ 1 == 6",
                    "i << 2 == 28",
                    "i >> 1 == 3",
                    "~i == -8",
                    "t == true and f == FALSE",
                    "t + i == 8",
                    "ts == 100:5 and ts < 100:6 and ts > 99:999999999",
                    "a[0] == 3 and a[i - 6] == 1",
                    "max(a) == 3 and min(a) == 1 and sum(a) == 6 and avg(a) == 2.0",
                    "max(i, 9) == 9 and min(i, 9) == 7",
                    "length(a) == 3 and length(s) == 5 and length(a[0..1]) == 2",
                    "if_else(i == 7, 'yes', 'no') == 'yes'",
                    "if_not_exists(nothing, 5) == 5",
                    "if_not_exists(i, 5) == 7",
                    "blob('AQI=') == b",
                    "big > 12345678901234567890",
                    "big + 0.5 > 1",
                    "9223372036854775807 == 9223372036854775807",
                    "-9223372036854775808 < 0",
                    "str(i) == '7' and to_int('42') == 42 and find(s, 'l') == 2",
                    "i == 7 or nothing / 0 == 1",
                    "'it''s' == 'it\\'s'",
                    "1 == 1 and (2 == 2 or 3 == 4) and not 5 == 6",
                })
        void hold(String condition) {
            assertThat(holds(condition)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "nothing == 1",
                    "nothing != 1",
                    "nothing < 1",
                    "nothing + 1 == 1",
                    "nothing",
                    "i == '7'",
                    "i != '7'",
                    "t == 1",
                    "t == i",
                    "s < 5",
                    "ts == 100",
                    "i",
                    "a[9] == 1",
                    "a[-1] == 1",
                    "i / 0 == 1",
                    "s - 1 == 1",
                    "starts(i, 'x')",
                    "9223372036854775807 + i > 0",
                    "nothing in (1, 2)",
                })
        void doNotHold(String condition) {
            assertThat(holds(condition)).isFalse();
        }

        @Test
        void holdWhenTheyAreEmpty() {
            assertThat(holds("")).isTrue();
            assertThat(holds("  ")).isTrue();
        }

        @Test
        void orderTextByCodePointsAsItsBytesAre() {
            assertThat(Condition.compile("'\uFFFD' < '\uD83D\uDE00'").holds(_ -> null))
                    .isTrue();
        }
    }

    @Nested
    class Updates {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "n = 1 | n == 1",
                    "SET n = 1; m = n + 1; n = m * 10 | n == 20 and m == 2",
                    "set i = i + 1 | i == 8",
                    "REMOVE i | not exists(i)",
                    "delete(i); delete(nothing) | not exists(i)",
                    "s = s + ' world' | s == 'hello world'",
                    "b = b + blob('Aw==') | b == blob('AQID')",
                    "a[1] = 9 | a[1] == 9 and a[0] == 3",
                    "a[0..1] = pmax(a[0..1], a[1..2]) | a[0] == 3 and a[1] == 2 and a[2] == 2",
                    "a = psum(a, a) | a[0] == 6 and a[2] == 4",
                    "a = pmin(a, x2()) | false",
                    "z = init_array(3, 'int') | length(z) == 3 and z[2] == 0",
                    "z = init_array(2, 'double', 1.5) | z[1] == 1.5",
                    "a=init_array(2,'double',0.0);a[0..1]=pmax(a[0..1], a[0..1]);delete(a); | not exists(a)",
                    "n = if_not_exists(n, 0) + 1 | n == 1",
                    "n = if_else(i > 5, 'big', 'small') | n == 'big'",
                    "__grp_committed_sequence_number = 5 | __grp_committed_sequence_number == 5",
                    "`odd name` = i | `odd name` == 7",
                    "ts = 5:6 | ts == 5:6",
                    "; ; n = 1 ;; | n == 1",
                })
        void changeAttributes(String update, String then) {
            if (then.equals("false")) {
                assertThatThrownBy(() -> after(update)).isInstanceOf(InvalidRequestException.class);
                return;
            }
            Attributes after = after(update);

            assertThat(Condition.compile(then).holds(after::get)).isTrue();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '"',
                value = {
                    "n = nothing + 1 | attribute is missing: name=nothing",
                    "__name = 'x' | attribute is the system's: name=__name",
                    "REMOVE __size | attribute is the system's: name=__size",
                    "n = 1 / 0 | division by zero",
                    "n = 9223372036854775807 + 1 | integer overflow",
                    "n = s + 1 | number expected but found text",
                    "a[3] = 1 | index is out of range: index=3 length=3",
                    "a[0..1] = x[0..0] | arrays have different lengths",
                    "a[0..1] = x | doubles do not go into an array of integers",
                    "z = init_array(100000000, 'int') | array's length is out of range",
                    "z = init_array(2, 'float') | array's type is not 'int' or 'double'",
                    "n = nofunction(1) | function is not known: name=nofunction: position=4",
                    "n = | expected an attribute's name but found the end: position=3",
                    "n 5 | expected \"=\" but found",
                    "n = 'open | text is not closed: position=4",
                    "n = 1 m = 2 | expected \";\" but found",
                    "n = exists(5) | function takes an attribute's name",
                    "n = min() | function takes 1 to 2 arguments",
                    "n = blob('%') | blob is not base64",
                    "n = 1 ? 2 | unexpected character",
                    "n = 1 << 64 | shift is out of range",
                })
        void refuseWhatCannotBe(String update, String message) {
            assertThatThrownBy(() -> after(update))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining(message);
        }

        @Test
        void cannotGrowTextWithoutBound() {
            StringBuilder doubling = new StringBuilder("n = 'xxxxxxxxxxxxxxxx';");
            doubling.append("n = n + n;".repeat(100));

            assertThatThrownBy(() -> after(doubling.toString())).hasMessageContaining("attribute is too long: name=n");
        }

        @Test
        void cannotDoMoreWorkThanTheLimit() {
            String work = "z = init_array(100000, 'int');" + "z = psum(z, z);".repeat(200);

            assertThatThrownBy(() -> after(work)).hasMessageContaining("too much work");
        }

        @Test
        void keepIntegersAndDoublesApart() {
            Attributes after = after("n = i * 2; m = i * 2.0");

            assertThat(after.get("n")).isEqualTo(new Value.Int64(14));
            assertThat(after.get("m")).isEqualTo(new Value.Float64(14.0));
        }
    }

    @Nested
    class Limits {
        @Test
        void refuseDeepNesting() {
            assertThatThrownBy(() -> Condition.compile("(".repeat(5_000) + "1 == 1" + ")".repeat(5_000)))
                    .hasMessageContaining("nested too deeply: limit=64");
            assertThatThrownBy(() -> Condition.compile("not ".repeat(10_000) + "i == 1"))
                    .hasMessageContaining("nested too deeply");
            assertThatThrownBy(() -> Condition.compile("-".repeat(10_000) + "1 == 1"))
                    .hasMessageContaining("nested too deeply");
        }

        @Test
        void takeLongChains() {
            String chain = "i" + " + 1".repeat(4_000) + " == 4007" + " and i == 7".repeat(1_000);

            assertThat(holds(chain)).isTrue();
        }

        @Test
        void refuseLongExpressionsByField() {
            byte[] expression = bytes("s == '" + "x".repeat(1 << 20) + "'");

            assertThatThrownBy(() -> new ExpressionCache().condition(expression, "condition"))
                    .hasMessageContaining("expression is too long: field=condition length=1048583 limit=1048576");
        }

        @Test
        void refuseManyWords() {
            assertThatThrownBy(() -> Condition.compile("i == 1 or ".repeat(5_000) + "i == 7"))
                    .hasMessageContaining("too many words: limit=16384");
        }

        @Test
        void refuseManyChoicesAndStatements() {
            assertThatThrownBy(() -> Condition.compile("i in (1" + ",1".repeat(1_024) + ")"))
                    .hasMessageContaining("too many choices: limit=1024");
            assertThatThrownBy(() -> Update.compile("i=1;".repeat(257)))
                    .hasMessageContaining("too many statements: limit=256");
        }

        @Test
        void refuseTextThatIsNotUtf8() {
            assertThatThrownBy(() -> new ExpressionCache().condition(new byte[] {'i', (byte) 0xff}, "filter"))
                    .hasMessageContaining("text is not UTF-8: field=filter");
        }
    }

    @Test
    void cacheGivesTheSameCompiledExpression() {
        ExpressionCache cache = new ExpressionCache();

        assertThat(cache.condition(bytes("i == 7"), "condition"))
                .isSameAs(cache.condition(bytes("i == 7"), "condition"));
    }

    private static boolean holds(String condition) {
        return Condition.compile(condition).holds(ITEM::get);
    }

    private static Attributes after(String update) {
        Attributes.Draft draft = draft();
        Update.compile(update).apply(draft, _ -> null);
        return draft.build();
    }

    private static Attributes.Draft draft() {
        Attributes.Draft draft = new Attributes.Draft();
        new HashMap<>(ITEM).forEach((name, value) -> draft.put(bytes(name), ValueCodec.encode(value)));
        return draft;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
