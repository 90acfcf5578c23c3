package io.vireo.engine.checkpoint;

import static io.vireo.engine.checkpoint.CheckpointDescriptor.BLOCK_CHECKSUM_OFFSET;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.BLOCK_HEADER_LENGTH;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.BYTE;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.ENTRY_FIXED_LENGTH;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.INT;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.ITEM_FIXED_LENGTH;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.LONG;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.PAYLOAD_TARGET_LENGTH;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.SHORT;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.blockLength;
import static io.vireo.engine.checkpoint.CheckpointDescriptor.checksum;

import io.vireo.engine.Limits;
import io.vireo.engine.index.IndexEntry;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Writes a checkpoint in slices, as {@link CheckpointDescriptor} draws it: it fills one output after the other, which its user writes to the file. Between two
 * calls anything may change in what is being written down. Threads: one. Allocates a little for each output, nothing for an entry.
 *
 * <p>The user takes the output when a call answers false, and repeats the call; or whenever its slice is over.
 */
public final class CheckpointEncoder {
    /** Of the shortest output, in bytes. */
    public static final int OUTPUT_LENGTH_MIN = 2 << 20;

    /** Of the longest item of a section, in bytes. */
    public static final int ITEM_LENGTH_MAX = 1 << 20;

    /** Of the bytes that go along with an index entry. */
    public static final int EXTRA_LENGTH_MAX = 0xffff;

    private static final int NO_BLOCK = -1;

    private final long number;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer scratch = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    private final MemorySegment lastKey = Arena.ofAuto().allocate(Limits.KEY_LENGTH);
    private int lastKeyLength;

    private MemorySegment output;
    private ByteBuffer view;
    private long position;
    private int length;

    private int block = NO_BLOCK; // where the open one starts in the output
    private int section;
    private int partition;
    private int count;

    private int blockCount;
    private long entryCount;
    private long itemCount;
    private int chainedChecksum;
    private boolean isFinished;

    /**
     * Starts with the header.
     *
     * @param output of {@link #OUTPUT_LENGTH_MIN} bytes or more, off heap
     */
    public CheckpointEncoder(CheckpointHeader header, MemorySegment output) {
        this.number = header.number();
        this.output = output;
        this.view = viewOf(output);
        output.set(LONG, 0, CheckpointDescriptor.MAGIC);
        output.set(INT, CheckpointDescriptor.VERSION_OFFSET, CheckpointDescriptor.FORMAT_VERSION);
        output.set(INT, CheckpointDescriptor.REACTOR_INDEX_OFFSET, header.reactorIndex());
        output.set(INT, CheckpointDescriptor.REACTOR_COUNT_OFFSET, header.reactorCount());
        output.set(INT, CheckpointDescriptor.PARTITION_COUNT_OFFSET, header.partitionCount());
        output.set(LONG, CheckpointDescriptor.LOG_ID_OFFSET, header.logId());
        output.set(LONG, CheckpointDescriptor.NUMBER_OFFSET, header.number());
        output.set(INT, CheckpointDescriptor.SEGMENT_OFFSET, header.segment());
        output.set(INT, CheckpointDescriptor.OFFSET_OFFSET, header.offset());
        output.set(LONG, CheckpointDescriptor.SEQUENCE_OFFSET, header.sequence());
        output.set(INT, CheckpointDescriptor.HEADER_CHECKSUM_OFFSET - 4L, 0);
        int headerChecksum = checksum(crc, view, 0, CheckpointDescriptor.HEADER_CHECKSUM_OFFSET);
        output.set(INT, CheckpointDescriptor.HEADER_CHECKSUM_OFFSET, headerChecksum);
        length = CheckpointDescriptor.HEADER_LENGTH;
    }

    private static ByteBuffer viewOf(MemorySegment output) {
        if (output.byteSize() < OUTPUT_LENGTH_MIN || output.byteSize() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("output has a wrong length: bytes=" + output.byteSize());
        }
        return output.asByteBuffer();
    }

    /**
     * Adds an entry of a partition's index. Those of a partition come in the order of their keys, none between them.
     *
     * @param extra bytes that go along, at most {@link #EXTRA_LENGTH_MAX}
     * @return false, nothing having been added, when the output is full
     */
    public boolean entry(
            int partitionIndex,
            MemorySegment key,
            int keyLength,
            IndexEntry entry,
            MemorySegment extra,
            long extraOffset,
            int extraLength) {
        assert extraLength <= EXTRA_LENGTH_MAX : extraLength;
        if (!open(CheckpointDescriptor.SECTION_INDEX, partitionIndex, ENTRY_FIXED_LENGTH + keyLength + extraLength)) {
            return false;
        }
        int shared = count == 0 ? 0 : shared(key, keyLength);
        int suffixLength = keyLength - shared;
        output.set(SHORT, length, (short) shared);
        output.set(SHORT, length + 2L, (short) suffixLength);
        entry.writeTo(output, length + (long) CheckpointDescriptor.ENTRY_OFFSET);
        output.set(SHORT, length + (long) CheckpointDescriptor.EXTRA_LENGTH_OFFSET, (short) extraLength);
        length += ENTRY_FIXED_LENGTH;
        MemorySegment.copy(key, shared, output, length, suffixLength);
        MemorySegment.copy(key, shared, lastKey, shared, suffixLength);
        length += suffixLength;
        MemorySegment.copy(extra, extraOffset, output, length, extraLength);
        length += extraLength;
        lastKeyLength = keyLength;
        count++;
        entryCount++;
        return true;
    }

