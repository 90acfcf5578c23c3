package io.vireo.invoker.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of JSON whose writer leaves defaults out. */
final class Given {
    private Given() {}

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static <T> List<T> list(@Nullable List<T> values) {
        return values == null ? List.of() : List.copyOf(values);
    }

    static byte[] bytes(byte @Nullable [] value) {
        return value == null ? new byte[0] : value;
    }
}
