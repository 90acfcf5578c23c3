package io.vireo.engine.expression;

import static io.vireo.engine.expression.NativeLexer.error;

import io.vireo.engine.Limits;
import io.vireo.engine.expression.Node.Link;
import io.vireo.engine.expression.Node.Operator;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.SystemAttributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the native language, by recursive descent.
 *
 * <pre>
 * condition = and { OR and } .                      and    = not { AND not } .
 * not       = NOT not | compare .                   compare = bits [ ( == != &lt; &lt;= &gt; &gt;= ) bits | IN ( choices ) ] .
 * bits      = | over ^ over &amp; over &lt;&lt; &gt;&gt; over + - over * / over unary, each from left to right .
 * unary     = ( - | + | ~ ) unary | primary .
 * primary   = literal | name [ "[" condition [ .. condition ] "]" ] | function ( arguments ) | ( condition ) .
 * update    = statement { ; statement } [ ; ] .
 * statement = [ SET ] name [ "[" condition [ .. condition ] "]" ] = condition | REMOVE name | delete ( name ) .
 * </pre>
 */
final class NativeParser {
    /** Operators from left to right, the ones that bind least first. */
    private static final List<Map<String, Operator>> LEVELS = List.of(
            Map.of("|", Operator.BIT_OR),
            Map.of("^", Operator.BIT_XOR),
            Map.of("&", Operator.BIT_AND),
            Map.of("<<", Operator.SHIFT_LEFT, ">>", Operator.SHIFT_RIGHT),
            Map.of("+", Operator.ADD, "-", Operator.SUBTRACT),
            Map.of("*", Operator.MULTIPLY, "/", Operator.DIVIDE));

    private static final Map<String, Operator> COMPARISONS = Map.of(
            "==", Operator.EQUAL,
            "!=", Operator.NOT_EQUAL,
            "<", Operator.LESS,
            "<=", Operator.LESS_OR_EQUAL,
            ">", Operator.GREATER,
            ">=", Operator.GREATER_OR_EQUAL);

    private static final Map<String, Double> CONSTANTS =
            Map.of("inf", Double.POSITIVE_INFINITY, "nan", Double.NaN, "maxdbl", Double.MAX_VALUE);

    private static final Set<String> RESERVED = Set.of("and", "or", "not", "in", "true", "false");

    private final List<Token> tokens;
    private int at;
    private int depth;

    private NativeParser(String text) {
        tokens = NativeLexer.tokens(text);
    }

    static Node condition(String text) {
        NativeParser parser = new NativeParser(text);
        Node node = parser.or();
        parser.requireEnd();
        return node;
    }

    static List<Statement> update(String text) {
        NativeParser parser = new NativeParser(text);
        List<Statement> statements = new ArrayList<>();
        while (parser.peek().kind() != Token.Kind.END) {
            if (!parser.take(";")) {
                if (statements.size() == Limits.EXPRESSION_STATEMENT_COUNT) {
                    throw error(
                            "too many statements: limit=" + Limits.EXPRESSION_STATEMENT_COUNT,
                            parser.peek().position());
                }
                statements.add(parser.statement());
                if (parser.peek().kind() != Token.Kind.END && !parser.peek().isSymbol(";")) {
                    throw parser.unexpected("\";\"");
                }
            }
        }
        return statements;
    }

    private Statement statement() {
        Token first = peek();
        boolean isKeyword = tokens.get(at + 1 < tokens.size() ? at + 1 : at).kind() == Token.Kind.WORD
                || tokens.get(at + 1 < tokens.size() ? at + 1 : at).kind() == Token.Kind.QUOTED_NAME;
        if (first.isWord("remove") && isKeyword) {
            at++;
            return new Statement.Remove(target().root());
        }
        if (first.isWord("delete") && tokens.get(at + 1).isSymbol("(")) {
            at += 2;
            Statement.Remove remove = new Statement.Remove(target().root());
            require(")");
            return remove;
        }
        if (first.isWord("set") && isKeyword) {
            at++;
        }
        Node.Path name = target();
        int position = first.position();
        if (take("[")) {
            Node index = or();
            @Nullable Node last = take("..") ? or() : null;
            require("]");
            require("=");
            Node value = or();
            return last == null
                    ? new Statement.SetElement(name, index, value, position)
                    : new Statement.SetSlice(name, index, last, value, position);
        }
        require("=");
        return new Statement.Set(name.root(), or(), position);
    }

    private Node.Path target() {
        Token token = peek();
        Node.Path name = name();
        if (SystemAttributes.isSystem(name.root().text())) {
            throw error("attribute is the system's: name=" + name.root(), token.position());
        }
        return name;
    }

    private Node.Path name() {
        Token token = peek();
        boolean isName = token.kind() == Token.Kind.QUOTED_NAME
                || (token.kind() == Token.Kind.WORD && !RESERVED.contains(token.lowerCase()));
        if (!isName) {
            throw unexpected("an attribute's name");
        }
        at++;
        return Node.Path.of(token.text());
    }

    private Node or() {
        enter();
        List<Node> operands = new ArrayList<>(List.of(and()));
        while (takeWord("or")) {
            operands.add(and());
        }
        depth--;
        return operands.size() == 1 ? operands.getFirst() : new Node.Or(operands);
    }

    private Node and() {
        List<Node> operands = new ArrayList<>(List.of(not()));
        while (takeWord("and")) {
            operands.add(not());
        }
        return operands.size() == 1 ? operands.getFirst() : new Node.And(operands);
    }

    private Node not() {
        if (takeWord("not")) {
            enter();
            Node operand = not();
            depth--;
            return new Node.Not(operand);
        }
        return compare();
    }

