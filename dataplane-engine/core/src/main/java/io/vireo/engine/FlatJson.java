package io.vireo.engine;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object of texts and whole numbers: all that a configuration needs, in a module that has no libraries. RFC 8259 otherwise. */
final class FlatJson {
    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /** Texts as {@link String}, numbers as {@link Long}. */
    static Map<String, Object> parse(String text) {
        return new FlatJson(text).object();
    }

    /** Takes a text out of the values. */
    static String text(Map<String, Object> values, String key) {
        if (values.remove(key) instanceof String value && !value.isEmpty()) {
            return value;
        }
        throw new IllegalArgumentException("configuration has no text under a key: key=" + key);
    }

    /** Takes a number out of the values. */
    static long number(Map<String, Object> values, String key, long otherwise) {
        @Nullable Object value = values.remove(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(
                "configuration has no whole number under a key: key=" + key + " value=" + value);
    }

    private Map<String, Object> object() {
        Map<String, Object> values = new TreeMap<>();
        require('{');
        if (peek() != '}') {
            do {
                String key = string();
                require(':');
                Object value = peek() == '"' ? string() : number();
                if (values.put(key, value) != null) {
                    throw error("a key twice: " + key);
                }
            } while (take(','));
        }
        require('}');
        if (!isAtEnd()) {
            throw error("more after the object");
        }
        return values;
    }

    private String string() {
        require('"');
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw error("a control character in a text");
            }
            value.append(c == '\\' ? escaped() : c);
        }
        if (at == text.length()) {
            throw error("a text that is not closed");
        }
        at++;
        return value.toString();
    }

    private char escaped() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw error("a short escape");
                }
                at += 4;
                yield hexadecimal(at - 4);
            }
            default -> throw error("an unknown escape");
        };
    }

    /** Digit by digit: what reads whole numbers admits signs, and digits of other scripts. */
    private char hexadecimal(int start) {
        int code = 0;
        for (int i = start; i < start + 4; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                throw error("an escape that is not hexadecimal");
            }
            code = code << 4 | HexFormat.fromHexDigit(text.charAt(i));
        }
        return (char) code;
    }

    private Long number() {
        int start = at;
        while (at < text.length() && "-0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        try {
            return Long.valueOf(text.substring(start, at));
        } catch (NumberFormatException e) {
            throw error("neither text nor whole number");
        }
    }

    /** The next character that is not space; 0 at the end. */
    private char peek() {
        return isAtEnd() ? 0 : text.charAt(at);
    }

    private boolean isAtEnd() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at == text.length();
    }

    private boolean take(char c) {
        boolean isThere = peek() == c;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private void require(char c) {
        if (!take(c)) {
            throw error("no '" + c + "'");
        }
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException(
                "configuration is not a JSON object of texts and numbers: found " + what + " offset=" + at);
    }
}
