package io.vireo.engine.item;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;

/**
 * When values are equal, and which comes first. The same for every API, on the values where they lie:
 *
 * <ul>
 *   <li>Numbers are one type and compare by what they are worth, exactly: 1, 1.0 and 1e0 are equal whatever kind they are stored as, and so are
 *       0.0 and -0.0; a double that is not a number equals nothing and is before and after nothing.
 *   <li>Texts compare by their code points, which is by their UTF-8; byte strings by unsigned bytes; false is before true; timestamps by time.
 *   <li>Null equals null. Lists are equal when their elements are, in order; maps when their members are; sets when they hold the same; arrays
 *       of one kind when they hold the same bits. None of these is before or after another.
 *   <li>Values of different types are neither equal nor in order.
 * </ul>
 *
 * <p>Allocates nothing, but for a decimal against a double. Threads: one.
 */
public final class ValueOrder {
    /** What {@link #compare} says of values that have no order. */
    public static final int NONE = Integer.MIN_VALUE;

    /** Up to here every whole number is a double. */
    private static final long EXACT_DOUBLE = 1L << 53;

    private static final double LONG_LIMIT = 0x1p63;

    private final byte[] scratch = DecimalBytes.newScratch();
    private final MemorySegment scratchBuffer = MemorySegment.ofArray(scratch);
    private ValueView[] nested = {};

    /** With room of its own to work in. */
    public ValueOrder() {}

    /** Whether both are of one type; all numbers are. */
    public static boolean isSameType(ValueView left, ValueView right) {
        return left.tag() == right.tag() ? !left.isMissing() : left.isNumber() && right.isNumber();
    }

    /** Negative, zero or positive; {@link #NONE} when there is no order. */
    public int compare(ValueView left, ValueView right) {
        if (left.isNumber()) {
            return right.isNumber() ? compareNumbers(left, right) : NONE;
        }
        if (left.tag() != right.tag()) {
            return NONE;
        }
        return switch (left.tag()) {
            case ValueTag.TEXT, ValueTag.BYTES -> compareBytes(left, right);
            case ValueTag.BOOL -> Long.compare(left.int64(), right.int64());
            case ValueTag.TIMESTAMP -> {
                int order = Long.compare(left.int64(), right.int64());
                yield order != 0 ? order : Integer.compare(left.nanos(), right.nanos());
            }
            default -> NONE;
        };
    }

    /** Whether they are equal. */
    public boolean areEqual(ValueView left, ValueView right) {
        return areEqual(left, right, 0);
    }

    private boolean areEqual(ValueView left, ValueView right, int depth) {
        if (left.isNumber() || left.tag() != right.tag()) {
            return compare(left, right) == 0;
        }
        return switch (left.tag()) {
            case ValueView.MISSING -> false;
            case ValueTag.NULL -> true;
            case ValueTag.BOOL, ValueTag.TIMESTAMP -> compare(left, right) == 0;
            case ValueTag.LIST -> arePartsEqual(left, right, false, depth);
            case ValueTag.MAP -> arePartsEqual(left, right, true, depth);
            default ->
                left.length() == right.length() && isSameAt(left, left.offset(), left.length(), right, right.offset());
        };
    }

    /** Whether the elements of two lists are equal, or the members of two maps: names and values. */
    private boolean arePartsEqual(ValueView left, ValueView right, boolean hasNames, int depth) {
        int count = left.count();
        if (count != right.count()) {
            return false;
        }
        long x = 4;
        long y = 4;
        for (int i = 0; i < count; i++) {
            if (hasNames) {
                int nameLength = left.nameLength(x);
                if (nameLength != right.nameLength(y)
                        || !isSameAt(left, left.offset() + x + 2, nameLength, right, right.offset() + y + 2)) {
                    return false;
                }
                x += 2 + nameLength;
                y += 2 + nameLength;
            }
            int leftLength = left.partLength(x);
            int rightLength = right.partLength(y);
            if (!isPartEqual(left, x + 4, leftLength, right, y + 4, rightLength, depth)) {
                return false;
            }
            x += 4 + leftLength;
            y += 4 + rightLength;
        }
        return true;
    }

    private boolean isPartEqual(
            ValueView left, long x, int leftLength, ValueView right, long y, int rightLength, int depth) {
        ValueView leftPart = nested(2 * depth).wrap(left.buffer(), left.offset() + x, leftLength);
        ValueView rightPart = nested(2 * depth + 1).wrap(right.buffer(), right.offset() + y, rightLength);
        return areEqual(leftPart, rightPart, depth + 1);
    }

    /** Whether a set holds a value, or a list an element that equals it. */
    public boolean holds(ValueView collection, ValueView element) {
        return switch (collection.tag()) {
            case ValueTag.TEXT_SET -> element.tag() == ValueTag.TEXT && holdsBytes(collection, element);
            case ValueTag.BYTES_SET -> element.tag() == ValueTag.BYTES && holdsBytes(collection, element);
            case ValueTag.DECIMAL_SET -> element.isNumber() && holdsNumber(collection, element);
            case ValueTag.LIST -> holdsElement(collection, element);
            default -> false;
        };
    }

