package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.table.KeyText;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void whatAnItemHoldsFitsARecord() {
        assertThat(Limits.ATTRIBUTE_VALUE_LENGTH).isLessThan(Limits.ATTRIBUTES_LENGTH);
        assertThat(Limits.BODY_PART_LENGTH + Limits.ATTRIBUTES_LENGTH + Limits.PATH_LENGTH)
                .isLessThan(Limits.COMMIT_LENGTH);
        assertThat(Limits.APPEND_LENGTH).isLessThan(Limits.COMMIT_LENGTH);
        assertThat(Limits.REQUEST_LENGTH).isGreaterThan(Limits.APPEND_LENGTH).isGreaterThan(Limits.ATTRIBUTES_LENGTH);
        assertThat(Limits.COMMIT_TARGET_LENGTH).isLessThan(Limits.COMMIT_LENGTH);
    }

    @Test
    void aSegmentOfTheDefaultLengthHoldsTheLongestCommit() {
        assertThat((long) Limits.COMMIT_LENGTH).isLessThan(64L << 20);
        assertThat(Limits.SEGMENT_LENGTH_MAX).isLessThanOrEqualTo(Integer.MAX_VALUE);
        assertThat(Limits.SEGMENT_LENGTH_MIN).isLessThan(Limits.SEGMENT_LENGTH_MAX);
    }

    @Test
    void partitionAndPathFitTheirFields() {
        assertThat(Limits.PARTITION_COUNT).isLessThanOrEqualTo(0xffff);
        assertThat(Limits.REACTOR_COUNT).isLessThanOrEqualTo(Limits.PARTITION_COUNT);
        assertThat(Limits.PATH_LENGTH).isLessThanOrEqualTo(0xffff);
        assertThat(Limits.ATTRIBUTE_NAME_LENGTH).isLessThanOrEqualTo(0xffff);
        assertThat(Limits.PATH_SEGMENT_LENGTH).isLessThan(Limits.PATH_LENGTH);
    }

    @Test
    void aRowsKeyFitsASegment() {
        assertThat(Limits.PARTITION_KEY_LENGTH + 1 + Limits.SORT_KEY_LENGTH).isLessThan(Limits.PATH_SEGMENT_LENGTH);
    }

    @Test
    void everyDecimalMayBeAKey() {
        assertThat(Limits.DECIMAL_EXPONENT_MAX).isEqualTo(KeyText.EXPONENT_MAX);
        assertThat(Limits.DECIMAL_EXPONENT_MIN).isEqualTo(KeyText.EXPONENT_MIN);
        assertThat(Limits.DECIMAL_DIGITS).isEqualTo(KeyText.DIGITS_MAX);
    }

    @Test
    void theExponentsOfADecimalFitAByte() {
        assertThat(Limits.DECIMAL_EXPONENT_MAX - Limits.DECIMAL_EXPONENT_MIN).isEqualTo(0xff);
        assertThat(Limits.DECIMAL_TEXT_LENGTH)
                .isGreaterThan(Limits.DECIMAL_DIGITS + Limits.DECIMAL_EXPONENT_MAX - Limits.DECIMAL_EXPONENT_MIN + 3);
    }

    @Test
    void aDocumentPathReachesTheInnermostValue() {
        assertThat(Limits.DYNAMO_PATH_DEPTH).isEqualTo(Limits.VALUE_DEPTH);
        assertThat(Limits.MEMBER_NAME_LENGTH).isLessThanOrEqualTo(0xffff);
        assertThat(Limits.MEMBER_NAME_LENGTH).isLessThan(Limits.ATTRIBUTE_VALUE_LENGTH);
    }

    @Test
    void expressionsAreBounded() {
        assertThat(Limits.DYNAMO_EXPRESSION_LENGTH).isLessThan(Limits.EXPRESSION_LENGTH);
        assertThat(Limits.DYNAMO_CHOICE_COUNT).isLessThan(Limits.EXPRESSION_CHOICE_COUNT);
        assertThat(Limits.EXPRESSION_CHOICE_COUNT).isLessThan(Limits.EXPRESSION_TOKEN_COUNT);
        assertThat(Limits.DYNAMO_VALUES_LENGTH).isGreaterThan(Limits.ATTRIBUTE_VALUE_LENGTH);
        assertThat(Limits.EXPRESSION_LENGTH).isLessThan(Limits.REQUEST_LENGTH);
    }

    @Test
    void anExpressionCanNameWhatAnItemHolds() {
        assertThat(Limits.EXPRESSION_CACHED_LENGTH).isLessThanOrEqualTo(Limits.EXPRESSION_LENGTH);
        assertThat(Limits.EXPRESSION_WORK).isGreaterThan(4L * Limits.ATTRIBUTE_VALUE_LENGTH);
        assertThat(Limits.PAGE_EXAMINED_COUNT).isGreaterThan(Limits.PAGE_COUNT);
    }
}
