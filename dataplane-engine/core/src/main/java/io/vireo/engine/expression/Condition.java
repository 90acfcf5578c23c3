package io.vireo.engine.expression;

import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.ValueView;
import org.jspecify.annotations.Nullable;

/**
 * A compiled condition, in either language. Evaluating it touches nothing but the scope, and allocates nothing unless it makes text, bytes,
 * arrays or decimals to look at. Threads: one, that of the expressions that compiled it.
 */
public final class Condition {
    /** Holds always. For every thread. */
    public static final Condition ALWAYS = new Condition(null, new ValueView[0], new Evaluator());

    private final @Nullable Node node;
    private final ValueView[] parameters;
    private final Evaluator evaluator;

    Condition(@Nullable Node node, ValueView[] parameters, Evaluator evaluator) {
        this.node = node;
        this.parameters = parameters;
        this.evaluator = evaluator;
    }

    /**
     * Compiles a condition of the native language; an empty one holds always.
     *
     * @throws InvalidRequestException the message names the position
     */
    public static Condition compile(String text) {
        return NativeExpressions.condition(text, new Evaluator());
    }

    /** Whether it holds. What cannot be evaluated over this scope does not: a wrong type, an index out of range. */
    public boolean holds(Scope scope) {
        if (node == null) {
            return true;
        }
        evaluator.begin(scope, parameters);
        try {
            return evaluator.holds(node, 0);
        } catch (EvaluationException e) {
            return false;
        } finally {
            evaluator.end();
        }
    }

    /** The tree; null when it holds always. */
    @Nullable Node node() {
        return node;
    }
}
