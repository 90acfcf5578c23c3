package io.vireo.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexLoaderTest {
    private static final int STEPS = 600;

    private final IndexEntry entry = new IndexEntry();

    private static boolean add(IndexLoader loader, String key, IndexEntry entry) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return loader.add(MemorySegment.ofArray(bytes), 0, bytes.length, entry);
    }

    @ParameterizedTest
    @EnumSource
    void makesATreeThatCanBeUsedAsOneThatWasPutTogether(IndexModel.Keys keys) {
        for (int seed = 0; seed < 4; seed++) {
            try (IndexModel model = new IndexModel(seed)) {
                model.steps(keys, seed * STEPS / 4);
                model.load();
                model.walk(false);
                model.steps(keys, STEPS);
                model.walk(true);
                model.load();
                model.empty();
            }
        }
    }

    @Test
    void takesLessMemoryThanPuts() {
        try (IndexMemory memory = IndexMemory.reserve(16 << 20, Runnable::run);
                OrderedIndex put = new OrderedIndex(memory);
                OrderedIndex loaded = new OrderedIndex(memory)) {
            IndexLoader loader = new IndexLoader(loaded);
            for (int i = 100_000; i < 110_000; i++) {
                byte[] key = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
                put.put(key, 0, key.length, entry, entry);
                loader.add(MemorySegment.ofArray(key), 0, key.length, entry);
            }

            assertThat(loader.finish()).isTrue();

            assertThat(loaded.count()).isEqualTo(10_000);
            assertThat(loaded.liveBytes()).isLessThanOrEqualTo(put.liveBytes());
        }
    }

    @Test
    void refusesKeysThatAreNotInOrder() {
        try (IndexMemory memory = IndexMemory.reserve(IndexMemory.BUDGET_MIN, Runnable::run);
                OrderedIndex index = new OrderedIndex(memory)) {
            IndexLoader loader = new IndexLoader(index);
            add(loader, "b/2", entry);

            for (String key : new String[] {"b/2", "b/1", "b/", "a", ""}) {
                assertThatThrownBy(() -> add(loader, key, entry))
                        .as(key)
                        .hasMessageStartingWith("key is not greater than the one before");
            }

            assertThat(add(loader, "b/2/", entry)).isTrue();
            assertThat(loader.finish()).isTrue();
            assertThat(index.count()).isEqualTo(2);
        }
    }

    @Test
    void refusesAnIndexThatHoldsSomething() {
        try (IndexMemory memory = IndexMemory.reserve(IndexMemory.BUDGET_MIN, Runnable::run);
                OrderedIndex index = new OrderedIndex(memory)) {
            index.put(new byte[1], 0, 1, entry, entry);

            assertThatThrownBy(() -> new IndexLoader(index)).hasMessage("index is not empty: keys=1");
        }
    }

    /** Wherever memory ends, in a leaf or in a node, whoever of them comes last. */
    @Test
    void leavesAnEmptyIndexAndAllMemoryWhenItIsUsedUp() {
        for (int filled = 0; filled < 600; filled += 7) {
            try (IndexMemory memory = IndexMemory.reserve(IndexMemory.BUDGET_MIN, Runnable::run);
                    OrderedIndex other = new OrderedIndex(memory);
                    OrderedIndex index = new OrderedIndex(memory)) {
                for (int i = 0; i < filled; i++) {
                    byte[] key = ("filler %05d".formatted(i) + "x".repeat(500)).getBytes(StandardCharsets.UTF_8);
                    other.put(key, 0, key.length, entry, entry);
                }
                long before = memory.liveBytes();
                IndexLoader loader = new IndexLoader(index);
                int added = 0;
                while (added < 1_000_000 && add(loader, "key/%02x/%06d".formatted(added / 300, added), entry)) {
                    added++;
                }

                assertThat(loader.finish()).isFalse();

                assertThat(index.count()).isZero();
                assertThat(index.liveBytes()).isZero();
                assertThat(memory.liveBytes()).isEqualTo(before);
                assertThat(index.put(new byte[1], 0, 1, entry, entry)).isEqualTo(OrderedIndex.INSERTED);
            }
        }
    }
}
