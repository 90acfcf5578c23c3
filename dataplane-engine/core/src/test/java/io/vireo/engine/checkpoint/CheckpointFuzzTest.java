package io.vireo.engine.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Checkpoints as a disk may give them back, and, with good checksums put on, as nobody should have written them: refused with a {@link
 * CheckpointException}, or handed over with keys in order and everything inside the file.
 */
class CheckpointFuzzTest extends FuzzTest {
    private static final CheckpointHeader HEADER = new CheckpointHeader(1, 2, 8, -77, 5, 12, 4_096, 99);

    private final CRC32C crc = new CRC32C();

    /** Each takes four megabytes of memory for a while. */
    @Override
    protected int executions() {
        return 600;
    }

    @Override
    protected void check(byte[] input) throws IOException {
        decode(input);
        byte[] sealed = input.clone();
        seal(ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN));
        decode(sealed);
    }

    private static void decode(byte[] file) throws IOException {
        try (CheckpointDecoder decoder = new CheckpointDecoder(new ReadOnlyFile(file), "c")) {
            decoder.decode(new Checks(file.length));
        } catch (CheckpointException e) {
            assertThat(e.getMessage()).contains("file=c");
        }
    }

    /** Puts a good checksum on the header, and on each block as far as their lengths lead. */
    private void seal(ByteBuffer file) {
        if (file.capacity() < CheckpointDescriptor.HEADER_LENGTH) {
            return;
        }
        int end = CheckpointDescriptor.HEADER_CHECKSUM_OFFSET;
        file.putInt(end, CheckpointDescriptor.checksum(crc, file, 0, end));
        int at = CheckpointDescriptor.HEADER_LENGTH;
        while (file.capacity() - at >= CheckpointDescriptor.BLOCK_HEADER_LENGTH) {
            int length = file.getInt(at + CheckpointDescriptor.PAYLOAD_LENGTH_OFFSET);
            int payload = at + CheckpointDescriptor.BLOCK_HEADER_LENGTH;
            if (length < 0 || length > file.capacity() - payload - 7) {
                length = 0;
            }
            int next = at + CheckpointDescriptor.blockLength(length);
            file.putInt(
                    at + CheckpointDescriptor.PAYLOAD_CHECKSUM_OFFSET,
                    CheckpointDescriptor.checksum(crc, file, payload, next));
            file.putInt(
                    at + CheckpointDescriptor.BLOCK_CHECKSUM_OFFSET,
                    CheckpointDescriptor.checksum(crc, file, at, at + CheckpointDescriptor.BLOCK_CHECKSUM_OFFSET));
            at = next;
        }
    }

    /** What must hold of what is handed over. */
    private static final class Checks implements CheckpointDecoder.Visitor {
        private final int fileLength;
        private int lastPartition = -1;
        private byte[] lastKey = {};

        Checks(int fileLength) {
            this.fileLength = fileLength;
        }

        @Override
        public void entry(CheckpointDecoder.Loaded loaded) {
            byte[] bytes = loaded.key().asSlice(0, loaded.keyLength()).toArray(ValueLayout.JAVA_BYTE);
            assertThat(loaded.keyLength()).isLessThanOrEqualTo(Limits.KEY_LENGTH);
            assertThat(loaded.extra().byteSize()).isBetween(0L, (long) fileLength);
            if (loaded.partition() == lastPartition) {
                assertThat(Arrays.compareUnsigned(lastKey, bytes)).isNegative();
            }
            lastPartition = loaded.partition();
            lastKey = bytes;
        }

        @Override
        public void item(int section, int partition, MemorySegment bytes, long offset, int length) {
            assertThat(length).isBetween(0, fileLength);
            assertThat(bytes.asSlice(offset, length).byteSize()).isEqualTo(length);
        }
    }

    private record ReadOnlyFile(byte[] content) implements DiskFile {
        @Override
        public long length() {
            return content.length;
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            if (position + target.remaining() > content.length) {
                throw new EOFException("position=" + position);
            }
            target.put(content, (int) position, target.remaining());
        }

        @Override
        public void write(ByteBuffer source, long position) {
            throw new AssertionError("a checkpoint was written to by who reads it: position=" + position);
        }

        @Override
        public void force() {
            throw new AssertionError("a checkpoint was forced by who reads it");
        }

        @Override
        public void close() {}
    }

    @Override
    protected List<byte[]> seeds() {
        MemorySegment output = Arena.ofAuto().allocate(CheckpointEncoder.OUTPUT_LENGTH_MIN);
        CheckpointEncoder encoder = new CheckpointEncoder(HEADER, output);
        IndexEntry entry = new IndexEntry();
        for (int i = 0; i < 20; i++) {
            byte[] key = "photos/%04d.jpg".formatted(i).getBytes(StandardCharsets.UTF_8);
            byte[] extra = new byte[i % 3];
            encoder.entry(
                    i / 10,
                    MemorySegment.ofArray(key),
                    key.length,
                    entry,
                    MemorySegment.ofArray(extra),
                    0,
                    extra.length);
        }
        encoder.item(2, 0, MemorySegment.ofArray(new byte[30]), 0, 30);
        encoder.item(3, 1, MemorySegment.ofArray(new byte[5]), 0, 5);
        encoder.finish();
        int length = encoder.takeOutput(output);
        return List.of(output.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
}
