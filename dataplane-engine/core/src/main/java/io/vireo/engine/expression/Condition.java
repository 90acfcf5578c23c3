package io.vireo.engine.expression;

import org.jspecify.annotations.Nullable;

/** A compiled condition. Unchangeable; evaluating it touches nothing but the scope. */
public final class Condition {
    /** Holds always. */
    public static final Condition ALWAYS = new Condition(null);

    private final @Nullable Node node;

    private Condition(@Nullable Node node) {
        this.node = node;
    }

    /**
     * Compiles a condition; an empty one holds always.
     *
     * @throws io.vireo.engine.item.InvalidRequestException the message names the position
     */
    public static Condition compile(String text) {
        return text.isBlank() ? ALWAYS : new Condition(Parser.condition(text));
    }

    /** Whether it holds. What cannot be evaluated over this scope does not: a wrong type, an index out of range. */
    public boolean holds(Scope scope) {
        if (node == null) {
            return true;
        }
        try {
            return new Evaluator(scope).isTrue(node);
        } catch (EvaluationException e) {
            return false;
        }
    }
}
