package io.vireo.policy;

/**
 * A pattern in which {@code *} stands for any run of characters.
 *
 * <p>The text between the wildcards is found leftmost first, which is enough: if any placement fits, the leftmost does. So a
 * match takes at most {@code pattern length × text length} comparisons and cannot be made to backtrack further. Allocates
 * nothing while matching.
 */
final class Glob {
    private final String prefix;
    private final String[] middle;
    private final String suffix;
    private final boolean isLiteral;

    private Glob(String prefix, String[] middle, String suffix, boolean isLiteral) {
        this.prefix = prefix;
        this.middle = middle;
        this.suffix = suffix;
        this.isLiteral = isLiteral;
    }

    static Glob compile(String pattern) {
        String[] parts = pattern.split("\\*", -1);
        if (parts.length == 1) {
            return new Glob(pattern, new String[0], "", true);
        }
        String[] middle = new String[parts.length - 2];
        System.arraycopy(parts, 1, middle, 0, middle.length);
        return new Glob(parts[0], middle, parts[parts.length - 1], false);
    }

    boolean matches(CharSequence text) {
        int length = text.length();
        if (isLiteral) {
            return length == prefix.length() && isAt(text, 0, prefix);
        }
        int end = length - suffix.length();
        if (prefix.length() > end || !isAt(text, 0, prefix) || !isAt(text, end, suffix)) {
            return false;
        }
        int from = prefix.length();
        for (String part : middle) {
            int found = find(text, from, end, part);
            if (found < 0) {
                return false;
            }
            from = found + part.length();
        }
        return true;
    }

    private static int find(CharSequence text, int from, int end, String part) {
        for (int start = from; start <= end - part.length(); start++) {
            if (isAt(text, start, part)) {
                return start;
            }
        }
        return -1;
    }

    /** Backwards, because the patterns of a policy differ at their ends: {@code container/data/team-1/}, {@code …/team-2/}. */
    private static boolean isAt(CharSequence text, int offset, String part) {
        for (int i = part.length() - 1; i >= 0; i--) {
            if (text.charAt(offset + i) != part.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
