package io.vireo.engine.expression;

import io.vireo.engine.item.Value;
import org.jspecify.annotations.Nullable;

/** What names mean while an expression is evaluated. */
@FunctionalInterface
public interface Scope {
    /** The value of an attribute, system attributes included; null when it is not there. */
    @Nullable Value get(String name);
}
