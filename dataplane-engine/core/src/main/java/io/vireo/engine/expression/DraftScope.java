package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import org.jspecify.annotations.Nullable;

/** What names mean while attributes are being changed: what the draft says now, then what the system says. */
record DraftScope(Attributes.Draft draft, Scope system) implements Scope {
    @Override
    public @Nullable Value get(String name) {
        ValueView view = new ValueView();
        return find(new AttributeName(name), view) ? view.toValue() : null;
    }

    @Override
    public boolean find(AttributeName name, ValueView target) {
        byte @Nullable [] encoded = draft.get(name.bytes());
        if (encoded == null) {
            return system.find(name, target);
        }
        target.wrap(encoded);
        return true;
    }
}
