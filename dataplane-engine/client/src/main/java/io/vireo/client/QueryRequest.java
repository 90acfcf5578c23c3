package io.vireo.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a page of a table's rows by a secondary index, in the order of its sort key.
 *
 * @param container id
 * @param table path of the directory
 * @param index its name
 * @param range which rows
 * @param backwards from the end of the range
 * @param limit rows, 1 to {@link ListRequest#MAX_LIMIT}
 * @param filter over what the index holds; empty: all
 * @param projection which attributes, of those that the index holds
 * @param marker of the page before; empty: from the start
 * @param consistent with all that was acknowledged before; of local indexes alone
 * @param segment of a scan, 0 to {@code segmentCount - 1}
 * @param segmentCount disjoint parts that a scan is cut into; 0: not cut
 * @param language of the filter, the projection and the condition on keys
 */
public record QueryRequest(
        long container,
        String table,
        String index,
        Range range,
        boolean backwards,
        int limit,
        String filter,
        Projection projection,
        byte[] marker,
        boolean consistent,
        int segment,
        int segmentCount,
        ExpressionLanguage language) {

    /** How sort keys are compared. The order is that of {@code Query.Range} in {@code engine.capnp}. */
    public enum Comparison {
        /** All of them. */
        ALL,
        /** This one. */
        EQUAL,
        /** Before it. */
        LESS,
        /** Up to it. */
        LESS_OR_EQUAL,
        /** After it. */
        GREATER,
        /** From it on. */
        GREATER_OR_EQUAL,
        /** From one to another, both included. */
        BETWEEN,
        /** Those that start with it. */
        STARTS,
        /** Whatever the partition key is. */
        SCAN
    }

    /**
     * Which rows.
     *
     * @param partition value of the partition key; of a local index the sharding key, a text; null: {@link Comparison#SCAN}
     * @param operands what sort keys are compared with
     * @param keys a condition in DynamoDB's language in place of all that, which the partition key of the table comes with if the index is local; null: there is none
     */
    public record Range(
            Comparison comparison,
            @Nullable AttributeValue partition,
            List<AttributeValue> operands,
            ListRange.@Nullable Keys keys) {
        /** All rows of the index. */
        public static final Range SCAN = new Range(Comparison.SCAN, null, List.of(), null);

        /** Those that a condition asks for. */
        public static Range of(ListRange.Keys keys) {
            return new Range(Comparison.ALL, null, List.of(), keys);
        }

        /** All rows of a partition key. */
        public static Range of(AttributeValue partition) {
            return new Range(Comparison.ALL, partition, List.of(), null);
        }

        /** Some rows of a partition key. */
        public static Range of(AttributeValue partition, Comparison comparison, AttributeValue... operands) {
            return new Range(comparison, partition, List.of(operands), null);
        }
    }

    /** Everything in a range, forwards, as far as a page goes. */
    public static QueryRequest of(long container, String table, String index, Range range) {
        return new QueryRequest(
                container,
                table,
                index,
                range,
                false,
                ListRequest.MAX_LIMIT,
                "",
                Projection.USER,
                new byte[0],
                false,
                0,
                0,
                ExpressionLanguage.NATIVE);
    }

    /** From the end. */
    public QueryRequest fromEnd() {
        return with(true, limit, marker, consistent);
    }

    /** With a page of this many rows. */
    public QueryRequest limitedTo(int newLimit) {
        return with(backwards, newLimit, marker, consistent);
    }

    /** The page after this marker. */
    public QueryRequest after(byte[] newMarker) {
        return with(backwards, limit, newMarker, consistent);
    }

    /** With all that was acknowledged before. */
    public QueryRequest consistently() {
        return with(backwards, limit, marker, true);
    }

    private QueryRequest with(boolean newBackwards, int newLimit, byte[] newMarker, boolean newConsistent) {
        return new QueryRequest(
                container,
                table,
                index,
                range,
                newBackwards,
                newLimit,
                filter,
                projection,
                newMarker,
                newConsistent,
                segment,
                segmentCount,
                language);
    }
}
