package io.vireo.engine.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** An index beside a sorted map, both doing the same: steps that a seed decides, each answer compared. */
final class IndexModel implements AutoCloseable {
    /** How keys look. */
    enum Keys {
        /** Few bytes of few values: most are prefixes of others, and zeros abound. */
        SHORT_ZEROS,
        /** Long runs of one byte, with another somewhere. */
        SHARED_RUNS,
        /** Dense bytes: nodes of all widths. */
        DENSE,
        /** About 4 KiB, nearly the same. */
        LONG,
        /** Directories and files. */
        PATHS;

        byte[] next(SplittableRandom random) {
            return switch (this) {
                case SHORT_ZEROS -> {
                    byte[] key = new byte[random.nextInt(7)];
                    for (int i = 0; i < key.length; i++) {
                        key[i] = (byte) random.nextInt(3);
                    }
                    yield key;
                }
                case SHARED_RUNS -> {
                    byte[] key = new byte[random.nextInt(20, 200)];
                    Arrays.fill(key, (byte) 'a');
                    key[random.nextInt(key.length)] = (byte) random.nextInt(256);
                    yield key;
                }
                case DENSE -> {
                    byte[] key = new byte[random.nextInt(1, 3)];
                    random.nextBytes(key);
                    yield key;
                }
                case LONG -> {
                    byte[] key = new byte[4_096 + random.nextInt(3)];
                    key[random.nextInt(key.length)] = (byte) random.nextInt(3);
                    yield key;
                }
                case PATHS ->
                    "users/%d/photos/2026/%d/img-%d%s"
                            .formatted(
                                    random.nextInt(20),
                                    random.nextInt(12),
                                    random.nextInt(50),
                                    random.nextBoolean() ? "/meta" : "")
                            .getBytes(StandardCharsets.UTF_8);
            };
        }
    }

    private final SplittableRandom random;
    private final IndexMemory memory = IndexMemory.reserve(64 << 20, Runnable::run);
    private final OrderedIndex index = new OrderedIndex(memory);
    private final IndexCursor cursor = index.cursor();
    private final NavigableMap<byte[], Integer> model = new TreeMap<>(Arrays::compareUnsigned);
    private final IndexEntry entry = new IndexEntry();
    private final IndexEntry before = new IndexEntry();
    private final String context;

    IndexModel(long seed) {
        random = new SplittableRandom(seed);
        context = "seed=" + seed;
    }

    void steps(Keys keys, int count) {
        int putPart = random.nextInt(10, 80);
        for (int i = 0; i < count; i++) {
            byte[] key = keys.next(random);
            int choice = random.nextInt(100);
            if (choice < putPart) {
                put(key);
            } else if (choice < 85) {
                remove(key);
            } else if (choice < 90) {
                move(key);
            } else {
                look(key);
            }
            equal(index.count(), model.size());
        }
    }

    private void put(byte[] key) {
        int value = random.nextInt();
        Integer old = model.put(key, value);
        int answer = random.nextBoolean()
                ? index.put(key, 0, key.length, filled(entry, value), before)
                : index.put(offHeap(key), 3, key.length, filled(entry, value), before);
        equal(answer, old == null ? OrderedIndex.INSERTED : OrderedIndex.REPLACED);
        if (old != null) {
            isFilled(before, old);
        }
    }

    private void remove(byte[] key) {
        Integer old = model.remove(key);
        boolean answer = random.nextBoolean()
                ? index.remove(key, 0, key.length, before)
                : index.remove(offHeap(key), 3, key.length, before);
        equal(answer, old != null);
        if (old != null) {
            isFilled(before, old);
        }
    }

    private void move(byte[] key) {
        Integer old = model.get(key);
        int guess = old == null || random.nextInt(4) == 0 ? random.nextInt() : old;
        boolean isThere = old != null && old == guess;
        int value = random.nextInt();
        equal(index.replaceIfAt(filled(before, guess).location(), key, 0, key.length, filled(entry, value)), isThere);
        if (isThere) {
            model.put(key, value);
        }
    }