    private int shared(MemorySegment key, int keyLength) {
        int most = Math.min(keyLength, lastKeyLength);
        long mismatch = MemorySegment.mismatch(key, 0, most, lastKey, 0, most);
        return mismatch < 0 ? most : (int) mismatch;
    }

    /**
     * Adds an item of a section whose meaning is the user's.
     *
     * @param itemSection 2 to 255
     * @param itemLength at most {@link #ITEM_LENGTH_MAX}
     * @return false, nothing having been added, when the output is full
     */
    public boolean item(int itemSection, int partitionIndex, MemorySegment bytes, long offset, int itemLength) {
        if (itemSection <= CheckpointDescriptor.SECTION_INDEX || itemSection > 0xff || itemLength > ITEM_LENGTH_MAX) {
            throw new IllegalArgumentException("item does not fit: section=" + itemSection + " length=" + itemLength);
        }
        if (!open(itemSection, partitionIndex, ITEM_FIXED_LENGTH + itemLength)) {
            return false;
        }
        output.set(INT, length, itemLength);
        MemorySegment.copy(bytes, offset, output, length + (long) ITEM_FIXED_LENGTH, itemLength);
        length += ITEM_FIXED_LENGTH + itemLength;
        count++;
        itemCount++;
        return true;
    }

    /** Adds the end; false when the output is full. Nothing can be added after. */
    public boolean finish() {
        closeBlock();
        if (!open(CheckpointDescriptor.SECTION_END, 0, CheckpointDescriptor.END_LENGTH)) {
            return false;
        }
        output.set(LONG, length, blockCount);
        output.set(LONG, length + 8L, entryCount);
        output.set(LONG, length + 16L, itemCount);
        output.set(INT, length + 24L, chainedChecksum);
        length += CheckpointDescriptor.END_LENGTH;
        closeBlock();
        isFinished = true;
        return true;
    }

    /** Where in the file the first byte of the present output belongs. */
    public long position() {
        return position;
    }

    /** Bytes that the present output holds. */
    public int outputLength() {
        return length;
    }

    /**
     * Goes on in another output, or in the same one when what it holds has been written already.
     *
     * @return bytes of the former output that are to be written at the former {@link #position}
     */
    public int takeOutput(MemorySegment next) {
        closeBlock();
        int taken = length;
        view = viewOf(next);
        output = next;
        position += taken;
        length = 0;
        return taken;
    }

    /** Sees to it that a block of this section and partition is open and has room. */
    private boolean open(int wantedSection, int wantedPartition, int room) {
        assert !isFinished : "checkpoint is finished";
        boolean fits = section == wantedSection
                && partition == wantedPartition
                && block != NO_BLOCK
                && length - block - BLOCK_HEADER_LENGTH < PAYLOAD_TARGET_LENGTH;
        if (fits) {
            return length + room + 7L <= output.byteSize();
        }
        closeBlock();
        if (length + (long) blockLength(room) > output.byteSize()) {
            return false;
        }
        block = length;
        section = wantedSection;
        partition = wantedPartition;
        count = 0;
        length += BLOCK_HEADER_LENGTH;
        return true;
    }

    private void closeBlock() {
        if (block == NO_BLOCK) {
            return;
        }
        int payload = block + BLOCK_HEADER_LENGTH;
        int payloadLength = length - payload;
        int end = block + blockLength(payloadLength);
        while (length < end) {
            output.set(BYTE, length++, (byte) 0);
        }
        int payloadChecksum = checksum(crc, view, payload, end);
        output.set(INT, block, CheckpointDescriptor.BLOCK_MAGIC);
        output.set(INT, block + (long) CheckpointDescriptor.PAYLOAD_LENGTH_OFFSET, payloadLength);
        output.set(SHORT, block + (long) CheckpointDescriptor.SECTION_OFFSET, (short) section);
        output.set(SHORT, block + (long) CheckpointDescriptor.PARTITION_OFFSET, (short) partition);
        output.set(INT, block + (long) CheckpointDescriptor.COUNT_OFFSET, count);
        output.set(INT, block + (long) CheckpointDescriptor.ORDINAL_OFFSET, blockCount);
        output.set(INT, block + (long) CheckpointDescriptor.PAYLOAD_CHECKSUM_OFFSET, payloadChecksum);
        output.set(INT, block + (long) CheckpointDescriptor.BLOCK_NUMBER_OFFSET, (int) number);
        int headerChecksum = checksum(crc, view, block, block + BLOCK_CHECKSUM_OFFSET);
        output.set(INT, block + (long) BLOCK_CHECKSUM_OFFSET, headerChecksum);
        chainedChecksum = CheckpointDescriptor.chained(crc, scratch, chainedChecksum, payloadChecksum);
        blockCount++;
        block = NO_BLOCK;
    }
}
