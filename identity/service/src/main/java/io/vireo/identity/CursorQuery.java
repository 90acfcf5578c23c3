package io.vireo.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a list a program wants: those after a row that it has. Rows that come or go meanwhile neither repeat nor hide
 * others.
 *
 * @param after key of the last row that the caller has; empty for the first page
 * @param limit rows at most, 1 to {@value PageQuery#MAX_LIMIT}
 */
public record CursorQuery(String after, int limit) {
    /** Rows of a page when the caller names no limit. */
    public static final int DEFAULT_LIMIT = 100;

    /** @throws IdentityException {@code INVALID_FIELD} if the limit is out of bounds */
    public CursorQuery {
        if (limit < 1 || limit > PageQuery.MAX_LIMIT) {
            throw IdentityException.invalid(
                    "limit", "is out of bounds: value=" + limit + " min=1 max=" + PageQuery.MAX_LIMIT);
        }
    }

    /**
     * Reads the parameters of a request.
     *
     * @param cursor {@link CursorPage#next()} of the page before, or null for the first
     * @param limit rows at most, or null for {@value #DEFAULT_LIMIT}
     * @throws IdentityException {@code INVALID_FIELD} if one of them cannot be read
     */
    public static CursorQuery of(@Nullable String cursor, @Nullable Integer limit) {
        int rows = limit == null ? DEFAULT_LIMIT : limit;
        if (cursor == null || cursor.isEmpty()) {
            return new CursorQuery("", rows);
        }
        try {
            return new CursorQuery(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8), rows);
        } catch (IllegalArgumentException e) {
            throw IdentityException.invalid("cursor", "was not given out by this service");
        }
    }

    /**
     * Makes the page from the rows found.
     *
     * @param rows up to {@code limit + 1} rows after the cursor, in order
     * @param key of a row, by which the list is ordered
     */
    public <T> CursorPage<T> page(List<T> rows, Function<T, String> key) {
        if (rows.size() <= limit) {
            return new CursorPage<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        byte[] last = key.apply(items.getLast()).getBytes(StandardCharsets.UTF_8);
        return new CursorPage<>(items, Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }
}
