package io.vireo.engine.expression;

import io.vireo.engine.expression.Node.Operator;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Writes a tree in the native language, with parentheses around everything that has parts. */
final class NativePrinter {
    private NativePrinter() {}

    static String print(Node node) {
        return switch (node) {
            case Node.Literal(ValueView value) -> literal(Objects.requireNonNull(value.toValue()));
            case Node.Path path -> name(path);
            case Node.And(var operands) -> joined(" and ", operands);
            case Node.Or(var operands) -> joined(" or ", operands);
            case Node.Not(Node operand) -> "(not " + print(operand) + ")";
            case Node.Compare(Operator operator, Node left, Node right) ->
                "(" + print(left) + symbol(operator) + print(right) + ")";
            case Node.In(Node value, Choices literals, var others) -> {
                List<String> choices = new ArrayList<>();
                literals.values().forEach(each -> choices.add(literal(Objects.requireNonNull(each.toValue()))));
                others.forEach(each -> choices.add(print(each)));
                yield "(" + print(value) + " in (" + String.join(", ", choices) + "))";
            }
            case Node.Chain(Node first, var links) -> {
                StringBuilder text = new StringBuilder("(").append(print(first));
                links.forEach(link -> text.append(symbol(link.operator())).append(print(link.operand())));
                yield text.append(")").toString();
            }
            case Node.Unary(Operator operator, Node operand, int _) ->
                "(" + (operator == Operator.COMPLEMENT ? "~" : "-") + print(operand) + ")";
            case Node.Element(Node.Path array, Node index, int _) -> name(array) + "[" + print(index) + "]";
            case Node.Slice(Node.Path array, Node first, Node last, int _) ->
                name(array) + "[" + print(first) + " .. " + print(last) + "]";
            case Node.Call(Function function, var arguments, int _) ->
                function.nativeName + "("
                        + String.join(
                                ", ",
                                arguments.stream().map(NativePrinter::print).toList()) + ")";
            case Node.Parameter _, Node.Between _ -> throw new IllegalArgumentException("node=" + node);
        };
    }

    private static String joined(String word, List<Node> operands) {
        return "("
                + String.join(word, operands.stream().map(NativePrinter::print).toList()) + ")";
    }

    private static String name(Node.Path path) {
        return "`" + path.root().text().replace("\\", "\\\\").replace("`", "``") + "`";
    }

    private static String literal(Value value) {
        return switch (value) {
            case Value.Int64(long number) ->
                number < 0 ? "(-" + Long.toString(number).substring(1) + ")" : "" + number;
            case Value.Decimal(BigDecimal number) -> number.toPlainString();
            case Value.Float64(double number) ->
                Double.isFinite(number) ? "" + number : Double.isNaN(number) ? "nan" : "inf";
            case Value.Text(String text) -> "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
            case Value.Bool bool -> bool == Value.Bool.TRUE ? "true" : "false";
            case Value.Timestamp(long seconds, int nanos) -> seconds + ":" + nanos;
            case Value.Bytes(byte[] bytes) -> "blob('" + Base64.getEncoder().encodeToString(bytes) + "')";
            default -> throw new IllegalArgumentException("value=" + value);
        };
    }

    private static String symbol(Operator operator) {
        return switch (operator) {
            case EQUAL -> " == ";
            case NOT_EQUAL -> " != ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
            case ADD -> " + ";
            case SUBTRACT -> " - ";
            case MULTIPLY -> " * ";
            case DIVIDE -> " / ";
            case BIT_AND -> " & ";
            case BIT_OR -> " | ";
            case BIT_XOR -> " ^ ";
            case SHIFT_LEFT -> " << ";
            case SHIFT_RIGHT -> " >> ";
            case COMPLEMENT -> " ~ ";
        };
    }
}
