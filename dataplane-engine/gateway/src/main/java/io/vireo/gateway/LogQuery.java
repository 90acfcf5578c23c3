package io.vireo.gateway;

/**
 * Which lines of a function's log are wanted.
 *
 * @param function its name
 * @param after lines with a sequence number above this; negative: only the last {@code limit} lines that match
 * @param limit lines at most, 1 to 10,000; with {@code follow} it bounds only what is there already
 * @param follow whether to stay for lines to come
 * @param level least level: {@code debug}, {@code info}, {@code warn} or {@code error}; empty: all
 * @param grep text that the message, a field or the event's id contains, without regard to case; empty: all
 * @param version of the function; 0: all
 * @param before only the last {@code limit} lines that match with a sequence number below this; 0: no such bound
 */
public record LogQuery(
        String function, long after, int limit, boolean follow, String level, String grep, int version, long before) {
    /** A question for the newest lines, or for those after a place. */
    public LogQuery(String function, long after, int limit, boolean follow, String level, String grep, int version) {
        this(function, after, limit, follow, level, grep, version, 0);
    }
}
