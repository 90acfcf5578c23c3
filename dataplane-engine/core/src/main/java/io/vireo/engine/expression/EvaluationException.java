package io.vireo.engine.expression;

/** An expression has no value over this item: wrong types, an index out of range. Carries no stack trace: it is an answer. */
final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EvaluationException(String message) {
        super(message, null, false, false);
    }

    EvaluationException(String message, int position) {
        this("expression: " + message + ": position=" + position);
    }

    String text() {
        String message = getMessage();
        return message == null ? "expression" : message;
    }
}
