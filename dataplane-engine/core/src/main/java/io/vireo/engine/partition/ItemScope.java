package io.vireo.engine.partition;

import io.vireo.engine.expression.Scope;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.SystemAttributes;
import io.vireo.engine.item.Value;
import org.jspecify.annotations.Nullable;

/** What names mean over an item: the system's attributes, then its own. Without an item nothing is there. */
final class ItemScope {
    private static final Scope NOTHING = _ -> null;

    private ItemScope() {}

    static Scope of(Key key, @Nullable Item item) {
        if (item == null) {
            return NOTHING;
        }
        return name -> {
            @Nullable Value system = SystemAttributes.get(name, key, item);
            return system == null ? item.attributes().get(name) : system;
        };
    }

    /** The system's attributes alone. */
    static Scope systemOf(Key key, @Nullable Item item) {
        return item == null ? NOTHING : name -> SystemAttributes.get(name, key, item);
    }
}
