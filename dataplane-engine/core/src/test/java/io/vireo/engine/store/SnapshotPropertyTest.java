package io.vireo.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.index.IndexMemory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is changed while a snapshot is gone over, it hands over what was there when it was taken. */
class SnapshotPropertyTest {
    private static final int KEYS = 60;

    @Property(tries = 300)
    void isWhatWasThere(@ForAll long seed) {
        try (IndexMemory memory = IndexMemory.reserve(IndexMemory.BUDGET_MIN, Runnable::run);
                Store store = new Store(memory, new SegmentUse())) {
            new Run(store, seed).isWhatWasThere();
        }
    }

    private static final class Run {
        private final Store store;
        private final long seed;
        private final SplittableRandom random;
        private final TreeMap<String, Integer> model = new TreeMap<>();

        Run(Store store, long seed) {
            this.store = store;
            this.seed = seed;
            this.random = new SplittableRandom(seed);
        }

        void isWhatWasThere() {
            change(random.nextInt(150));
            List<String> expected = new ArrayList<>();
            model.forEach((key, value) -> expected.add(key + "=" + value));

            Store.Snapshot snapshot = store.snapshot();
            List<String> found = new ArrayList<>();
            change(random.nextInt(20));
            while (snapshot.next()) {
                found.add(new String(snapshot.key(), 0, snapshot.keyLength(), StandardCharsets.UTF_8) + "="
                        + snapshot.entry().version());
                change(random.nextInt(6));
            }
            change(10);

            assertThat(found).as("seed=" + seed).isEqualTo(expected);
            assertThat(snapshot.keptBytes()).isZero();
            snapshot.release();
        }

        private void change(int count) {
            for (int i = 0; i < count; i++) {
                String key = "key/" + Arrays.asList("", "a/", "b").get(random.nextInt(3)) + random.nextInt(KEYS);
                byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                if (random.nextInt(3) == 0) {
                    assertThat(store.remove(bytes)).isEqualTo(model.remove(key) != null);
                } else {
                    int version = random.nextInt(1, 1_000_000);
                    store.put(bytes, new IndexEntry().set(1, version, 8, 0, version, 0));
                    model.put(key, version);
                }
            }
        }
    }
}
