package io.vireo.engine.partition;

import io.vireo.engine.expression.Scope;
import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.SystemAttributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import org.jspecify.annotations.Nullable;

/** What names mean over an item: the system's attributes, then its own, where they lie. Without an item nothing is there. */
record ItemScope(Key key, Item item) implements Scope {
    private static final Scope NOTHING = _ -> null;

    static Scope of(Key key, @Nullable Item item) {
        return item == null ? NOTHING : new ItemScope(key, item);
    }

    /** The system's attributes alone. */
    static Scope systemOf(Key key, @Nullable Item item) {
        return item == null ? NOTHING : name -> SystemAttributes.get(name, key, item);
    }

    @Override
    public @Nullable Value get(String name) {
        @Nullable Value system = SystemAttributes.get(name, key, item);
        return system == null ? item.attributes().get(name) : system;
    }

    @Override
    public boolean find(AttributeName name, ValueView target) {
        boolean isSystem = SystemAttributes.isHidden(name.bytes())
                && !target.set(SystemAttributes.get(name.text(), key, item)).isMissing();
        return isSystem || item.attributes().find(name, target);
    }
}
