package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.expression.DynamoToken.Kind;
import io.vireo.engine.expression.Node.Operator;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles condition, filter and key condition expressions, by recursive descent.
 *
 * <pre>
 * condition  = and { OR and } .                and     = not { AND not } .
 * not        = NOT not | comparison .
 * comparison = operand [ ( = &lt;&gt; &lt; &lt;= &gt; &gt;= ) operand | BETWEEN operand AND operand | IN ( operand { , operand } ) ] .
 * operand    = path | :value | function ( operand { , operand } ) | ( condition ) .
 * </pre>
 *
 * Whether an operand is a condition by itself is only known once it was read: parentheses may hold either.
 */
final class DynamoConditionParser extends DynamoParser {
    private static final Map<String, Operator> COMPARISONS = Map.of(
            "=", Operator.EQUAL,
            "<>", Operator.EQUAL,
            "<", Operator.LESS,
            "<=", Operator.LESS_OR_EQUAL,
            ">", Operator.GREATER,
            ">=", Operator.GREATER_OR_EQUAL);

    private static final Set<Function> FUNCTIONS =
            EnumSet.of(Function.EXISTS, Function.TYPE, Function.STARTS, Function.CONTAINS, Function.SIZE);

    private static final String NOT_EXISTS = "attribute_not_exists";

    private final List<ValueCheck> checks = new ArrayList<>();
    private final @Nullable String[] conditionProblems = new String[3];

    DynamoConditionParser(DynamoKind kind, String text, Map<String, String> names, Map<String, DynamoType> types) {
        super(kind, text, names, types);
    }

    /** A part that was read: what it is says where it may stand. */
    private record Part(
            Node node,
            Shape shape,
            String function,
            @Nullable Document document,
            boolean isInParentheses) {
        static Part condition(Node node) {
            return new Part(node, Shape.CONDITION, "", null, false);
        }
    }

    private enum Shape {
        OPERAND,
        /** A function whose result is a number. */
        SIZE,
        /** A function whose result is a truth value. */
        TEST,
        CONDITION
    }

    Node parse() {
        Part part = or();
        requireEnd();
        Node node = requireCondition(part);
        requireNoProblem();
        return node;
    }

    /** What is still to be looked at whenever there are values. */
    List<ValueCheck> checks() {
        return checks;
    }

    @Override
    boolean isKeyword(DynamoToken word) {
        return word.isWord("and")
                || word.isWord("or")
                || word.isWord("not")
                || word.isWord("in")
                || word.isWord("between");
    }

    private Part or() {
        enter();
        Part first = and();
        List<Node> operands = new ArrayList<>();
        while (takeWord("or")) {
            if (operands.isEmpty()) {
                operands.add(requireCondition(first));
            }
            countOperator();
            operands.add(requireCondition(and()));
        }
        leave();
        return operands.isEmpty() ? first : Part.condition(new Node.Or(operands));
    }

    private Part and() {
        Part first = not();
        List<Node> operands = new ArrayList<>();
        while (takeWord("and")) {
            if (operands.isEmpty()) {
                operands.add(requireCondition(first));
            }
            countOperator();
            operands.add(requireCondition(not()));
        }
        return operands.isEmpty() ? first : Part.condition(new Node.And(operands));
    }

    private Part not() {
        if (!takeWord("not")) {
            return comparison();
        }
        countOperator();
        enter();
        Part operand = not();
        leave();
        return Part.condition(new Node.Not(requireCondition(operand)));
    }

    private Node requireCondition(Part part) {
        if (part.shape() == Shape.OPERAND) {
            throw syntaxError();
        }
        if (part.shape() == Shape.SIZE) {
            reportUse(part);
        }
        return part.node();
    }

    private Part comparison() {
        Part left = operand();
        if (left.shape() == Shape.CONDITION) {
            return left;
        }
        DynamoToken token = peek();
        Operator operator = token.kind() == Kind.SYMBOL ? COMPARISONS.get(token.text()) : null;
        Part result = left;
        if (operator != null) {
            next();
            result = compare(operator, token.text(), left);
        } else if (takeWord("between")) {
            result = between(left);
        } else if (takeWord("in")) {
            result = in(left);
        }
        reportConditionProblem();
        return result;
    }

    private Part compare(Operator operator, String symbol, Part left) {
        countOperator();
        Part right = argument();
        reportTest(left);
        requireDistinct(symbol, List.of(left, right));
        if (operator != Operator.EQUAL) {
            requireOrdered(symbol, "operator: ", left);
            requireOrdered(symbol, "operator: ", right);
        }
        Node node = new Node.Compare(operator, left.node(), right.node());
        // What is not there differs from everything: "not equal" is just what "equal" is not.
        return Part.condition(symbol.equals("<>") ? new Node.Not(node) : node);
    }

    private Part between(Part value) {
        countOperator();
        Part low = argument();
        if (!takeWord("and")) {
            throw syntaxError();
        }
        Part high = argument();
        reportTest(value);
        requireOrdered("BETWEEN", "operator or function: ", low);
        requireOrdered("BETWEEN", "operator or function: ", high);
        if (low.node() instanceof Node.Parameter x && high.node() instanceof Node.Parameter y) {
            checks.add(new ValueCheck.Bounds(x, y));
        }
        return Part.condition(new Node.Between(value.node(), low.node(), high.node()));
    }

