package io.vireo.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.engine.expression.Node.Operator;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NativeParserPropertyTest {
    @Property(tries = 1_000)
    void readsWhatItWroteAsTheSameTree(@ForAll("nodes") Node node) {
        String printed = NativePrinter.print(node);

        Node parsed = NativeParser.condition(printed);

        assertThat(NativePrinter.print(parsed)).isEqualTo(printed);
    }

    @Test
    void readsEveryCaseAgainFromWhatWasWritten() throws IOException {
        List<String> conditions = ExpressionCases.read("native.cases").stream()
                .filter(each ->
                        each.kind().equals("condition") && !each.expected().startsWith("error"))
                .map(ExpressionCases.Case::expression)
                .filter(each -> !each.isBlank())
                .toList();

        assertThat(conditions).hasSizeGreaterThan(100).allSatisfy(condition -> {
            String printed = NativePrinter.print(NativeParser.condition(condition));
            assertThat(NativePrinter.print(NativeParser.condition(printed))).isEqualTo(printed);
        });
    }

    @Provide
    Arbitrary<Node> nodes() {
        return nested(3);
    }

    private static Arbitrary<Node> nested(int depth) {
        Arbitrary<Node> leaves = Arbitraries.oneOf(literals(), names().map(each -> (Node) each));
        if (depth == 0) {
            return leaves;
        }
        Arbitrary<Node> inner = nested(depth - 1);
        Arbitrary<List<Node>> several = inner.list().ofMinSize(2).ofMaxSize(3);
        Arbitrary<Operator> comparisons =
                Arbitraries.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.LESS, Operator.GREATER_OR_EQUAL);
        return Arbitraries.oneOf(
                leaves,
                several.map(Node.And::new),
                several.map(Node.Or::new),
                inner.map(Node.Not::new),
                Combinators.combine(comparisons, inner, inner).as(Node.Compare::new),
                Combinators.combine(inner, several).as(NativeParserPropertyTest::in),
                Combinators.combine(Arbitraries.of(Operator.ADD, Operator.SUBTRACT), inner, inner)
                        .as((operator, x, y) -> new Node.Chain(x, List.of(new Node.Link(operator, y, 0)))),
                Combinators.combine(names(), inner).as((name, index) -> new Node.Element(name, index, 0)),
                Combinators.combine(names(), inner, inner).as((name, from, to) -> new Node.Slice(name, from, to, 0)),
                Combinators.combine(Arbitraries.of(Function.STARTS, Function.PMAX, Function.MIN), inner, inner)
                        .as((function, x, y) -> new Node.Call(function, List.of(x, y), 0)));
    }

    private static Node in(Node value, List<Node> choices) {
        List<Node> others = new ArrayList<>(choices);
        Choices literals = Choices.take(others);
        return new Node.In(value, literals, others);
    }

    private static Arbitrary<Node.Path> names() {
        return Arbitraries.oneOf(
                        Arbitraries.of("a", "two words", "and", "with`tick", "nan"),
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(4).alpha())
                .map(Node.Path::of);
    }

    private static Arbitrary<Node> literals() {
        return Arbitraries.oneOf(
                        Arbitraries.longs().greaterOrEqual(0).map(Value.Int64::new),
                        Arbitraries.doubles().greaterOrEqual(0).map(Value.Float64::new),
                        Arbitraries.strings().ofMaxLength(5).map(Value.Text::new),
                        Arbitraries.of(
                                Value.Bool.TRUE, new Value.Timestamp(12, 345), new Value.Bytes(new byte[] {1, 2, 3})))
                .map(value -> (Node) new Node.Literal(ValueView.of(value)));
    }
}
