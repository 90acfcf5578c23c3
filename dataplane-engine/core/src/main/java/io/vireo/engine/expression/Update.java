package io.vireo.engine.expression;

import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import java.util.List;

/** A compiled update, in either language. Threads: one, that of the expressions that compiled it. */
public abstract sealed class Update permits NativeUpdate, DynamoUpdate {
    Update() {}

    /**
     * Compiles an update of the native language; an empty one changes nothing.
     *
     * @throws InvalidRequestException the message names the position
     */
    public static Update compile(String text) {
        return NativeExpressions.update(text, new Evaluator());
    }

    /**
     * Changes attributes.
     *
     * @param system what names mean that are not in the draft: the system attributes
     * @throws InvalidRequestException it cannot be done; the draft is then of no use
     */
    public abstract void apply(Attributes.Draft draft, Scope system);

    /** Names of the attributes that it changes, or changes something in, each once. */
    public abstract List<String> targets();
}