    private Part in(Part value) {
        countOperator();
        require("(");
        List<Node> choices = new ArrayList<>();
        do {
            choices.add(argument().node());
        } while (take(","));
        require(")");
        if (choices.size() > Limits.DYNAMO_CHOICE_COUNT) {
            throw refused("The IN operator is provided with too many operands; number of operands: " + choices.size());
        }
        reportTest(value);
        return Part.condition(new Node.In(value.node(), Choices.NONE, choices));
    }

    /** An operand of an operator or function, which no condition can be. */
    private Part argument() {
        Part part = operand();
        if (part.shape() == Shape.CONDITION) {
            throw syntaxError();
        }
        reportTest(part);
        return part;
    }

    private Part operand() {
        DynamoToken token = peek();
        if (take("(")) {
            enter();
            Part inner = or();
            leave();
            require(")");
            if (inner.isInParentheses()) {
                report(Problem.PARENTHESES, "The expression has redundant parentheses;");
            }
            return new Part(inner.node(), inner.shape(), inner.function(), inner.document(), true);
        }
        if (token.kind() == Kind.VALUE) {
            return new Part(parameter(), Shape.OPERAND, "", null, false);
        }
        if (isCall() && !isKeyword(token)) {
            return call();
        }
        Document document = document();
        return new Part(document.path(), Shape.OPERAND, "", document, false);
    }

    private Part call() {
        countOperator();
        String name = next().text();
        require("(");
        List<Part> arguments = new ArrayList<>();
        do {
            arguments.add(argument());
        } while (take(","));
        require(")");
        boolean isNegated = name.equals(NOT_EXISTS);
        @Nullable Function function = isNegated ? Function.EXISTS : Function.dynamo(name);
        if (function == null || !FUNCTIONS.contains(function)) {
            report(
                    Problem.FUNCTION_NAME,
                    function == null
                            ? "Invalid function name; function: " + name
                            : "The function is not allowed in " + kind().phrase + "; function: " + name);
            return new Part(arguments.getFirst().node(), Shape.TEST, name, null, false);
        }
        check(function, name, arguments);
        Node call = new Node.Call(function, arguments.stream().map(Part::node).toList(), peek().start());
        return new Part(
                isNegated ? new Node.Not(call) : call,
                function == Function.SIZE ? Shape.SIZE : Shape.TEST,
                name,
                null,
                false);
    }

    private void check(Function function, String name, List<Part> arguments) {
        if (arguments.size() != function.minArguments) {
            problem(
                    0,
                    "Incorrect number of operands for operator or function; operator or function: " + name
                            + ", number of operands: " + arguments.size());
            return;
        }
        requireDistinct(name, arguments);
        @Nullable DynamoType first = type(arguments.getFirst().node());
        switch (function) {
            case EXISTS -> {
                if (!(arguments.getFirst().node() instanceof Node.Path)) {
                    problem(2, "Operator or function requires a document path; operator or function: " + name);
                }
            }
            case STARTS -> {
                for (Part argument : arguments) {
                    @Nullable DynamoType type = type(argument.node());
                    if (type != null && type != DynamoType.S && type != DynamoType.B) {
                        problem(2, wrongOperand(name, type.name()));
                    }
                }
            }
            case TYPE -> {
                @Nullable DynamoType type = type(arguments.get(1).node());
                if (type != DynamoType.S) {
                    problem(2, wrongOperand(name, type == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : type.name()));
                } else if (arguments.get(1).node() instanceof Node.Parameter parameter) {
                    checks.add(new ValueCheck.TypeName(parameter));
                }
            }
            case SIZE -> {
                if (first == DynamoType.N || first == DynamoType.BOOL || first == DynamoType.NULL) {
                    problem(2, wrongOperand(name, first.name()));
                }
            }
            default -> {}
        }
    }

    private void requireDistinct(String operator, List<Part> operands) {
        if (operands.size() == 2) {
            @Nullable Document first = operands.getFirst().document();
            @Nullable Document second = operands.get(1).document();
            if (first != null && second != null && first.pieces().equals(second.pieces())) {
                problem(
                        1,
                        "The first operand must be distinct from the remaining operands for this operator or function;"
                                + " operator: " + operator + ", first operand: " + first.show());
            }
        }
    }

    private void requireOrdered(String operator, String label, Part operand) {
        @Nullable DynamoType type = type(operand.node());
        if (type != null && !type.isOrdered()) {
            problem(
                    2,
                    "Incorrect operand type for operator or function; " + label + operator + ", operand type: " + type);
        }
    }

    private void reportTest(Part part) {
        if (part.shape() == Shape.TEST) {
            reportUse(part);
        }
    }

    private void reportUse(Part part) {
        report(
                Problem.FUNCTION_USE,
                "The function is not allowed to be used this way in an expression; function: " + part.function());
    }

    private void problem(int rank, String message) {
        if (conditionProblems[rank] == null) {
            conditionProblems[rank] = message;
        }
    }

    /** Of one condition the first by rank counts, of several conditions the first by place. */
    private void reportConditionProblem() {
        for (int rank = 0; rank < conditionProblems.length; rank++) {
            String message = conditionProblems[rank];
            if (message != null) {
                report(Problem.CONDITION, message);
            }
            conditionProblems[rank] = null;
        }
    }
}
