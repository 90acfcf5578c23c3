package io.vireo.engine.expression;

/**
 * A word of an expression of DynamoDB's.
 *
 * @param text as it was written, with its {@code #} or {@code :}
 * @param start of its first character
 * @param end after its last character
 */
record DynamoToken(Kind kind, String text, int start, int end) {
    enum Kind {
        WORD,
        NAME,
        VALUE,
        DIGITS,
        SYMBOL,
        END
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isWord(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }
}
