package io.vireo.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.engine.expression.ExpressionCases.Case;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of the files, each over attributes on the heap and off it. */
class ExpressionCasesTest {
    private final ExpressionCache expressions = new ExpressionCache();

    static List<Case> natives() throws IOException {
        return ExpressionCases.read("native.cases");
    }

    static List<Case> dynamo() throws IOException {
        return ExpressionCases.read("dynamo.cases");
    }

    @ParameterizedTest
    @MethodSource("natives")
    void nativeLanguage(Case each) {
        switch (each.kind()) {
            case "condition" -> assertCondition(each, () -> Condition.compile(each.expression()));
            case "update" -> assertUpdate(each, () -> Update.compile(each.expression()));
            default -> throw new IllegalArgumentException("kind=" + each.kind());
        }
    }

    @ParameterizedTest
    @MethodSource("dynamo")
    void dynamoLanguage(Case each) {
        switch (each.kind()) {
            case "condition" -> assertCondition(each, () -> request(each).condition(each.expression()));
            case "filter" -> assertCondition(each, () -> request(each).filter(each.expression()));
            case "update" -> assertUpdate(each, () -> request(each).update(each.expression()));
            case "projection" -> assertProjection(each);
            case "key" -> assertKeyCondition(each);
            case "used" ->
                assertRefused(each, () -> {
                    DynamoRequest request = request(each);
                    request.condition(each.expression());
                    request.requireAllUsed();
                });
            default -> throw new IllegalArgumentException("kind=" + each.kind());
        }
    }

    private DynamoRequest request(Case each) {
        return expressions.dynamo().request(each.names(), each.encodedValues());
    }

    /** Compiles an expression. */
    private interface Compiler<T> {
        T compile();
    }

    private static void assertRefused(Case each, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(each.expected().substring("error: ".length()));
    }

    private static void assertCondition(Case each, Compiler<Condition> compiler) {
        if (each.expected().startsWith("error: ")) {
            assertRefused(each, compiler::compile);
            return;
        }
        boolean expected = Boolean.parseBoolean(each.expected());
        byte[] encoded = each.draft().build().encoded();
        AttributesScope scope = new AttributesScope();

        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offHeap = arena.allocate(encoded.length + 3L);
            MemorySegment.copy(MemorySegment.ofArray(encoded), 0, offHeap, 3, encoded.length);

            assertThat(compiler.compile().holds(scope.wrap(MemorySegment.ofArray(encoded), 0, encoded.length)))
                    .isEqualTo(expected);
            assertThat(compiler.compile().holds(scope.wrap(offHeap, 3, encoded.length)))
                    .isEqualTo(expected);
        }
    }

    private static void assertUpdate(Case each, Compiler<Update> compiler) {
        if (each.expected().startsWith("error: ")) {
            assertRefused(each, () -> compiler.compile().apply(each.draft(), _ -> null));
            return;
        }
        Attributes.Draft draft = each.draft();

        compiler.compile().apply(draft, _ -> null);

        assertThat(shown(draft.build())).isEqualTo(shown(each.after()));
    }

    private void assertProjection(Case each) {
        if (each.expected().startsWith("error: ")) {
            assertRefused(each, () -> request(each).projection(each.expression()));
            return;
        }
        byte[] encoded = each.draft().build().encoded();
        Attributes.Draft projected = new Attributes.Draft();

        request(each)
                .projection(each.expression())
                .apply(new AttributesScope().wrap(MemorySegment.ofArray(encoded), 0, encoded.length), projected);

        Attributes expected = ExpressionCases.draftOf(ValueNotation.parseMembers(each.expected()))
                .build();
        assertThat(shown(projected.build())).isEqualTo(shown(expected));
    }

    /** Expected: the partition key, how the sort keys are asked for, and with what. The keys are p and s. */
    private void assertKeyCondition(Case each) {
        if (each.expected().startsWith("error: ")) {
            assertRefused(each, () -> request(each).keyCondition(each.expression(), "p", "s"));
            return;
        }
        KeyCondition condition = request(each).keyCondition(each.expression(), "p", "s");

        String[] expected = each.expected().split(" ", 3);
        assertThat(shown(condition.partition())).isEqualTo(shown(ValueNotation.parse(expected[0])));
        assertThat(condition.sort().name()).isEqualTo(expected[1]);
        Value.ValueList operands = (Value.ValueList) ValueNotation.parse(expected[2]);
        assertThat(condition.operands().stream().map(ExpressionCasesTest::shown).toList())
                .isEqualTo(operands.values().stream()
                        .map(ExpressionCasesTest::shown)
                        .toList());
    }

    /** Its bytes, which are equal when the values are. */
    private static String shown(Value value) {
        return HexFormat.of().formatHex(ValueCodec.encode(value));
    }

    /** Values by name, each as its bytes. */
    private static Map<String, String> shown(Attributes attributes) {
        Map<String, String> shown = new LinkedHashMap<>();
        ByteReader reader = new ByteReader(attributes.encoded());
        int count = reader.i32();
        for (int i = 0; i < count; i++) {
            String name = new String(reader.bytes(reader.u16()), StandardCharsets.UTF_8);
            shown.put(name, HexFormat.of().formatHex(reader.bytes(reader.length())));
        }
        return shown;
    }
}
