package io.vireo.controlplane;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a list a caller wants, by the cursor that the page before named.
 *
 * @param cursor {@link CursorPage#next()} of the page before; null: the first page
 * @param limit most rows to answer, 1 to {@link PageQuery#MAX_LIMIT}
 * @param filter text that a row must contain, without regard to case; empty: all rows
 */
public record CursorQuery(@Nullable String cursor, int limit, String filter) {
    /** What a caller who names no limit gets. */
    public static final int DEFAULT_LIMIT = 100;

    /** Checks the bounds. */
    public CursorQuery {
        if (limit < 1 || limit > PageQuery.MAX_LIMIT) {
            throw ControlPlaneException.invalid(
                    "limit", "limit must be 1 to " + PageQuery.MAX_LIMIT + ": limit=" + limit);
        }
        if (filter.length() > PageQuery.MAX_FILTER_LENGTH) {
            throw ControlPlaneException.invalid(
                    "filter", "filter is too long: length=" + filter.length() + " max=" + PageQuery.MAX_FILTER_LENGTH);
        }
    }
}
