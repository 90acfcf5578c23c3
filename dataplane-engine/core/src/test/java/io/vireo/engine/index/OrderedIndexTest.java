package io.vireo.engine.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.vireo.engine.Limits;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderedIndexTest {
    private final IndexMemory memory = IndexMemory.reserve(IndexMemory.BUDGET_MIN, Runnable::run);
    private final OrderedIndex index = new OrderedIndex(memory);
    private final IndexEntry entry = new IndexEntry();
    private final IndexEntry out = new IndexEntry();

    @AfterEach
    void close() {
        memory.close();
    }

    private int put(byte[] key, int value) {
        return index.put(key, 0, key.length, entry.set(value, value, value, value, value, 7), out);
    }

    private int put(String key, int value) {
        return put(bytes(key), value);
    }

    private boolean has(byte[] key, int value) {
        return index.get(key, 0, key.length, out) && out.segment() == value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] numbered(int number, int length) {
        byte[] key = new byte[length];
        for (int i = 0; i < 4; i++) {
            key[length - 1 - i] = (byte) (number >>> 8 * i);
        }
        return key;
    }

    @Nested
    class Entries {
        @Test
        void keepEveryBitOfEveryField() {
            byte[] key = bytes("k");
            entry.set(-1, -2, -3, -4, IndexEntry.VERSION_MAX, 0xffff);

            index.put(key, 0, 1, entry, out);

            assertThat(index.get(key, 0, 1, out)).isTrue();
            assertThat(out).isEqualTo(entry);
            assertThat(out.location()).isEqualTo(0xffff_ffff_ffff_fffeL);
            assertThat(out.toString()).startsWith("segment=4294967295 offset=4294967294 length=4294967293");
        }

        @Test
        void areReplacedOnlyAtTheLocationThatIsNamed() {
            byte[] key = bytes("k");
            put("k", 5);

            assertThat(index.replaceIfAt(4L << 32 | 5, key, 0, 1, entry.set(6, 6, 6, 6, 6, 6)))
                    .isFalse();
            assertThat(has(key, 5)).isTrue();
            assertThat(index.replaceIfAt(5L << 32 | 5, key, 0, 1, entry)).isTrue();
            assertThat(has(key, 6)).isTrue();
        }
    }

    @Nested
    class Keys {
        @Test
        void mayBeEmptyAndMayEndInZeros() {
            assertThat(put("", 1)).isEqualTo(OrderedIndex.INSERTED);
            assertThat(put("\0", 2)).isEqualTo(OrderedIndex.INSERTED);
            assertThat(put("\0\0", 3)).isEqualTo(OrderedIndex.INSERTED);

            assertThat(has(bytes(""), 1)).isTrue();
            assertThat(has(bytes("\0"), 2)).isTrue();
            assertThat(has(bytes("\0\0"), 3)).isTrue();
            assertThat(has(bytes("\0\0\0"), 3)).isFalse();
        }

        @Test
        void mayBeAsLongAsTheLimitAndNoLonger() {
            byte[] longest = new byte[Limits.KEY_LENGTH];

            assertThat(put(longest, 1)).isEqualTo(OrderedIndex.INSERTED);

            assertThat(has(longest, 1)).isTrue();
            assertThatThrownBy(() -> put(new byte[Limits.KEY_LENGTH + 1], 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("key is too long: length=8193 max=8192");
        }

        @Test
        void mayDifferBehindAPrefixThatIsLongerThanANodeKeeps() {
            byte[] a = new byte[300];
            byte[] b = new byte[300];
            byte[] c = new byte[300];
            b[250] = 1;
            c[100] = 1;
            put(a, 1);
            put(b, 2);
            put(c, 3);

            assertThat(has(a, 1)).isTrue();
            assertThat(has(b, 2)).isTrue();
            assertThat(has(c, 3)).isTrue();
            IndexCursor cursor = index.cursor();
            assertThat(cursor.higher(a, 0, 300)).isTrue();
            assertThat(cursor.entry().segment()).isEqualTo(2);
            assertThat(cursor.past(a, 0, 200)).isTrue();
            assertThat(cursor.entry().segment()).isEqualTo(3);
        }
    }

    @Nested
    class Memory {
        @Test
        void isAllOrNothingWhenItIsUsedUp() {
            int count = 0;
            while (put(numbered(count, 40), count) == OrderedIndex.INSERTED) {
                count++;
            }
            long liveBytes = index.liveBytes();

            assertThat(put(numbered(count, 40), count)).isEqualTo(OrderedIndex.FULL);
            assertThat(put(numbered(0, 40), 1_000_000)).isEqualTo(OrderedIndex.REPLACED);

            assertThat(index.count()).isEqualTo(count).isGreaterThan(5_000);
            assertThat(index.liveBytes()).isEqualTo(liveBytes);
            for (int i = 1; i < count; i++) {
                assertThat(has(numbered(i, 40), i)).isTrue();
            }
        }

        @Test
        void ofDeletedKeysServesKeysOfAnyLength() {
            int shortCount = 0;
            while (put(numbered(shortCount, 20), 1) == OrderedIndex.INSERTED) {
                shortCount++;
            }
            for (int i = 0; i < shortCount; i++) {
                assertThat(index.remove(numbered(i, 20), 0, 20, out)).isTrue();
            }
            assertThat(index.liveBytes()).isZero();

            int longCount = 0;
            while (put(numbered(longCount, 1_500), 1) == OrderedIndex.INSERTED) {
                longCount++;
            }

            assertThat(longCount * 1_500L).isGreaterThan(memory.budgetBytes() * 8 / 10);
        }

        @Test
        void comesBackWhenAnIndexIsClosedOrCleared() {
            OrderedIndex other = new OrderedIndex(memory);
            for (int i = 0; i < 3_000; i++) {
                put(numbered(i, 30), i);
                other.put(numbered(i, 30), 0, 30, entry, out);
            }
            long both = memory.liveBytes();

            other.close();

            assertThat(memory.liveBytes()).isLessThan(both * 6 / 10);
            assertThat(index.count()).isEqualTo(3_000);
            index.clear();
            assertThat(index.count()).isZero();
            assertThat(memory.liveBytes()).isEqualTo(8);
        }

        @Test
        void isLittleBeyondTheKeys() {
            try (IndexMemory large = IndexMemory.reserve(64 << 20, Runnable::run);
                    OrderedIndex paths = new OrderedIndex(large)) {
                long keyBytes = 0;
                for (int i = 0; i < 100_000; i++) {
                    byte[] key = bytes("projects/%03d/runs/%02d/output-%06d.json".formatted(i % 300, i % 24, i));
                    keyBytes += key.length;
                    paths.put(key, 0, key.length, entry, out);
                }

                assertThat((large.usedBytes() - keyBytes) / 100_000).isLessThanOrEqualTo(64);
            }
        }

        @Test
        void isRefusedOutsideItsRange() {
            assertThatThrownBy(() -> IndexMemory.reserve(IndexMemory.BUDGET_MAX + 1, Runnable::run))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("memory of the index is out of range: bytes=");
        }
    }

    @Nested
    class Cursor {
        @Test
        void goesOnFromAKeyThatIsGone() {
            put("a", 1);
            put("b", 2);
            put("c", 3);
            IndexCursor cursor = index.cursor();
            cursor.ceiling(bytes("b"), 0, 1);

            index.remove(bytes("b"), 0, 1, out);
            put("bb", 4);

            assertThat(cursor.entry().segment()).isEqualTo(2);
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.entry().segment()).isEqualTo(4);
            assertThat(cursor.previous()).isTrue();
            assertThat(cursor.entry().segment()).isEqualTo(1);
            assertThat(cursor.previous()).isFalse();
            assertThat(cursor.isAtKey()).isFalse();
        }

        @Test
        void passesAGroupWithOneMove() {
            put("a/1", 1);
            put("a/2", 2);
            put("a0", 3);
            put("b", 4);
            IndexCursor cursor = index.cursor();

            assertThat(cursor.past(bytes("a/"), 0, 2)).isTrue();
            assertThat(cursor.entry().segment()).isEqualTo(3);
            assertThat(cursor.startsWith(bytes("a"), 0, 1)).isTrue();
            assertThat(cursor.startsWith(bytes("a/"), 0, 2)).isFalse();
            assertThat(cursor.past(bytes("a"), 0, 1)).isTrue();
            assertThat(cursor.entry().segment()).isEqualTo(4);
            assertThat(cursor.past(bytes(""), 0, 0)).isFalse();
        }
    }

    @Nested
    class Operations {
        private static final int COUNT = 2_000;

        @Test
        void allocatesNothing() {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            byte[] key = new byte[48];
            IndexCursor cursor = index.cursor();
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment buffer = arena.allocate(48);
                for (int round = 0; round < 20; round++) {
                    work(key, buffer, cursor);
                }

                long before = threads.getCurrentThreadAllocatedBytes();
                work(key, buffer, cursor);
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;

                assertThat(allocated).isLessThan(COUNT); // less than a byte an operation: asking costs some
            }
        }

        private void work(byte[] key, MemorySegment buffer, IndexCursor cursor) {
            for (int i = 0; i < COUNT; i++) {
                fill(key, i);
                index.put(key, 0, key.length, entry, out);
                index.get(key, 0, key.length, out);
            }
            boolean isAtKey = cursor.first();
            while (isAtKey) {
                isAtKey = cursor.next();
            }
            for (int i = 0; i < COUNT; i++) {
                fill(key, i);
                MemorySegment.copy(key, 0, buffer, ValueLayout.JAVA_BYTE, 0, key.length);
                cursor.ceiling(buffer, 0, key.length);
                cursor.past(key, 0, 44);
                index.remove(buffer, 0, key.length, out);
            }
        }

        private static void fill(byte[] key, int number) {
            Arrays.fill(key, (byte) 'x');
            for (int i = 0; i < 4; i++) {
                key[40 + i] = (byte) (number * 31 >>> 8 * i);
            }
        }
    }
}
