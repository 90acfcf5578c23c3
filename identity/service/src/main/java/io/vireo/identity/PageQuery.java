package io.vireo.identity;

/**
 * Which rows of a list a screen wants.
 *
 * @param offset rows to skip, from 0
 * @param limit rows at most, 1 to {@value #MAX_LIMIT}
 * @param sort name of the column, with {@code -} before it for descending order; empty for the list's own order
 * @param filter text that a row's names hold, whatever the case; empty for all
 */
public record PageQuery(int offset, int limit, String sort, String filter) {
    /** Most rows of one page. */
    public static final int MAX_LIMIT = 1_000;

    /** @throws IdentityException {@code INVALID_FIELD} if a number is out of bounds */
    public PageQuery {
        if (offset < 0) {
            throw IdentityException.invalid("offset", "is below 0: value=" + offset);
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw IdentityException.invalid("limit", "is out of bounds: value=" + limit + " min=1 max=" + MAX_LIMIT);
        }
        if (filter.length() > 200) {
            throw IdentityException.invalid("filter", "is too long: length=" + filter.length() + " max=200");
        }
    }

    /** Rows in the list's own order, unfiltered. */
    public static PageQuery of(int offset, int limit) {
        return new PageQuery(offset, limit, "", "");
    }

    /** Column to sort by, without the sign. */
    public String sortColumn() {
        return isDescending() ? sort.substring(1) : sort;
    }

    /** Whether the order is descending. */
    public boolean isDescending() {
        return sort.startsWith("-");
    }
}
