package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import org.jspecify.annotations.Nullable;

/** What names mean while an expression is evaluated. */
@FunctionalInterface
public interface Scope {
    /** The value of an attribute, system attributes included; null when it is not there. */
    @Nullable Value get(String name);

    /**
     * Points at the value of an attribute, or at nothing; whether there is one. A scope over encoded attributes answers from where they lie; the
     * bytes must stay until the expression has its value.
     */
    default boolean find(AttributeName name, ValueView target) {
        return !target.set(get(name.text())).isMissing();
    }
}
