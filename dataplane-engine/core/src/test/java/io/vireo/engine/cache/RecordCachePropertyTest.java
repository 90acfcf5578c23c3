package io.vireo.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is put, used, pinned and removed: what is found is what was put last, and what is pinned stays. */
class RecordCachePropertyTest {
    private record Pinned(long record, long location, int length, int salt) {}

    @Property(tries = 60)
    void findsTheRightBytesOrNone(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Long, Integer> salts = new HashMap<>();
        Map<Long, Integer> lengths = new HashMap<>();
        List<Pinned> pinned = new ArrayList<>();
        int lengthMax = random.nextInt(40, 60_000);
        try (RecordCache cache = RecordCache.reserve(RecordCache.BUDGET_MIN)) {
            for (int step = 0; step < 3_000; step++) {
                long location = random.nextInt(600);
                switch (random.nextInt(8)) {
                    case 0, 1, 2 -> {
                        int length = random.nextInt(lengthMax);
                        long record = cache.reserve(location, length);
                        if (record < 0) {
                            assertThat(pinned).as("seed=" + seed).isNotEmpty();
                            break;
                        }
                        fill(cache, record, length, step);
                        if (random.nextInt(10) == 0) {
                            cache.unpin(record);
                            break;
                        }
                        cache.publish(record);
                        salts.put(location, step);
                        lengths.put(location, length);
                        keepOrUnpin(cache, new Pinned(record, location, length, step), pinned, random);
                    }
                    case 3 -> {
                        cache.remove(location);
                        salts.remove(location);
                    }
                    case 4 -> {
                        if (!pinned.isEmpty()) {
                            Pinned one = pinned.remove(random.nextInt(pinned.size()));
                            check(cache, one, seed);
                            cache.unpin(one.record);
                        }
                    }
                    default -> {
                        long record = cache.find(location);
                        if (record >= 0) {
                            assertThat(salts).as("seed=" + seed).containsKey(location);
                            Pinned found = new Pinned(record, location, lengths.get(location), salts.get(location));
                            check(cache, found, seed);
                            cache.pin(record);
                            keepOrUnpin(cache, found, pinned, random);
                        }
                    }
                }
            }
            pinned.forEach(one -> check(cache, one, seed));
            Set<Long> found = new HashSet<>();
            for (long location = 0; location < 600; location++) {
                if (cache.find(location) >= 0) {
                    found.add(location);
                }
            }
            assertThat((long) found.size()).as("seed=" + seed).isEqualTo(cache.recordCount());
            assertThat(salts.keySet()).as("seed=" + seed).containsAll(found);
        }
    }

    private static void keepOrUnpin(RecordCache cache, Pinned one, List<Pinned> pinned, SplittableRandom random) {
        if (random.nextInt(8) == 0 && pinned.size() < 6) {
            pinned.add(one);
        } else {
            cache.unpin(one.record);
        }
    }

    private static void fill(RecordCache cache, long record, int length, int salt) {
        for (int i = 0; i < length; i += 61) {
            cache.bytes().set(ValueLayout.JAVA_BYTE, record + i, (byte) (salt + i));
        }
        if (length > 0) {
            cache.bytes().set(ValueLayout.JAVA_BYTE, record + length - 1, (byte) salt);
        }
    }

    private static void check(RecordCache cache, Pinned one, long seed) {
        assertThat(cache.length(one.record)).as("seed=" + seed).isEqualTo(one.length);
        assertThat(cache.location(one.record)).as("seed=" + seed).isEqualTo(one.location);
        for (int i = 0; i < one.length - 1; i += 61) {
            if (cache.bytes().get(ValueLayout.JAVA_BYTE, one.record + i) != (byte) (one.salt + i)) {
                assertThat(i).as("seed=" + seed + " wrong byte").isNegative();
            }
        }
        if (one.length > 0) {
            assertThat(cache.bytes().get(ValueLayout.JAVA_BYTE, one.record + one.length - 1))
                    .as("seed=" + seed)
                    .isEqualTo((byte) one.salt);
        }
    }
}
