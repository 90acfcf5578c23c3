package io.vireo.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SegmentHistoryTest {
    private record Known(long newestNs, int namedBy) {}

    @Test
    void knowsNothingOfASegmentThatNothingWasSaidOf() {
        SegmentHistory history = new SegmentHistory();
        history.written(1_000, 5);

        assertThat(history.newestNs(999)).isZero();
        assertThat(history.namedBy(1_000)).isEqualTo(-1);
        assertThat(history.newestNs(2_000_000)).isZero();
    }

    @Test
    void keepsTheLatestTimeAndTheNewestName() {
        SegmentHistory history = new SegmentHistory();
        history.written(3, 70);
        history.written(3, 50);
        history.named(3, 9);
        history.named(3, 4);

        assertThat(history.newestNs(3)).isEqualTo(70);
        assertThat(history.namedBy(3)).isEqualTo(9);
    }

    /** A log that grows at one end, goes at the other, and is referred to in between, as a map would have it. */
    @Property(tries = 200)
    void isLikeAMap(@ForAll @Size(max = 400) int[] steps) {
        SegmentHistory history = new SegmentHistory();
        TreeMap<Integer, Known> model = new TreeMap<>();
        int newest = 0;
        for (int step : steps) {
            int choice = Math.floorMod(step, 10);
            int segment = Math.max(0, newest - Math.floorMod(step / 10, 200));
            if (choice < 4) {
                newest += Math.floorMod(step, 50);
                history.written(newest, newest + 1L);
                model.merge(newest, new Known(newest + 1L, -1), SegmentHistoryTest::join);
            } else if (choice < 7) {
                history.named(segment, newest);
                model.merge(segment, new Known(0, newest), SegmentHistoryTest::join);
            } else {
                history.remove(segment);
                model.remove(segment);
            }
        }

        TreeMap<Integer, Known> found = new TreeMap<>();
        history.all((segment, newestNs, namedBy) -> found.put(segment, new Known(newestNs, namedBy)));
        assertThat(found).isEqualTo(model);
        model.forEach((segment, known) -> {
            assertThat(history.newestNs(segment)).isEqualTo(known.newestNs());
            assertThat(history.namedBy(segment)).isEqualTo(known.namedBy());
        });
    }

    private static Known join(Known one, Known other) {
        return new Known(Math.max(one.newestNs(), other.newestNs()), Math.max(one.namedBy(), other.namedBy()));
    }
}
