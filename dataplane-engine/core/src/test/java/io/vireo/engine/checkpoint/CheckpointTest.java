package io.vireo.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexCursor;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.index.OrderedIndex;
import io.vireo.engine.io.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private static final CheckpointHeader HEADER = new CheckpointHeader(1, 2, 8, -77, 5_000_000_000L, 12, 4_096, 99);

    /** A file in memory that grows. */
    private static final class MemoryFile implements DiskFile {
        private byte[] content = {};

        @Override
        public long length() {
            return content.length;
        }

        @Override
        public void write(ByteBuffer source, long position) {
            content = Arrays.copyOf(content, Math.max(content.length, (int) position + source.remaining()));
            source.get(content, (int) position, source.remaining());
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            if (position + target.remaining() > content.length) {
                throw new EOFException("position=" + position);
            }
            target.put(content, (int) position, target.remaining());
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }

    /** Writes to a file what an encoder makes, taking its output whenever it is full. */
    private static final class Writer {
        private final MemoryFile file = new MemoryFile();
        private final MemorySegment output = Arena.ofAuto().allocate(CheckpointEncoder.OUTPUT_LENGTH_MIN);
        private final CheckpointEncoder encoder = new CheckpointEncoder(HEADER, output);

        void entry(int partition, byte[] key, IndexEntry entry, byte[] extra) {
            while (!encoder.entry(
                    partition,
                    MemorySegment.ofArray(key),
                    key.length,
                    entry,
                    MemorySegment.ofArray(extra),
                    0,
                    extra.length)) {
                take();
            }
        }

        void item(int section, int partition, byte[] bytes) {
            while (!encoder.item(section, partition, MemorySegment.ofArray(bytes), 0, bytes.length)) {
                take();
            }
        }

        void take() {
            assertThat(encoder.outputLength()).isPositive();
            long position = encoder.position();
            int length = encoder.takeOutput(output);
            file.write(output.asSlice(0, length).asByteBuffer(), position);
        }

        MemoryFile finished() {
            while (!encoder.finish()) {
                take();
            }
            take();
            return file;
        }
    }

    /** What was handed over, one text for each entry and item. */
    private static class Collected implements CheckpointDecoder.Visitor {
        private final List<String> all = new ArrayList<>();

        @Override
        public void entry(CheckpointDecoder.Loaded loaded) {
            byte[] extra = loaded.extra().toArray(ValueLayout.JAVA_BYTE);
            all.add(text(loaded.partition(), bytes(loaded.key(), 0, loaded.keyLength()), loaded.entry(), extra));
        }

        @Override
        public void item(int section, int partition, MemorySegment bytes, long offset, int length) {
            all.add(text(section, partition, bytes(bytes, offset, length)));
        }
    }

    private static byte[] bytes(MemorySegment segment, long offset, int length) {
        return segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static String text(int partition, byte[] key, IndexEntry entry, byte[] extra) {
        return partition + " " + Arrays.toString(key) + " " + entry + " " + Arrays.toString(extra);
    }

    private static String text(int section, int partition, byte[] bytes) {
        return section + " " + partition + " " + Arrays.hashCode(bytes) + " " + bytes.length;
    }

    private static List<String> decoded(DiskFile file) throws IOException {
        Collected collected = new Collected();
        try (CheckpointDecoder decoder = new CheckpointDecoder(file, "c")) {
            assertThat(decoder.header()).isEqualTo(HEADER);
            decoder.decode(collected);
        }
        return collected.all;
    }

    private static IndexEntry entry(int value) {
        return new IndexEntry().set(value, ~value, value * 3, value ^ 77, value & 0xffff_ffffL, value & 0xffff);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MemoryFile small() {
        Writer writer = new Writer();
        writer.item(2, 0, utf8("segments"));
        writer.entry(3, utf8("a"), entry(1), utf8(""));
        writer.entry(3, utf8("a/b"), entry(2), utf8("extra"));
        writer.entry(4, utf8("a"), entry(3), utf8(""));
        return writer.finished();
    }

    @Nested
    class RoundTrips {
        @Test
        void ofNothing() throws IOException {
            MemoryFile file = new Writer().finished();

            assertThat(decoded(file)).isEmpty();
            assertThat(file.length()).isEqualTo(64 + 32 + 32);
        }

        @Test
        void ofTheLongestKeyExtraAndItem() throws IOException {
            byte[] key = new byte[Limits.KEY_LENGTH];
            byte[] extra = new byte[CheckpointEncoder.EXTRA_LENGTH_MAX];
            byte[] item = new byte[CheckpointEncoder.ITEM_LENGTH_MAX];
            Arrays.fill(item, (byte) 3);
            Writer writer = new Writer();
            for (int i = 0; i < 4; i++) {
                writer.item(255, 1, item);
            }
            writer.entry(65_535, key, entry(9), extra);

            List<String> decoded = decoded(writer.finished());

            assertThat(decoded).hasSize(5).startsWith(text(255, 1, item)).endsWith(text(65_535, key, entry(9), extra));
        }

        @Property(tries = 30)
        void ofWhateverInWhateverSlices(@ForAll long seed) throws IOException {
            SplittableRandom random = new SplittableRandom(seed);
            Writer writer = new Writer();
            List<String> expected = new ArrayList<>();
            for (int partition = 0; partition < 3; partition++) {
                TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
                for (int i = random.nextInt(3_000); i > 0; i--) {
                    byte[] key = new byte[random.nextInt(random.nextBoolean() ? 6 : 120)];
                    random.nextBytes(key);
                    keys.add(random.nextBoolean() ? key : utf8("shared/by/many/" + random.nextInt(10_000)));
                }
                for (byte[] key : keys) {
                    byte[] extra = new byte[random.nextInt(4) == 0 ? random.nextInt(40) : 0];
                    writer.entry(partition, key, entry(expected.size()), extra);
                    expected.add(text(partition, key, entry(expected.size()), extra));
                    if (random.nextInt(500) == 0) {
                        writer.take();
                    }
                }
                byte[] item = new byte[random.nextInt(100_000)];
                writer.item(7, partition, item);
                expected.add(text(7, partition, item));
            }

            assertThat(decoded(writer.finished())).as("seed=" + seed).isEqualTo(expected);
        }

        @Test
        void ofAnIndex() throws IOException {
            try (IndexMemory memory = IndexMemory.reserve(16 << 20, Runnable::run);
                    OrderedIndex index = new OrderedIndex(memory);
                    OrderedIndex reloaded = new OrderedIndex(memory)) {
                for (int i = 0; i < 20_000; i++) {
                    byte[] key = utf8("projects/" + i % 300 + "/output-" + i);
                    index.put(key, 0, key.length, entry(i), new IndexEntry());
                }
                Writer writer = new Writer();
                IndexCursor cursor = index.cursor();
                for (boolean isAtKey = cursor.first(); isAtKey; isAtKey = cursor.next()) {
                    byte[] key = bytes(cursor.key(), 0, cursor.keyLength());
                    writer.entry(0, key, cursor.entry(), new byte[0]);
                }
                MemoryFile file = writer.finished();

                IndexEntry before = new IndexEntry();
                try (CheckpointDecoder decoder = new CheckpointDecoder(file, "c")) {
                    decoder.decode(new Collected() {
                        @Override
                        public void entry(CheckpointDecoder.Loaded loaded) {
                            reloaded.put(loaded.key(), 0, loaded.keyLength(), loaded.entry(), before);
                        }
                    });
                }

                assertThat(reloaded.count()).isEqualTo(20_000);
                IndexCursor copy = reloaded.cursor();
                for (boolean isAtKey = cursor.first(); isAtKey; isAtKey = cursor.next()) {
                    assertThat(copy.higher(copy.key(), 0, copy.isAtKey() ? copy.keyLength() : 0))
                            .isTrue();
                    assertThat(copy.entry()).isEqualTo(cursor.entry());
                }
                assertThat(file.length()).isLessThan(20_000 * (54L + 8));
            }
        }
    }

    @Nested
    class Damage {
        @Test
        void ofAnyBitIsFound() {
            MemoryFile file = small();
            for (int bit = 0; bit < file.content.length * 8; bit++) {
                file.content[bit / 8] ^= (byte) (1 << bit % 8);
                assertThatThrownBy(() -> decoded(file))
                        .as("bit=" + bit)
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("file=c block=");
                file.content[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }

        @Test
        void ofTheLengthIsFound() {
            byte[] whole = small().content;
            MemoryFile file = new MemoryFile();
            for (int length = 0; length < whole.length; length++) {
                file.content = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> decoded(file)).as("length=" + length).isInstanceOf(CheckpointException.class);
            }
            file.content = Arrays.copyOf(whole, whole.length + 1);
            assertThatThrownBy(() -> decoded(file)).hasMessageContaining("file goes on behind its end");
        }

        @Test
        void isToldWithBlockAndOffset() {
            MemoryFile file = small();
            int second = 64 + 32 + 16; // behind the header and the block of the item
            file.content[second + 40] ^= 1;

            assertThatThrownBy(() -> decoded(file))
                    .hasMessage(
                            "checkpoint cannot be used: checksum of a block is wrong file=c block=1 offset=" + second);
        }

        @Test
        void byBlocksThatChangedPlacesIsFound() {
            MemoryFile file = new MemoryFile();
            Writer writer = new Writer();
            writer.item(2, 0, utf8("ab"));
            writer.item(3, 0, utf8("cd"));
            file.content = writer.finished().content.clone();
            byte[] first = Arrays.copyOfRange(file.content, 64, 64 + 40);
            System.arraycopy(file.content, 64 + 40, file.content, 64, 40);
            System.arraycopy(first, 0, file.content, 64 + 40, 40);

            assertThatThrownBy(() -> decoded(file)).hasMessageContaining("block is not of this place");
        }

        @Test
        void isNotConfusedWithAnotherFormat() {
            MemoryFile file = small();
            file.content[8] = 1;

            assertThatThrownBy(() -> decoded(file))
                    .hasMessage("checkpoint cannot be used: format version is not ours: version=1 ours=3 file=c "
                            + "block=0 offset=0");
        }
    }
}
