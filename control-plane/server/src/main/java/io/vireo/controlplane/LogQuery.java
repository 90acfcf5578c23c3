package io.vireo.controlplane;

import org.jspecify.annotations.Nullable;

/**
 * Which lines of a log a caller wants; filtered where the log is.
 *
 * @param after only lines after this sequence number; null: the newest {@code limit} lines
 * @param limit most lines to answer, or to start a tail with, 1 to 10,000
 * @param level lowest level: {@code debug}, {@code info}, {@code warn}, {@code error}; empty: all
 * @param grep text that the message, a field or the event's id contains, without regard to case, at most 200 characters;
 *     empty: all
 * @param version of the function; null: all
 * @param before only the newest {@code limit} lines before this sequence number, without {@code after} and not to be followed;
 *     null: no such bound
 */
public record LogQuery(
        @Nullable Long after,
        int limit,
        String level,
        String grep,
        @Nullable Integer version,
        @Nullable Long before) {
    /** Most lines of one answer. */
    public static final int MAX_LIMIT = 10_000;

    /** Longest text to look for, in characters. */
    public static final int MAX_GREP_LENGTH = 200;

    /** Checks the bounds. */
    public LogQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ControlPlaneException.invalid("limit", "limit must be 1 to " + MAX_LIMIT + ": limit=" + limit);
        }
        if (after != null && after < 0) {
            throw ControlPlaneException.invalid("after", "after must be 0 or more: after=" + after);
        }
        if (before != null && (before < 1 || after != null)) {
            throw ControlPlaneException.invalid(
                    "before", "before must be 1 or more, and does not go with after: before=" + before);
        }
        switch (level) {
            case "", "debug", "info", "warn", "error" -> {}
            default ->
                throw ControlPlaneException.invalid(
                        "level", "level must be debug, info, warn or error: level=" + level);
        }
        if (grep.length() > MAX_GREP_LENGTH) {
            throw ControlPlaneException.invalid(
                    "grep", "grep is too long: length=" + grep.length() + " max=" + MAX_GREP_LENGTH);
        }
    }

    /** The newest lines, or those after a place. */
    public LogQuery(@Nullable Long after, int limit, String level, String grep, @Nullable Integer version) {
        this(after, limit, level, grep, version, null);
    }

    /** The newest {@code limit} lines, whatever they are. */
    public static LogQuery newest(int limit) {
        return new LogQuery(null, limit, "", "", null);
    }
}
