package io.vireo.controlplane;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is read from its start to its end, as REST answers it.
 *
 * @param items the rows
 * @param next what to pass as cursor to get the following page; null: this is the last one
 */
public record CursorPage<T>(List<T> items, @Nullable String next) {
    /** Copies the rows. */
    public CursorPage {
        items = List.copyOf(items);
    }

    /** The same page with each row replaced. */
    public <R> CursorPage<R> map(Function<? super T, ? extends R> mapper) {
        return new CursorPage<>(items.stream().<R>map(mapper).toList(), next);
    }
}
