package io.vireo.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordCacheTest {
    private static final int LENGTH = 1_000;

    private final RecordCache cache = RecordCache.reserve(RecordCache.BUDGET_MIN);

    @AfterEach
    void close() {
        cache.close();
    }

    private long put(long location, int length) {
        long record = cache.reserve(location, length);
        if (record >= 0) {
            cache.bytes().set(ValueLayout.JAVA_LONG, record, location);
            cache.publish(record);
            cache.unpin(record);
        }
        return record;
    }

    private boolean has(long location) {
        long record = cache.find(location);
        return record >= 0 && cache.bytes().get(ValueLayout.JAVA_LONG, record) == location;
    }

    @Test
    void findsARecordOnceItIsPublished() {
        assertThat(cache.find(7)).isEqualTo(RecordCache.ABSENT);
        long record = cache.reserve(7, LENGTH);
        assertThat(cache.find(7)).isEqualTo(RecordCache.ABSENT);

        cache.publish(record);

        assertThat(cache.find(7)).isEqualTo(record);
        assertThat(cache.length(record)).isEqualTo(LENGTH);
        assertThat(cache.location(record)).isEqualTo(7);
        assertThat(cache.recordCount()).isEqualTo(1);
        assertThat(cache.hitCount()).isEqualTo(1);
        assertThat(cache.missCount()).isEqualTo(2);
    }

    @Test
    void forgetsWhatWasReservedAndUnpinnedUnpublished() {
        cache.unpin(cache.reserve(7, LENGTH));

        assertThat(cache.find(7)).isEqualTo(RecordCache.ABSENT);
        assertThat(cache.recordCount()).isZero();
    }

    @Test
    void findsTheNewestOfALocation() {
        put(7, LENGTH);
        long newest = put(7, 2 * LENGTH);

        assertThat(cache.find(7)).isEqualTo(newest);
        assertThat(cache.recordCount()).isEqualTo(1);
    }

    @Test
    void keepsWhatIsUsedAndForgetsWhatIsNot() {
        put(1, LENGTH);
        put(2, LENGTH);

        for (int i = 100; i < 10_000; i++) {
            put(i, LENGTH);
            assertThat(has(1)).isTrue();
        }

        assertThat(has(2)).isFalse();
        assertThat(cache.recordCount() * LENGTH).isGreaterThan(cache.budgetBytes() * 9 / 10);
    }

    @Test
    void neverMovesNorForgetsWhatIsPinned() {
        put(1, LENGTH);
        long pinned = put(2, LENGTH);
        cache.pin(pinned);

        for (int i = 100; i < 10_000; i++) {
            put(i, i % 3_000 + 8);
        }

        assertThat(cache.find(2)).isEqualTo(pinned);
        assertThat(has(2)).isTrue();
        cache.remove(2);
        assertThat(cache.find(2)).isEqualTo(RecordCache.ABSENT);
        for (int i = 100; i < 10_000; i++) {
            put(i, i % 3_000 + 8);
        }
        assertThat(cache.bytes().get(ValueLayout.JAVA_LONG, pinned)).isEqualTo(2);
    }

    @Test
    void isFullWhenAllIsPinnedAndRecoversWhenItIsNot() {
        int location = 0;
        long last = 0;
        long record = 0;
        while (record >= 0) {
            last = record;
            record = cache.reserve(location++, LENGTH);
        }

        assertThat(record).isEqualTo(RecordCache.FULL);
        assertThat(location).isGreaterThan(900);
        cache.unpin(last);
        assertThat(cache.reserve(location, LENGTH)).isEqualTo(last);
    }

    @Test
    void takesNoRecordThatWouldPushOutTooMany() {
        assertThat(cache.reserve(1, cache.recordLengthMax())).isPositive();
        assertThat(cache.reserve(2, cache.recordLengthMax() + 33)).isEqualTo(RecordCache.FULL);
    }

    @Test
    void isRefusedOutsideItsRange() {
        assertThatThrownBy(() -> RecordCache.reserve(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("memory of the record cache is out of range: bytes=1 ");
    }

    @Test
    void allocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 10; round++) {
            work();
        }

        long before = threads.getCurrentThreadAllocatedBytes();
        work();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isLessThan(2_000);
    }

    private void work() {
        for (int i = 0; i < 2_000; i++) {
            long record = cache.find(i);
            if (record < 0) {
                record = cache.reserve(i, 700);
                cache.publish(record);
            } else {
                cache.pin(record);
            }
            cache.unpin(record);
        }
    }
}
