package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.expression.Token.Kind;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.util.ArrayList;
import java.util.List;

/** Cuts an expression of the native language into words. */
final class NativeLexer {
    private static final String[] SYMBOLS = {
        "==", "!=", "<=", ">=", "<<", ">>", "..", "=", "<", ">", "+", "-", "*", "/", "&", "|", "^", "~", "(", ")", "[",
        "]", ",", ";"
    };

    private static final long NANOS_MAX = 999_999_999;

    private final String text;
    private int at;

    private NativeLexer(String text) {
        this.text = text;
    }

    /** The words, of which the last is {@link Kind#END}. */
    static List<Token> tokens(String text) {
        NativeLexer lexer = new NativeLexer(text);
        List<Token> tokens = new ArrayList<>();
        do {
            if (tokens.size() == Limits.EXPRESSION_TOKEN_COUNT) {
                throw error("too many words: limit=" + Limits.EXPRESSION_TOKEN_COUNT, lexer.at);
            }
            tokens.add(lexer.next());
        } while (tokens.getLast().kind() != Kind.END);
        return tokens;
    }

    private Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new Token(Kind.END, "", Value.Null.NULL, at);
        }
        char c = text.charAt(at);
        if (isNameStart(c)) {
            return word();
        }
        if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            return number();
        }
        return switch (c) {
            case '\'', '"' -> {
                int start = at;
                String content = quoted(c);
                yield new Token(Kind.LITERAL, content, new Value.Text(content), start);
            }
            case '`' -> {
                int start = at;
                yield new Token(Kind.QUOTED_NAME, quoted(c), Value.Null.NULL, start);
            }
            default -> symbol();
        };
    }

    private Token word() {
        int start = at;
        while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return new Token(Kind.WORD, text.substring(start, at), Value.Null.NULL, start);
    }

    /** Text between two marks; the mark itself is doubled or has a backslash before it. */
    private String quoted(char mark) {
        int start = at;
        StringBuilder content = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            boolean hasNext = at < text.length();
            if (c == '\\' && hasNext && (text.charAt(at) == mark || text.charAt(at) == '\\')) {
                content.append(text.charAt(at++));
            } else if (c != mark) {
                content.append(c);
            } else if (hasNext && text.charAt(at) == mark) {
                content.append(mark);
                at++;
            } else {
                return content.toString();
            }
        }
        throw error("text is not closed", start);
    }

    private Token number() {
        int start = at;
        digits();
        if (at < text.length() && text.charAt(at) == ':') {
            return timestamp(start);
        }
        boolean isWhole = true;
        if (at < text.length() && text.charAt(at) == '.' && !text.startsWith("..", at)) {
            isWhole = false;
            at++;
            digits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            isWhole = false;
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            digits();
        }
        String written = text.substring(start, at);
        return new Token(Kind.LITERAL, written, value(written, isWhole, start), start);
    }

    private Token timestamp(int start) {
        String seconds = text.substring(start, at++);
        int nanosStart = at;
        digits();
        String nanos = text.substring(nanosStart, at);
        if (nanos.isEmpty() || seconds.length() > 18 || nanos.length() > 9 || Long.parseLong(nanos) > NANOS_MAX) {
            throw error("not a timestamp (seconds:nanoseconds)", start);
        }
        Value value = new Value.Timestamp(Long.parseLong(seconds), Integer.parseInt(nanos));
        return new Token(Kind.LITERAL, text.substring(start, at), value, start);
    }

    private static Value value(String written, boolean isWhole, int start) {
        try {
            if (!isWhole) {
                return new Value.Float64(Double.parseDouble(written));
            }
            // A 19-digit number may not fit; it is then a decimal.
            return written.length() < 19
                    ? new Value.Int64(Long.parseLong(written))
                    : ValueCodec.narrow(ValueCodec.decimal(written, "expression"));
        } catch (NumberFormatException e) {
            throw error("not a number: " + written, start);
        }
    }

    private Token symbol() {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                Token token = new Token(Kind.SYMBOL, symbol, Value.Null.NULL, at);
                at += symbol.length();
                return token;
            }
        }
        throw error("unexpected character \"" + Character.toString(text.codePointAt(at)) + "\"", at);
    }

    private void digits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || Character.isLetter(c);
    }

    static InvalidRequestException error(String what, int position) {
        return new InvalidRequestException("expression: " + what + ": position=" + position);
    }
}
