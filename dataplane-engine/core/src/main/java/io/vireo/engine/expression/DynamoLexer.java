package io.vireo.engine.expression;

import io.vireo.engine.expression.DynamoToken.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts an expression of DynamoDB's language into words. A character that is none of the language is a symbol of its own, which nothing takes. */
final class DynamoLexer {
    private static final String[] LONG_SYMBOLS = {"<>", "<=", ">="};

    private final String text;
    private int at;

    private DynamoLexer(String text) {
        this.text = text;
    }

    /** The words, of which the last is {@link Kind#END}. */
    static List<DynamoToken> tokens(String text) {
        DynamoLexer lexer = new DynamoLexer(text);
        List<DynamoToken> tokens = new ArrayList<>();
        do {
            tokens.add(lexer.next());
        } while (tokens.getLast().kind() != Kind.END);
        return tokens;
    }

    private DynamoToken next() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        int start = at;
        if (at == text.length()) {
            return new DynamoToken(Kind.END, "<EOF>", start, start);
        }
        char c = text.charAt(at++);
        Kind kind = kind(c);
        if (kind == Kind.SYMBOL) {
            for (String symbol : LONG_SYMBOLS) {
                if (text.startsWith(symbol, start)) {
                    at = start + symbol.length();
                }
            }
            at += Character.isHighSurrogate(c) && at < text.length() ? 1 : 0;
        }
        while (kind != Kind.SYMBOL
                && at < text.length()
                && (kind == Kind.DIGITS ? isDigit(text.charAt(at)) : isPart(text.charAt(at)))) {
            at++;
        }
        return new DynamoToken(kind, text.substring(start, at), start, at);
    }

    private Kind kind(char c) {
        boolean hasPart = at < text.length() && isPart(text.charAt(at));
        if (isDigit(c)) {
            return Kind.DIGITS;
        }
        if (isPart(c)) {
            return Kind.WORD;
        }
        return c == '#' && hasPart ? Kind.NAME : c == ':' && hasPart ? Kind.VALUE : Kind.SYMBOL;
    }

    static boolean isPart(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
