package io.vireo.engine.expression;

import io.vireo.engine.item.Value;
import java.util.Locale;

/**
 * A word of an expression.
 *
 * @param text as it was written, without quotes
 * @param literal the value, when it is one
 * @param position of its first character, from 0
 */
record Token(Kind kind, String text, Value literal, int position) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        LITERAL,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    String show() {
        return kind == Kind.END ? "the end" : "\"" + text + "\"";
    }

    String lowerCase() {
        return text.toLowerCase(Locale.ROOT);
    }
}
