package io.vireo.engine.checkpoint;

import static io.vireo.engine.checkpoint.CheckpointDescriptor.BLOCK_CHECKSUM_OFFSET;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.BLOCK_HEADER_LENGTH;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.BYTE;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.ENTRY_FIXED_LENGTH;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.HEADER_CHECKSUM_OFFSET;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.HEADER_LENGTH;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.INT;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.ITEM_FIXED_LENGTH;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.LONG;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.SHORT;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.checksum;

import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.DiskFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Reads a checkpoint, block by block, each verified before any of it is handed over. Until {@link #decode} has returned the file may still prove to
 * be damaged: what was handed over is to be thrown away then. Blocks while the file is read. Threads: one.
 */
public final class CheckpointDecoder implements AutoCloseable {
    /** Takes what a checkpoint holds, in the order in which it was written. What is handed over is valid during the call. */
    public interface Visitor {
        /** An entry of a partition's index; keys come in ascending order. */
        void entry(Loaded loaded);

        /** An item of another section, which may be of a kind that is not known. */
        void item(int section, int partition, MemorySegment bytes, long offset, int length);
    }

    /** What a checkpoint has under a key. The same object at each call, moved. */
    public final class Loaded {
        private int partition;
        private int extraOffset;
        private int extraLength;

        private Loaded() {}

        /** Whose index it is of. */
        public int partition() {
            return partition;
        }

        /** Starts with the key. */
        public MemorySegment key() {
            return key;
        }

        /** Of the key, in bytes. */
        public int keyLength() {
            return keyLength;
        }

        /** What the index has under the key. */
        public IndexEntry entry() {
            return entry;
        }

        /** What was written beside it. */
        public MemorySegment extra() {
            return bytes.asSlice(extraOffset, extraLength);
        }
    }

    private static final int BUFFER_LENGTH = 4 << 20;

    private final DiskFile file;
    private final String name;
    private final long fileLength;
    private final Arena memory = Arena.ofConfined();
    private final MemorySegment bytes = memory.allocate(BUFFER_LENGTH, 8);
    private final ByteBuffer view = bytes.asByteBuffer();
    private final MemorySegment key = memory.allocate(Limits.KEY_LENGTH, 8);
    private final IndexEntry entry = new IndexEntry();
    private final Loaded loaded = new Loaded();
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer scratch = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private final CheckpointHeader header;

    private long position; // in the file, of the buffer's first byte
    private int filled;
    private int at; // in the buffer, of the next block
    private long blockCount;
    private long entryCount;
    private long itemCount;
    private int chainedChecksum;
    private int keyPartition = -1;
    private int keyLength;

    /**
     * Reads the header.
     *
     * @param name of the file, for messages
     * @throws CheckpointException it is no checkpoint, of another format, or damaged
     */
    public CheckpointDecoder(DiskFile file, String name) throws IOException {
        this.file = file;
        this.name = name;
        try {
            fileLength = file.length();
            header = readHeader();
        } catch (IOException e) {
            memory.close();
            throw e;
        }
    }

    /** Of the file, in bytes. */
    public long fileLength() {
        return fileLength;
    }

    /** Whose checkpoint it is. */
    public CheckpointHeader header() {
        return header;
    }

    private CheckpointHeader readHeader() throws IOException {
        if (!fill(HEADER_LENGTH)) {
            throw damaged("file ends in the header");
        }
        if (bytes.get(LONG, 0) != CheckpointDescriptor.MAGIC) {
            throw damaged("not a checkpoint");
        }
        int version = bytes.get(INT, CheckpointDescriptor.VERSION_OFFSET);
        if (version != CheckpointDescriptor.FORMAT_VERSION) {
            throw damaged(
                    "format version is not ours: version=" + version + " ours=" + CheckpointDescriptor.FORMAT_VERSION);
        }
        if (bytes.get(INT, HEADER_CHECKSUM_OFFSET) != checksum(crc, view, 0, HEADER_CHECKSUM_OFFSET)) {
            throw damaged("checksum of the header is wrong");
        }
        at = HEADER_LENGTH;
        return new CheckpointHeader(
                bytes.get(INT, CheckpointDescriptor.REACTOR_INDEX_OFFSET),
                bytes.get(INT, CheckpointDescriptor.REACTOR_COUNT_OFFSET),
                bytes.get(INT, CheckpointDescriptor.PARTITION_COUNT_OFFSET),
                bytes.get(LONG, CheckpointDescriptor.LOG_ID_OFFSET),
                bytes.get(LONG, CheckpointDescriptor.NUMBER_OFFSET),
                bytes.get(INT, CheckpointDescriptor.SEGMENT_OFFSET),
                bytes.get(INT, CheckpointDescriptor.OFFSET_OFFSET),
                bytes.get(LONG, CheckpointDescriptor.SEQUENCE_OFFSET));
    }

    /**
     * Hands over all that follows the header. Once.
     *
     * @throws CheckpointException it is damaged, or cannot be read: the message names file, block and offset
     */
    public void decode(Visitor visitor) throws IOException {
        while (true) {
            int payloadLength = verifiedBlock();
            int section = bytes.get(BYTE, at + (long) CheckpointDescriptor.SECTION_OFFSET) & 0xff;
            int partition = bytes.get(SHORT, at + (long) CheckpointDescriptor.PARTITION_OFFSET) & 0xffff;
            int count = bytes.get(INT, at + (long) CheckpointDescriptor.COUNT_OFFSET);
            int payload = at + BLOCK_HEADER_LENGTH;
            switch (section) {
                case CheckpointDescriptor.SECTION_END -> {
                    end(payload, payloadLength);
                    return;
                }
                case CheckpointDescriptor.SECTION_INDEX ->
                    entries(partition, count, payload, payload + payloadLength, visitor);
                default -> items(section, partition, count, payload, payload + payloadLength, visitor);
            }
            int checksum = bytes.get(INT, at + (long) CheckpointDescriptor.PAYLOAD_CHECKSUM_OFFSET);
            chainedChecksum = CheckpointDescriptor.chained(crc, scratch, chainedChecksum, checksum);
            at += CheckpointDescriptor.blockLength(payloadLength);
            blockCount++;
        }
    }

    /** Has the next block in the buffer, whole; the length of its payload. */
    private int verifiedBlock() throws IOException {
        if (!fill(BLOCK_HEADER_LENGTH)) {
            throw damaged("file ends before its end block");
        }
        boolean isHeader = bytes.get(INT, at) == CheckpointDescriptor.BLOCK_MAGIC
                && bytes.get(INT, at + (long) BLOCK_CHECKSUM_OFFSET)
                        == checksum(crc, view, at, at + BLOCK_CHECKSUM_OFFSET);
        if (!isHeader) {
            throw damaged("block header is damaged");
        }
        if (bytes.get(INT, at + (long) CheckpointDescriptor.ORDINAL_OFFSET) != (int) blockCount
                || bytes.get(INT, at + (long) CheckpointDescriptor.BLOCK_NUMBER_OFFSET) != (int) header.number()) {
            throw damaged("block is not of this place");
        }
        int payloadLength = bytes.get(INT, at + (long) CheckpointDescriptor.PAYLOAD_LENGTH_OFFSET);
        if (payloadLength < 0 || payloadLength > CheckpointDescriptor.PAYLOAD_LENGTH_MAX) {
            throw damaged("block has a wrong length");
        }
        if (!fill(CheckpointDescriptor.blockLength(payloadLength))) {
            throw damaged("file ends in a block");
        }
        int end = at + CheckpointDescriptor.blockLength(payloadLength);
        if (bytes.get(INT, at + (long) CheckpointDescriptor.PAYLOAD_CHECKSUM_OFFSET)
                != checksum(crc, view, at + BLOCK_HEADER_LENGTH, end)) {
            throw damaged("checksum of a block is wrong");
        }
        return payloadLength;
    }

    private void entries(int partition, int count, int from, int to, Visitor visitor) throws CheckpointException {
        int next = from;
        for (int i = 0; i < count; i++) {
            require(to - next >= ENTRY_FIXED_LENGTH, "entry is cut off");
            int shared = bytes.get(SHORT, next) & 0xffff;
            int suffixLength = bytes.get(SHORT, next + 2L) & 0xffff;
            int extraLength = bytes.get(SHORT, next + (long) CheckpointDescriptor.EXTRA_LENGTH_OFFSET) & 0xffff;
            int suffix = next + ENTRY_FIXED_LENGTH;
            require(to - suffix >= suffixLength + extraLength, "entry is cut off");
            require(
                    (i == 0 ? shared == 0 : shared <= keyLength) && shared + suffixLength <= Limits.KEY_LENGTH,
                    "key has a wrong length");
            require(partition != keyPartition || isAfter(suffix, shared, suffixLength), "keys are not in order");
            MemorySegment.copy(bytes, suffix, key, shared, suffixLength);
            keyLength = shared + suffixLength;
            keyPartition = partition;
            entry.readFrom(bytes, next + (long) CheckpointDescriptor.ENTRY_OFFSET);
            next = suffix + suffixLength;
            loaded.partition = partition;
            loaded.extraOffset = next;
            loaded.extraLength = extraLength;
            visitor.entry(loaded);
            next += extraLength;
            entryCount++;
        }
        require(next == to, "block holds more than it says");
    }

    /** Whether a key is after the one before it. */
    private boolean isAfter(int suffix, int shared, int suffixLength) {
        long mismatch = MemorySegment.mismatch(bytes, suffix, suffix + (long) suffixLength, key, shared, keyLength);
        if (mismatch < 0 || mismatch == suffixLength) {
            return false;
        }
        return shared + mismatch == keyLength
                || (bytes.get(BYTE, suffix + mismatch) & 0xff) > (key.get(BYTE, shared + mismatch) & 0xff);
    }

    private void items(int section, int partition, int count, int from, int to, Visitor visitor)
            throws CheckpointException {
        int next = from;
        for (int i = 0; i < count; i++) {
            require(to - next >= ITEM_FIXED_LENGTH, "item is cut off");
            int length = bytes.get(INT, next);
            next += ITEM_FIXED_LENGTH;
            require(length >= 0 && length <= to - next, "item is cut off");
            visitor.item(section, partition, bytes, next, length);
            next += length;
            itemCount++;
        }
        require(next == to, "block holds more than it says");
    }

    private void end(int payload, int payloadLength) throws CheckpointException {
        require(payloadLength == CheckpointDescriptor.END_LENGTH, "end has a wrong length");
        boolean isComplete = bytes.get(LONG, payload) == blockCount
                && bytes.get(LONG, payload + 8L) == entryCount
                && bytes.get(LONG, payload + 16L) == itemCount
                && bytes.get(INT, payload + 24L) == chainedChecksum;
        require(isComplete, "end does not tell of the blocks before it");
        require(
                position + at + CheckpointDescriptor.blockLength(payloadLength) == fileLength,
                "file goes on behind its end");
    }

    /** Has so many bytes from {@code at} on in the buffer; false when the file ends before. */
    private boolean fill(int length) throws IOException {
        if (filled - at >= length) {
            return true;
        }
        MemorySegment.copy(bytes, at, bytes, 0, filled - at);
        position += at;
        filled -= at;
        at = 0;
        int more = (int) Math.min(BUFFER_LENGTH - filled, fileLength - position - filled);
        if (more > 0) {
            readMore(more);
            filled += more;
        }
        return filled >= length;
    }

    private void readMore(int length) throws CheckpointException {
        try {
            file.read(view.limit(filled + length).position(filled), position + filled);
        } catch (IOException e) {
            throw damaged("file cannot be read: " + e.getMessage());
        } finally {
            view.clear();
        }
    }

    private void require(boolean condition, String reason) throws CheckpointException {
        if (!condition) {
            throw damaged(reason);
        }
    }

    private CheckpointException damaged(String reason) {
        return new CheckpointException("checkpoint cannot be used: " + reason + " file=" + name + " block=" + blockCount
                + " offset=" + (position + at));
    }

    /** Frees its memory; the file stays open. */
    @Override
    public void close() {
        memory.close();
    }
}
