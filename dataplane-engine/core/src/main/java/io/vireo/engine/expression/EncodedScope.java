package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import org.jspecify.annotations.Nullable;

/** What names mean where attributes lie encoded: a value is decoded from the place that {@link #find} points at. */
interface EncodedScope extends Scope {
    @Override
    default @Nullable Value get(String name) {
        ValueView view = new ValueView();
        return find(new AttributeName(name), view) ? view.toValue() : null;
    }

    @Override
    boolean find(AttributeName name, ValueView target);
}
