package io.vireo.engine.index;

import io.vireo.engine.index.IndexModel.Keys;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is done to it, the index answers like a sorted map. */
class OrderedIndexPropertyTest {
    @Property(tries = 60)
    void isASortedMap(@ForAll long seed, @ForAll Keys keys) {
        try (IndexModel model = new IndexModel(seed)) {
            model.steps(keys, 1_000);
            model.walk(false);
            model.walk(true);
            model.steps(keys, 200);
            model.empty();
        }
    }

    @Property(tries = 20)
    void isASortedMapOfAllKindsOfKeys(@ForAll long seed) {
        try (IndexModel model = new IndexModel(seed)) {
            for (Keys keys : Keys.values()) {
                model.steps(keys, 300);
            }
            model.walk(true);
            model.empty();
        }
    }
}
