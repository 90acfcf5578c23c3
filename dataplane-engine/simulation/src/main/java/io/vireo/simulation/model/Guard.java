package io.vireo.simulation.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A condition, in the engine's language and in ours. */
public sealed interface Guard {
    /** Holds always. */
    Guard ALWAYS = new Always();

    /** In the native expression language. */
    String text();

    /** Whether it holds over the attributes of an item; null: there is none. */
    boolean holds(@Nullable ItemState item);

    /** Holds always. */
    record Always() implements Guard {
        @Override
        public String text() {
            return "";
        }

        @Override
        public boolean holds(@Nullable ItemState item) {
            return true;
        }
    }

    /** An attribute is there, or is not. */
    record Exists(String name, boolean isWanted) implements Guard {
        @Override
        public String text() {
            return (isWanted ? "" : "not ") + "exists(" + name + ")";
        }

        @Override
        public boolean holds(@Nullable ItemState item) {
            return attributes(item).containsKey(name) == isWanted;
        }
    }

    /** An integer attribute is there, and more than a bound. */
    record More(String name, long bound) implements Guard {
        @Override
        public String text() {
            return name + " > " + bound;
        }

        @Override
        public boolean holds(@Nullable ItemState item) {
            return attributes(item).get(name) instanceof Long value && value > bound;
        }
    }

    /** The body is longer than a bound. */
    record Longer(int bound) implements Guard {
        @Override
        public String text() {
            return "__size > " + bound;
        }

        @Override
        public boolean holds(@Nullable ItemState item) {
            return item != null && item.body().length() > bound;
        }
    }

    private static Map<String, Object> attributes(@Nullable ItemState item) {
        return item == null ? Map.of() : item.attributes();
    }
}
