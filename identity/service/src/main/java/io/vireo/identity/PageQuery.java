package io.vireo.identity;

import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;

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

    /**
     * The query for a repository.
     *
     * @param properties what may be sorted by: names of columns and the entity's properties
     * @param ownOrder property that orders the list, uniquely: when nothing is named, and among equals
     * @throws IdentityException {@code INVALID_FIELD} if the list is not sorted by such a column
     */
    public Pageable toPageable(Map<String, String> properties, String ownOrder) {
        if (sort.isEmpty()) {
            return new OffsetPageable(offset, limit, Sort.by(ownOrder));
        }
        boolean isDescending = sort.startsWith("-");
        String property = properties.get(isDescending ? sort.substring(1) : sort);
        if (property == null) {
            throw IdentityException.invalid(
                    "sort",
                    "is not a column of this list: value=" + sort + " columns=" + new TreeSet<>(properties.keySet()));
        }
        Sort order = Sort.by(isDescending ? Sort.Direction.DESC : Sort.Direction.ASC, property);
        return new OffsetPageable(offset, limit, order.and(Sort.by(ownOrder)));
    }

    /** The filter as a pattern for {@code lower(column) like :pattern escape '\\'}. */
    public static String likePattern(String filter) {
        String escaped = filter.toLowerCase(Locale.ROOT)
                .replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_");
        return "%" + escaped + "%";
    }
}
