package io.vireo.gateway.nativeapi;

import org.jspecify.annotations.Nullable;

/**
 * One range of bytes, as {@code Range: bytes=…} asks for it (RFC 9110, section 14). Several ranges at once, other units and what
 * is malformed are not answered as ranges: the whole body is. The Python client of the native API leaves out the dash when it wants
 * all that follows.
 *
 * @param first byte wanted, or -1 for the last {@code last} bytes
 * @param last byte wanted, {@link Long#MAX_VALUE} for all that follow
 */
record ByteRange(long first, long last) {
    private static final String UNIT = "bytes=";

    /** The range in the header field, or null when there is none to be answered. */
    static @Nullable ByteRange parse(@Nullable String header) {
        if (header == null || !header.startsWith(UNIT)) {
            return null;
        }
        String range = header.substring(UNIT.length()).strip();
        int dash = range.indexOf('-');
        if (range.indexOf(',') >= 0) {
            return null;
        }
        try {
            if (dash < 0) {
                return new ByteRange(parseDigits(range), Long.MAX_VALUE);
            }
            String from = range.substring(0, dash).strip();
            String to = range.substring(dash + 1).strip();
            if (from.isEmpty()) {
                return new ByteRange(-1, parseDigits(to));
            }
            ByteRange parsed = new ByteRange(parseDigits(from), to.isEmpty() ? Long.MAX_VALUE : parseDigits(to));
            return parsed.last < parsed.first ? null : parsed;
        } catch (NumberFormatException malformed) {
            return null;
        }
    }

    private static long parseDigits(String text) {
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            throw new NumberFormatException(text);
        }
        return Long.parseLong(text);
    }

    /** Whether it counts from the end, so that the length must be known first. */
    boolean isSuffix() {
        return first < 0;
    }

    /** First byte in a body of this length; not below the length when there is nothing to answer. */
    long start(long bodyLength) {
        if (!isSuffix()) {
            return first;
        }
        return last == 0 ? bodyLength : Math.max(0, bodyLength - last);
    }

    /** Byte after the last one in a body of this length. */
    long end(long bodyLength) {
        return isSuffix() || last >= bodyLength ? bodyLength : last + 1;
    }

    /** Bytes to ask for when the length is not known yet. */
    long length() {
        return last == Long.MAX_VALUE ? Long.MAX_VALUE : last - first + 1;
    }
}
