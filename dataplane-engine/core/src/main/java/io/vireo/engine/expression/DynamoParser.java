package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.expression.DynamoToken.Kind;
import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.InvalidRequestException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the parsers of DynamoDB's expressions share: words, document paths, names and values that stand for others, and problems. A problem of
 * syntax ends the parsing; of the others the whole expression is looked at first, and the one is reported that DynamoDB reports first.
 */
abstract class DynamoParser {
    /** Kinds of problems, the one that is reported first, first. */
    enum Problem {
        RESERVED_IN_UPDATE,
        PARENTHESES,
        FUNCTION_NAME,
        FUNCTION_USE,
        RESERVED,
        SECTION,
        NAME,
        VALUE,
        OVERLAP,
        CONFLICT,
        OPERAND,
        CONDITION,
        FUNCTION
    }

    private final DynamoKind kind;
    private final String text;
    private final List<DynamoToken> tokens;
    private final Map<String, String> names;
    private final Map<String, DynamoType> types;
    private final Set<String> usedNames = new LinkedHashSet<>();
    private final Map<String, Node.Parameter> parameters = new LinkedHashMap<>();
    private final EnumMap<Problem, String> problems = new EnumMap<>(Problem.class);
    private int at;
    private int depth;
    private int operatorCount;

    /** @param types of the values that came with the request, by name */
    DynamoParser(DynamoKind kind, String text, Map<String, String> names, Map<String, DynamoType> types) {
        this.kind = kind;
        this.text = text;
        this.names = names;
        this.types = types;
        this.tokens = DynamoLexer.tokens(text);
        if (peek().kind() == Kind.END) {
            throw refused("The expression can not be empty;");
        }
    }

    DynamoKind kind() {
        return kind;
    }

    Set<String> usedNames() {
        return usedNames;
    }

    /** Names of the values that the expression takes, by their index. */
    List<String> parameterNames() {
        return List.copyOf(parameters.keySet());
    }

    /** A document path: its tree, and its pieces for messages, names as text and indexes as numbers. */
    record Document(Node.Path path, List<Object> pieces) {
        String show() {
            return pieces.stream()
                    .map(piece -> piece instanceof Integer ? "[" + piece + "]" : piece.toString())
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    Document document() {
        List<Object> pieces = new ArrayList<>();
        List<Node.Step> steps = new ArrayList<>();
        String root = identifier();
        pieces.add(root);
        while (true) {
            if (take(".")) {
                String member = identifier();
                pieces.add(member);
                steps.add(new Node.Step.Member(new AttributeName(member)));
            } else if (take("[")) {
                int index = index();
                pieces.add(index);
                steps.add(new Node.Step.Index(index));
            } else {
                if (pieces.size() > Limits.DYNAMO_PATH_DEPTH) {
                    throw refused("The document path has too many nesting elements; nesting levels: " + pieces.size());
                }
                return new Document(new Node.Path(new AttributeName(root), List.copyOf(steps)), pieces);
            }
        }
    }

    private int index() {
        DynamoToken digits = peek();
        if (digits.kind() != Kind.DIGITS || digits.text().length() > 9) {
            throw syntaxError();
        }
        at++;
        require("]");
        return Integer.parseInt(digits.text());
    }

    private String identifier() {
        DynamoToken token = peek();
        if (token.kind() == Kind.NAME) {
            at++;
            String name = names.get(token.text());
            if (name == null) {
                report(
                        Problem.NAME,
                        "An expression attribute name used in the document path is not defined; attribute name: "
                                + token.text());
                return token.text();
            }
            usedNames.add(token.text());
            return name;
        }
        if (token.kind() != Kind.WORD || isKeyword(token)) {
            throw syntaxError();
        }
        at++;
        if (DynamoReservedWords.contain(token.text())) {
            report(
                    kind == DynamoKind.UPDATE ? Problem.RESERVED_IN_UPDATE : Problem.RESERVED,
                    "Attribute name is a reserved keyword; reserved keyword: " + token.text());
        }
        return token.text();
    }

    /** Whether a word cannot be a name here, because it would be read as something else. */
    abstract boolean isKeyword(DynamoToken word);

    /** The value behind the {@code :name} that is next. */
    Node.Parameter parameter() {
        String name = next().text();
        if (!types.containsKey(name)) {
            report(
                    Problem.VALUE,
                    "An expression attribute value used in expression is not defined; attribute value: " + name);
        }
        return parameters.computeIfAbsent(name, each -> new Node.Parameter(each, parameters.size()));
    }

    /** The type of what is known before there is an item; null when it is not. */
    @Nullable DynamoType type(Node node) {
        return switch (node) {
            case Node.Parameter parameter -> types.get(parameter.name());
            default -> null;
        };
    }

    /** Reports, unless one of this kind was before. */
    void report(Problem problem, String message) {
        problems.putIfAbsent(problem, message);
    }

    /** Refuses the expression if there was a problem. */
    void requireNoProblem() {
        if (!problems.isEmpty()) {
            throw refused(problems.values().iterator().next());
        }
    }

    /** The function's name is followed by what it is given. */
    boolean isCall() {
        return peek().kind() == Kind.WORD && tokens.get(at + 1).isSymbol("(");
    }

    void countOperator() {
        if (++operatorCount > Limits.DYNAMO_OPERATOR_COUNT) {
            throw refused("The expression contains too many operators; operator count: " + operatorCount);
        }
    }

    void enter() {
        if (++depth > Limits.EXPRESSION_DEPTH) {
            throw refused("The expression is nested too deeply; nesting levels: " + depth);
        }
    }

    void leave() {
        depth--;
    }

    DynamoToken peek() {
        return tokens.get(at);
    }

    DynamoToken next() {
        return tokens.get(at++);
    }

    boolean take(String symbol) {
        boolean isThere = peek().isSymbol(symbol);
        at += isThere ? 1 : 0;
        return isThere;
    }

    boolean takeWord(String word) {
        boolean isThere = peek().isWord(word);
        at += isThere ? 1 : 0;
        return isThere;
    }

    void require(String symbol) {
        if (!take(symbol)) {
            throw syntaxError();
        }
    }

    void requireEnd() {
        if (peek().kind() != Kind.END) {
            throw syntaxError();
        }
    }

    InvalidRequestException syntaxError() {
        DynamoToken token = peek();
        int from = tokens.get(Math.max(0, at - 1)).start();
        int to = tokens.get(Math.min(tokens.size() - 1, at + 1)).end();
        return refused("Syntax error; token: \"" + token.text() + "\", near: \"" + text.substring(from, to) + "\"");
    }

    InvalidRequestException refused(String message) {
        return new InvalidRequestException("Invalid " + kind.parameter + ": " + message);
    }

    static String wrongOperand(String operator, String type) {
        return "Incorrect operand type for operator or function; operator or function: " + operator + ", operand type: "
                + type;
    }
}
