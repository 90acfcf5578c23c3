package io.vireo.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, as the API returns it.
 *
 * @param next cursor of the page that follows, or null at the end
 */
public record CursorPage<T>(List<T> items, @Nullable String next) {
    public CursorPage {
        items = List.copyOf(items);
    }
}
