package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.ValueView;
import org.jspecify.annotations.Nullable;

/** What names mean while attributes are being changed: what the draft says now, then what the system says. */
record DraftScope(Attributes.Draft draft, Scope system) implements EncodedScope {
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