    private static boolean holdsBytes(ValueView set, ValueView element) {
        return set.holds(element.buffer(), element.offset(), element.length());
    }

    private boolean holdsNumber(ValueView set, ValueView number) {
        return switch (number.tag()) {
            case ValueTag.DECIMAL -> holdsBytes(set, number);
            case ValueTag.INT64 -> set.holds(scratchBuffer, 0, DecimalBytes.encode(number.int64(), scratch));
            default -> {
                double value = number.float64();
                BigDecimal exact = Double.isFinite(value) ? new BigDecimal(value) : null;
                yield exact != null
                        && ValueCodec.isDecimal(exact)
                        && set.holds(scratchBuffer, 0, DecimalBytes.encode(exact, scratch));
            }
        };
    }

    private boolean holdsElement(ValueView list, ValueView element) {
        int count = list.count();
        long at = 4;
        for (int i = 0; i < count; i++) {
            int length = list.partLength(at);
            if (areEqual(nested(0).wrap(list.buffer(), list.offset() + at + 4, length), element, 1)) {
                return true;
            }
            at += 4 + length;
        }
        return false;
    }

    private int compareNumbers(ValueView left, ValueView right) {
        boolean isWhole = left.tag() == ValueTag.INT64;
        if (isWhole && right.tag() == ValueTag.INT64) {
            return Long.compare(left.int64(), right.int64());
        }
        if (right.tag() == ValueTag.FLOAT64) {
            return switch (left.tag()) {
                case ValueTag.INT64 -> compare(left.int64(), right.float64());
                case ValueTag.FLOAT64 -> compare(left.float64(), right.float64());
                default -> compareDecimal(left, right.float64());
            };
        }
        if (left.tag() == ValueTag.FLOAT64) {
            int order = compareNumbers(right, left);
            return order == NONE ? NONE : -order;
        }
        if (isWhole) {
            return -compareDecimal(right, left.int64());
        }
        return right.tag() == ValueTag.INT64 ? compareDecimal(left, right.int64()) : compareBytes(left, right);
    }

    private static int compare(double x, double y) {
        return x < y ? -1 : x > y ? 1 : x == y ? 0 : NONE;
    }

    private static int compare(long x, double y) {
        if (Math.abs(x) <= EXACT_DOUBLE && x != Long.MIN_VALUE) {
            return compare((double) x, y);
        }
        if (Double.isNaN(y)) {
            return NONE;
        }
        // Past 2^53 a double has no fraction; past 2^63 it is beyond every long.
        return y >= LONG_LIMIT ? -1 : y < -LONG_LIMIT ? 1 : compareLarge(x, y);
    }

    private static int compareLarge(long x, double y) {
        long whole = (long) y;
        // A small double has a fraction, but is then far from so large a number.
        return Long.compare(x, whole);
    }

    private int compareDecimal(ValueView decimal, long number) {
        int length = DecimalBytes.encode(number, scratch);
        return compareBytes(decimal.buffer(), decimal.offset(), decimal.length(), scratchBuffer, 0, length);
    }

    private static int compareDecimal(ValueView decimal, double number) {
        if (Double.isNaN(number)) {
            return NONE;
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? -1 : 1;
        }
        BigDecimal exact = DecimalBytes.decode(decimal.buffer(), decimal.offset(), decimal.length());
        return exact.compareTo(new BigDecimal(number));
    }

    private static int compareBytes(ValueView left, ValueView right) {
        return compareBytes(
                left.buffer(), left.offset(), left.length(), right.buffer(), right.offset(), right.length());
    }

    private static int compareBytes(
            MemorySegment left, long x, int leftLength, MemorySegment right, long y, int rightLength) {
        long mismatch = MemorySegment.mismatch(left, x, x + leftLength, right, y, y + rightLength);
        if (mismatch < 0) {
            return 0;
        }
        if (mismatch >= leftLength || mismatch >= rightLength) {
            return Integer.compare(leftLength, rightLength);
        }
        return Byte.compareUnsigned(
                left.get(ValueLayout.JAVA_BYTE, x + mismatch), right.get(ValueLayout.JAVA_BYTE, y + mismatch));
    }

    private static boolean isSameAt(ValueView left, long x, int length, ValueView right, long y) {
        return MemorySegment.mismatch(left.buffer(), x, x + length, right.buffer(), y, y + length) == -1;
    }

    private ValueView nested(int index) {
        if (index >= nested.length) {
            ValueView[] more = new ValueView[index + 8];
            System.arraycopy(nested, 0, more, 0, nested.length);
            for (int i = nested.length; i < more.length; i++) {
                more[i] = new ValueView();
            }
            nested = more;
        }
        return nested[index];
    }
}
