package io.vireo.engine.expression;

import io.vireo.engine.expression.DynamoToken.Kind;
import io.vireo.engine.expression.DynamoUpdate.Action;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles update expressions, by recursive descent.
 *
 * <pre>
 * update  = section { section } .
 * section = SET set { , set } | REMOVE path { , path } | ADD path :value { , … } | DELETE path :value { , … } .
 * set     = path = value .           value   = ( value ) | operand [ ( + | - ) operand ] .
 * operand = path | :value | function ( operand { , operand } ) | ( operand ) .
 * </pre>
 */
final class DynamoUpdateParser extends DynamoParser {
    private static final Set<Function> FUNCTIONS = EnumSet.of(Function.IF_NOT_EXISTS, Function.LIST_APPEND);

    private final PathConflicts conflicts = new PathConflicts();

    DynamoUpdateParser(String text, Map<String, String> names, Map<String, DynamoType> types) {
        super(DynamoKind.UPDATE, text, names, types);
    }

    List<Action> parse() {
        List<Action> actions = new ArrayList<>();
        Set<Action.Kind> sections = EnumSet.noneOf(Action.Kind.class);
        do {
            Action.Kind section = section();
            if (!sections.add(section)) {
                report(
                        Problem.SECTION,
                        "The \"" + section + "\" section can only be used once in an update expression;");
            }
            do {
                actions.add(action(section));
            } while (take(","));
        } while (peek().kind() != Kind.END);
        requireNoProblem();
        return actions;
    }

    @Override
    boolean isKeyword(DynamoToken word) {
        return sectionOf(word) != null;
    }

    private static Action.@Nullable Kind sectionOf(DynamoToken word) {
        for (Action.Kind section : Action.Kind.values()) {
            if (word.isWord(section.name())) {
                return section;
            }
        }
        return null;
    }

    private Action.Kind section() {
        Action.@Nullable Kind section = sectionOf(peek());
        if (section == null) {
            throw syntaxError();
        }
        next();
        return section;
    }

    private Action action(Action.Kind section) {
        Document target = document();
        conflicts.add(target, this);
        return switch (section) {
            case SET -> {
                require("=");
                yield new Action(section, target.path(), value());
            }
            case REMOVE -> new Action(section, target.path(), null);
            case ADD, DELETE -> {
                if (peek().kind() != Kind.VALUE) {
                    throw syntaxError();
                }
                Node.Parameter operand = parameter();
                requireOperand(section, type(operand));
                yield new Action(section, target.path(), operand);
            }
        };
    }

    private void requireOperand(Action.Kind section, @Nullable DynamoType type) {
        if (type == null
                || type == DynamoType.SS
                || type == DynamoType.NS
                || type == DynamoType.BS
                || (type == DynamoType.N && section == Action.Kind.ADD)) {
            return;
        }
        // DynamoDB names the set of types of ADD for both.
        report(
                Problem.OPERAND,
                "Incorrect operand type for operator or function; operator: " + section + ", operand type: "
                        + type.longName + ", typeSet: ALLOWED_FOR_ADD_OPERAND");
    }

    private Node value() {
        Node left = operand();
        boolean isPlus = peek().isSymbol("+");
        if (!isPlus && !peek().isSymbol("-")) {
            return left;
        }
        DynamoToken operator = next();
        countOperator();
        Node right = operand();
        requireType(operator.text(), DynamoType.N, left, right);
        return new Node.Call(isPlus ? Function.PLUS : Function.MINUS, List.of(left, right), operator.start());
    }

    private Node operand() {
        if (take("(")) {
            enter();
            Node inner = value();
            leave();
            require(")");
            return inner;
        }
        if (peek().kind() == Kind.VALUE) {
            return parameter();
        }
        return isCall() && !isKeyword(peek()) ? call() : document().path();
    }

    private Node call() {
        countOperator();
        DynamoToken token = next();
        String name = token.text();
        require("(");
        enter();
        List<Node> arguments = new ArrayList<>();
        do {
            arguments.add(operand());
        } while (take(","));
        leave();
        require(")");
        @Nullable Function function = Function.dynamo(name);
        if (function == null || !FUNCTIONS.contains(function)) {
            boolean isKnown = function != null || name.equals("attribute_not_exists");
            report(
                    Problem.FUNCTION_NAME,
                    isKnown
                            ? "The function is not allowed in an update expression; function: " + name
                            : "Invalid function name; function: " + name);
            return arguments.getFirst();
        }
        if (arguments.size() != function.minArguments) {
            report(
                    Problem.FUNCTION,
                    "Incorrect number of operands for operator or function; operator or function: " + name
                            + ", number of operands: " + arguments.size());
        } else if (function == Function.IF_NOT_EXISTS && !(arguments.getFirst() instanceof Node.Path)) {
            report(Problem.FUNCTION, "Operator or function requires a document path; operator or function: " + name);
        } else if (function == Function.LIST_APPEND) {
            requireType(name, DynamoType.L, arguments.getFirst(), arguments.get(1));
        }
        return new Node.Call(function, arguments, token.start());
    }

    private void requireType(String operator, DynamoType wanted, Node... operands) {
        for (Node operand : operands) {
            @Nullable DynamoType type = type(operand);
            if (type != null && type != wanted) {
                report(Problem.FUNCTION, wrongOperand(operator, type.name()));
            }
        }
    }
}
