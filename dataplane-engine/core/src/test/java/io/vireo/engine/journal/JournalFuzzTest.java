package io.vireo.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.engine.Limits;
import io.vireo.engine.io.BlockingDiskQueue;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.SimulatedDisk;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A log that was damaged on its disk; the input is the damage: {@code u16 offset, u8 what is turned over there} any number of times. It is refused, or
 * what is read back is what was written up to some frame, behind which nothing is whole: nothing that was acknowledged is lost without a word, and nothing
 * is read that nobody wrote. Recovered once, it stays as it is.
 */
class JournalFuzzTest extends FuzzTest {
    private static final JournalConfig CONFIG = new JournalConfig(0, 1, 4, Limits.SEGMENT_LENGTH_MIN);
    private static final String SEGMENT = Segment.name(0, 0);
    private static final int FRAMES = 6;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final List<String> written = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();

    JournalFuzzTest() throws IOException {
        DiskCalls calls = new DiskCalls(new BlockingDiskQueue(16));
        LocalJournal journal = open(disk, calls);
        journal.replay(JournalPosition.START, (partition, entries, location) -> {});
        for (int i = 0; i < FRAMES; i++) {
            String text = "frame" + i;
            journal.begin(i % 4);
            byte[] body = new byte[100 * i];
            journal.appendBody(MemorySegment.ofArray(body), 0, body.length);
            journal.metadata().bytes(text.getBytes(StandardCharsets.UTF_8));
            journal.end();
            journal.commit();
            while (journal.poll() == null) {
                calls.poll();
            }
            written.add(i % 4 + ":" + text);
            ends.add(endOf(disk.bytes(SEGMENT), i == 0 ? JournalDescriptor.SEGMENT_HEADER_LENGTH : ends.getLast()));
        }
    }

    private static int endOf(byte[] segment, int start) {
        return start
                + ByteBuffer.wrap(segment)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt(start + JournalDescriptor.FRAME_LENGTH_OFFSET);
    }

    private static LocalJournal open(SimulatedDisk disk, DiskCalls calls) throws IOException {
        return LocalJournal.open(disk, calls, CONFIG, () -> 1, new Random(1), Runnable::run, () -> {});
    }

    /** Each reads a megabyte. */
    @Override
    protected int executions() {
        return 120;
    }

    /** Segments of a megabyte on a disk in memory, some of them for each of two recoveries. */
    @Override
    protected long allocationLimit(int inputLength) {
        return 64 << 20;
    }

    @Override
    protected void check(byte[] input) throws IOException {
        SimulatedDisk damaged = disk.copy();
        byte[] bytes = damaged.bytes(SEGMENT);
        ByteBuffer steps = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        while (steps.remaining() >= 3) {
            int offset = Short.toUnsignedInt(steps.getShort()) % (ends.getLast() + 64);
            bytes[offset] ^= steps.get();
        }
        List<String> read;
        try {
            read = replayed(damaged);
        } catch (JournalException e) {
            assertThat(e.getMessage()).contains("file=");
            return;
        }
        assertThat(read).isEqualTo(written.subList(0, read.size()));
        for (int lost = read.size() + 1; lost < FRAMES; lost++) {
            assertThat(isWhole(bytes, lost))
                    .as("frame %d is whole, and lost", lost)
                    .isFalse();
        }
        assertThat(replayed(damaged)).isEqualTo(read);
    }

    private boolean isWhole(byte[] damaged, int frame) {
        byte[] good = disk.bytes(SEGMENT);
        return Arrays.equals(damaged, ends.get(frame - 1), ends.get(frame), good, ends.get(frame - 1), ends.get(frame));
    }

    private static List<String> replayed(SimulatedDisk disk) throws IOException {
        DiskCalls calls = new DiskCalls(new BlockingDiskQueue(16));
        List<String> read = new ArrayList<>();
        open(disk, calls).replay(JournalPosition.START, (partition, entries, location) -> {
            byte[] text = entries.bytes(entries.remaining());
            read.add(partition + ":" + new String(text, StandardCharsets.UTF_8));
        });
        return read;
    }

    @Override
    protected List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(new byte[3]);
        for (int frame = 0; frame < FRAMES; frame++) {
            int start = frame == 0 ? JournalDescriptor.SEGMENT_HEADER_LENGTH : ends.get(frame - 1);
            for (int offset :
                    new int[] {0, JournalDescriptor.FRAME_LENGTH_OFFSET, JournalDescriptor.FRAME_SEQUENCE_OFFSET, 40}) {
                seeds.add(damage(start + offset));
            }
        }
        seeds.add(damage(JournalDescriptor.SEGMENT_LENGTH_OFFSET));
        return seeds;
    }

    private static byte[] damage(int offset) {
        return ByteBuffer.allocate(6)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) offset)
                .put((byte) 1)
                .putShort((short) 0)
                .put((byte) 0)
                .array();
    }
}
