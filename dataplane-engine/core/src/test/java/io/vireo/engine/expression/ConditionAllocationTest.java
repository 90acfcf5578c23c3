package io.vireo.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vireo.engine.item.ValueCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionAllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int EVALUATIONS = 20_000;

    private final ExpressionCache expressions = new ExpressionCache();

    @Test
    void allocatesNothingInTheNativeLanguage() {
        assertAllocatesNothing(
                Condition.compile("age > 30 and city == 'London' and (score * 2.0 + 1 < 100.5 or not exists(x))"
                        + " and starts(mail, 'ada@') and contains(mail, 'example') and age in (1, 36, 99)"
                        + " and city in ('Paris', 'London') and totals[1] == 20 and max(age, 40) == 40 and big > 1"
                        + " and length(mail) > 5 and if_not_exists(x, age) == 36 and (age & 4) == 4"));
    }

    @Test
    void allocatesNothingInTheLanguageOfDynamo() {
        Map<String, byte[]> values = Map.of(
                ":n", ValueCodec.encode(ValueNotation.parse("30")),
                ":c", ValueCodec.encode(ValueNotation.parse("'London'")),
                ":m", ValueCodec.encode(ValueNotation.parse("'ada@'")),
                ":l", ValueCodec.encode(ValueNotation.parse("[1, {k: 'v'}]")),
                ":s", ValueCodec.encode(ValueNotation.parse("'red'")),
                ":t", ValueCodec.encode(ValueNotation.parse("'M'")));
        assertAllocatesNothing(expressions
                .dynamo()
                .request(Map.of("#d", "deep"), values)
                .condition("age > :n AND city = :c AND begins_with(mail, :m) AND size(mail) > :s OR age > :n"
                        + " AND nested.#d[1].k <> :c AND things = :l AND contains(colours, :s)"
                        + " AND attribute_type(nested, :t) AND age BETWEEN :n AND big AND city IN (:m, :c)"));
    }

    private static void assertAllocatesNothing(Condition condition) {
        byte[] encoded = ExpressionCases.draftOf(ValueNotation.parseMembers("age: 36, city: 'London', score: 2.5d,"
                        + " mail: 'ada@example.com', totals: i64[10, 20], big: 12345678901234567890.5,"
                        + " nested: {deep: [0, {k: 'v'}]}, things: [1, {k: 'v'}], colours: ss['red', 'green']"))
                .build()
                .encoded();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AttributesScope scope = new AttributesScope();

        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(encoded.length);
            MemorySegment.copy(MemorySegment.ofArray(encoded), 0, buffer, 0, encoded.length);
            assertThat(evaluate(condition, scope, buffer, WARM_UP)).isEqualTo(WARM_UP);
            long before = threads.getCurrentThreadAllocatedBytes();
            int holding = evaluate(condition, scope, buffer, EVALUATIONS);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(holding).isEqualTo(EVALUATIONS);
            assertThat(allocated).as("bytes in %d evaluations", EVALUATIONS).isLessThan(EVALUATIONS / 10);
        }
    }

    private static int evaluate(Condition condition, AttributesScope scope, MemorySegment buffer, int count) {
        int holding = 0;
        for (int i = 0; i < count; i++) {
            holding += condition.holds(scope.wrap(buffer, 0, buffer.byteSize())) ? 1 : 0;
        }
        return holding;
    }
}