    private Node compare() {
        Node left = chain(0);
        Token token = peek();
        if (token.isWord("in")) {
            at++;
            return in(left);
        }
        if (token.isSymbol("=")) {
            throw error("use \"==\" to compare", token.position());
        }
        Operator operator = token.kind() == Token.Kind.SYMBOL ? COMPARISONS.get(token.text()) : null;
        if (operator == null) {
            return left;
        }
        at++;
        return new Node.Compare(operator, left, chain(0));
    }

    private Node in(Node value) {
        require("(");
        List<Node> choices = new ArrayList<>();
        do {
            if (choices.size() == Limits.EXPRESSION_CHOICE_COUNT) {
                throw error("too many choices: limit=" + Limits.EXPRESSION_CHOICE_COUNT, peek().position());
            }
            choices.add(chain(0));
        } while (take(","));
        require(")");
        Choices literals = Choices.take(choices);
        return new Node.In(value, literals, choices);
    }

    private Node chain(int level) {
        if (level == LEVELS.size()) {
            return unary();
        }
        Node first = chain(level + 1);
        List<Link> links = new ArrayList<>();
        while (true) {
            Token token = peek();
            Operator operator =
                    token.kind() == Token.Kind.SYMBOL ? LEVELS.get(level).get(token.text()) : null;
            if (operator == null) {
                return links.isEmpty() ? first : new Node.Chain(first, links);
            }
            at++;
            links.add(new Link(operator, chain(level + 1), token.position()));
        }
    }

    private Node unary() {
        Token token = peek();
        if (take("+")) {
            return nested();
        }
        if (take("-")) {
            Node operand = nested();
            return operand instanceof Node.Literal(ValueView value) && value.isNumber()
                    ? literal(Numbers.negate(Numbers.decoded(value)))
                    : new Node.Unary(Operator.SUBTRACT, operand, token.position());
        }
        if (take("~")) {
            return new Node.Unary(Operator.COMPLEMENT, nested(), token.position());
        }
        return primary();
    }

    private Node nested() {
        enter();
        Node operand = unary();
        depth--;
        return operand;
    }

    private Node primary() {
        Token token = peek();
        if (token.kind() == Token.Kind.LITERAL) {
            at++;
            return literal(token.literal());
        }
        if (take("(")) {
            Node node = or();
            require(")");
            return node;
        }
        if (token.isWord("true") || token.isWord("false")) {
            at++;
            return literal(Value.Bool.of(token.isWord("true")));
        }
        if (token.kind() == Token.Kind.WORD && tokens.get(at + 1).isSymbol("(")) {
            return call(token);
        }
        if (token.kind() == Token.Kind.WORD && CONSTANTS.containsKey(token.lowerCase())) {
            at++;
            return literal(new Value.Float64(CONSTANTS.get(token.lowerCase())));
        }
        Node.Path name = name();
        if (!take("[")) {
            return name;
        }
        Node index = or();
        if (take("..")) {
            Node last = or();
            require("]");
            return new Node.Slice(name, index, last, token.position());
        }
        require("]");
        return new Node.Element(name, index, token.position());
    }

    private Node call(Token token) {
        @Nullable Function function = Function.named(token.text());
        if (Function.isReserved(token.text())) {
            throw error("function is reserved, and not served: name=" + token.text(), token.position());
        }
        if (function == null) {
            throw error("function is not known: name=" + token.text(), token.position());
        }
        at += 2;
        List<Node> arguments = new ArrayList<>();
        if (!peek().isSymbol(")")) {
            do {
                arguments.add(or());
            } while (take(",") && arguments.size() <= function.maxArguments);
        }
        require(")");
        if (arguments.size() < function.minArguments || arguments.size() > function.maxArguments) {
            throw error(
                    "function takes " + function.minArguments + " to " + function.maxArguments + " arguments: name="
                            + token.text() + " count=" + arguments.size(),
                    token.position());
        }
        boolean takesName = function == Function.EXISTS || function == Function.IF_NOT_EXISTS;
        if (takesName && !(arguments.getFirst() instanceof Node.Path)) {
            throw error("function takes an attribute's name: name=" + token.text(), token.position());
        }
        // A literal is decoded once, not at each evaluation: expressions that append to blobs are mostly such literals.
        if (function == Function.BLOB && arguments.getFirst() instanceof Node.Literal(ValueView text)) {
            return literal(blob(text, token.position()));
        }
        return new Node.Call(function, arguments, token.position());
    }

    private static Value blob(ValueView text, int position) {
        if (!(text.toValue() instanceof Value.Text(String base64))) {
            throw error("text expected but found " + Numbers.typeOf(text), position);
        }
        try {
            return ValueFunctions.blob(base64, position);
        } catch (EvaluationException e) {
            throw new InvalidRequestException(e.text());
        }
    }

    private static Node.Literal literal(Value value) {
        return new Node.Literal(ValueView.of(value));
    }

    private void enter() {
        if (++depth > Limits.EXPRESSION_DEPTH) {
            throw error("nested too deeply: limit=" + Limits.EXPRESSION_DEPTH, peek().position());
        }
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean take(String symbol) {
        boolean isThere = peek().isSymbol(symbol);
        at += isThere ? 1 : 0;
        return isThere;
    }

    private boolean takeWord(String word) {
        boolean isThere = peek().isWord(word);
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void require(String symbol) {
        if (!take(symbol)) {
            throw unexpected("\"" + symbol + "\"");
        }
    }

    private void requireEnd() {
        if (peek().kind() != Token.Kind.END) {
            throw unexpected("the end");
        }
    }

    private RuntimeException unexpected(String expected) {
        return error("expected " + expected + " but found " + peek().show(), peek().position());
    }
}