    private void look(byte[] key) {
        Integer value = model.get(key);
        equal(index.get(key, 0, key.length, before), value != null);
        if (value != null) {
            isFilled(before, value);
        }
        MemorySegment buffer = offHeap(key);
        isAt(cursor.ceiling(key, 0, key.length), model.ceilingEntry(key));
        isAt(cursor.higher(buffer, 3, key.length), model.higherEntry(key));
        isAt(cursor.previous(), model.floorEntry(key), model.higherKey(key) != null);
        isAt(cursor.lower(key, 0, key.length), model.lowerEntry(key));
        isAt(cursor.next(), model.ceilingEntry(key), model.lowerKey(key) != null);
        byte[] prefix = Arrays.copyOf(key, random.nextInt(key.length + 1));
        isAt(cursor.past(prefix, 0, prefix.length), past(prefix));
    }

    private Map.Entry<byte[], Integer> past(byte[] prefix) {
        int last = prefix.length - 1;
        while (last >= 0 && prefix[last] == -1) {
            last--;
        }
        if (last < 0) {
            return null;
        }
        byte[] bound = Arrays.copyOf(prefix, last + 1);
        bound[last]++;
        return model.ceilingEntry(bound);
    }

    /** Walks both ways, changing keys meanwhile when asked to. */
    void walk(boolean changes) {
        boolean isAtKey = cursor.first();
        Map.Entry<byte[], Integer> expected = model.firstEntry();
        while (expected != null) {
            isAt(isAtKey, expected);
            byte[] key = expected.getKey();
            if (changes && random.nextInt(3) == 0) {
                remove(key);
            }
            isAtKey = cursor.next();
            expected = model.higherEntry(key);
        }
        isAt(isAtKey, null);
        isAtKey = cursor.last();
        expected = model.lastEntry();
        while (expected != null) {
            isAt(isAtKey, expected);
            isAtKey = cursor.previous();
            expected = model.lowerEntry(expected.getKey());
        }
        isAt(isAtKey, null);
    }

    /** Makes the index anew of what it holds. */
    void load() {
        index.clear();
        IndexLoader loader = new IndexLoader(index);
        model.forEach((key, value) -> equal(loader.add(offHeap(key), 3, key.length, filled(entry, value)), true));
        equal(loader.finish(), true);
        equal(memory.countLiveBytes(), memory.liveBytes());
        equal(index.count(), model.size());
    }

    /** Removes everything, key by key, or at once: nothing is left of it in memory. */
    void empty() {
        equal(memory.countLiveBytes(), memory.liveBytes());
        if (random.nextBoolean()) {
            index.clear();
            model.clear();
        } else {
            List<byte[]> keys = new ArrayList<>(model.keySet());
            keys.forEach(this::remove);
        }
        equal(index.count(), 0);
        equal(index.liveBytes(), 0);
        equal(cursor.first(), false);
    }

    @Override
    public void close() {
        index.close();
        equal(memory.liveBytes(), 0);
        memory.close();
    }

    private void isAt(boolean answer, Map.Entry<byte[], Integer> expected, boolean isDefined) {
        if (isDefined) {
            isAt(answer, expected);
        }
    }

    private void isAt(boolean answer, Map.Entry<byte[], Integer> expected) {
        equal(answer, expected != null);
        equal(cursor.isAtKey(), expected != null);
        if (expected != null) {
            byte[] key = cursor.key().asSlice(0, cursor.keyLength()).toArray(ValueLayout.JAVA_BYTE);
            equal(Arrays.mismatch(key, expected.getKey()), -1);
            isFilled(cursor.entry(), expected.getValue());
        }
    }

    private static MemorySegment offHeap(byte[] key) {
        MemorySegment buffer = MemorySegment.ofArray(new byte[key.length + 3]);
        MemorySegment.copy(key, 0, buffer, ValueLayout.JAVA_BYTE, 3, key.length);
        return buffer;
    }

    private static IndexEntry filled(IndexEntry target, int value) {
        return target.set(value, ~value, value * 31, value ^ 0x5555, value & 0xffff_ffffL, value & 0xffff);
    }

    private void isFilled(IndexEntry actual, int value) {
        equal(actual, filled(new IndexEntry(), value));
    }

    /** Told apart before AssertJ is asked: it is asked millions of times. */
    private void equal(Object actual, Object expected) {
        if (!actual.equals(expected)) {
            assertThat(actual).as(context).isEqualTo(expected);
        }
    }

    private void equal(long actual, long expected) {
        if (actual != expected) {
            assertThat(actual).as(context).isEqualTo(expected);
        }
    }
}
