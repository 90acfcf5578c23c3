package io.vireo.controlplane;

import java.util.List;

/**
 * Which rows of a list a caller wants, by position: what a lazily scrolled grid asks for.
 *
 * @param offset rows to skip, 0 or more
 * @param limit most rows to answer, 1 to {@link #MAX_LIMIT}
 * @param sort columns in order of weight, by the names that the service documents; empty: the service's own order
 * @param filter text that a row must contain, without regard to case; empty: all rows
 */
public record PageQuery(int offset, int limit, List<Sort> sort, String filter) {
    /** Most rows that one question may ask for. */
    public static final int MAX_LIMIT = 1_000;

    /** Longest filter, in characters. */
    public static final int MAX_FILTER_LENGTH = 200;

    /** Checks the bounds. */
    public PageQuery {
        if (offset < 0) {
            throw ControlPlaneException.invalid("offset", "offset must be 0 or more: offset=" + offset);
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ControlPlaneException.invalid("limit", "limit must be 1 to " + MAX_LIMIT + ": limit=" + limit);
        }
        if (filter.length() > MAX_FILTER_LENGTH) {
            throw ControlPlaneException.invalid(
                    "filter", "filter is too long: length=" + filter.length() + " max=" + MAX_FILTER_LENGTH);
        }
        sort = List.copyOf(sort);
    }

    /** The first {@code limit} rows in the service's own order. */
    public static PageQuery first(int limit) {
        return new PageQuery(0, limit, List.of(), "");
    }

    /**
     * One column to sort by.
     *
     * @param property the column's name
     * @param isAscending smallest first
     */
    public record Sort(String property, boolean isAscending) {}
}
