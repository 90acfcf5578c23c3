package io.vireo.engine.journal;

import static io.vireo.engine.journal.JournalDescriptor.FRAME_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.recordLength;

import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.io.Disk;
import io.vireo.engine.io.EpochClock;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A log in files of this machine: preallocated segments, one write and one fdatasync a commit, whatever partitions its records belong to.
 * Layout: {@link JournalDescriptor}; why so: docs/decisions/0004-journal-and-bodies.md.
 */
public final class LocalJournal implements Journal {
    /** Once the current segment is filled to this part, the next one is made. */
    private static final int PREPARE_AT_DIVISOR = 2;

    private final Disk disk;
    private final List<Segment> segments;
    private final SegmentSupply supply;
    private final CommitBuffer batch;
    private final ByteWriter metadata = new ByteWriter(4096);

    private Segment current;
    private int tail;
    private long nextSequence = 1;
    private String poison = "";
    private String refusal = "";

    /** The refusal was of a write, which the next write may not meet; else it was of a new segment. */
    private boolean isWriteRefused;

    private LocalJournal(Disk disk, JournalConfig config, List<Segment> segments, SegmentSupply supply) {
        this.disk = disk;
        this.segments = segments;
        this.supply = supply;
        this.current = segments.getLast();
        this.tail = SEGMENT_HEADER_LENGTH;
        long capacity = Math.min(Limits.COMMIT_LENGTH, config.segmentLength() - SEGMENT_HEADER_LENGTH);
        this.batch = new CommitBuffer((int) capacity);
    }

    /**
     * Opens the log of a reactor, or makes one when there is none. Call {@link #replay} next.
     *
     * @param random gives a new log its id: must be unpredictable, except in a simulation
     * @param preparer makes segments ahead of their use
     * @throws JournalException the log must not be used
     */
    public static LocalJournal open(
            Disk disk, JournalConfig config, EpochClock clock, RandomGenerator random, Executor preparer)
            throws IOException {
        disk.removeUnfinished();
        List<Segment> segments = new ArrayList<>();
        try {
            String prefix = Segment.prefix(config.reactorIndex());
            for (String name : disk.names()) {
                if (name.startsWith(prefix)) {
                    segments.add(Segment.open(disk, config, segments.size(), name));
                }
            }
            for (Segment segment : segments) {
                if (segment.logId() != segments.getFirst().logId()) {
                    throw new JournalException("journal segment belongs to another log: file="
                            + disk.describe(segment.name()) + " offset=0");
                }
            }
            if (segments.isEmpty()) {
                segments.add(Segment.create(disk, config, 0, random.nextLong()));
            }
        } catch (IOException | RuntimeException e) {
            for (Segment segment : segments) {
                segment.file().close();
            }
            throw e;
        }
        long logId = segments.getFirst().logId();
        return new LocalJournal(disk, config, segments, new SegmentSupply(disk, config, logId, clock, preparer));
    }

    @Override
    public void replay(Handler handler) throws IOException {
        JournalRecovery.Tail end = new JournalRecovery(disk, segments).replay(handler);
        current = segments.get(end.segment());
        tail = end.offset();
        nextSequence = end.sequence();
        // A segment that was made ahead and not used yet is the next one; more than one cannot be.
        if (segments.size() > end.segment() + 2) {
            throw new JournalException("journal has more than one segment after its end: file="
                    + disk.describe(segments.getLast().name()) + " offset=" + SEGMENT_HEADER_LENGTH);
        }
        if (segments.size() > end.segment() + 1) {
            supply.put(segments.removeLast());
        }
    }

    @Override
    public boolean isWritable() {
        if (!poison.isEmpty()) {
            return false;
        }
        if (!refusal.isEmpty() && (batch.recordCount() > 0 || isWriteRefused || roll())) {
            refusal = "";
            isWriteRefused = false;
        }
        return refusal.isEmpty();
    }

    @Override
    public String refusal() {
        return poison.isEmpty() ? refusal : poison;
    }

    @Override
    public boolean hasPending() {
        return batch.recordCount() > 0;
    }

    @Override
    public int pendingLength() {
        return batch.length() - FRAME_HEADER_LENGTH;
    }

    @Override
    public boolean begin(int partition) {
        metadata.clear();
        batch.begin(partition);
        return fitsRecord(0, 0);
    }

    @Override
    public long bodyLocation() {
        return Location.of(current.index(), tail + batch.bodyOffset());
    }

    @Override
    public boolean appendBody(MemorySegment source, long offset, int length) {
        if (!fitsRecord((long) batch.bodyLength() + length, 0)) {
            return false;
        }
        batch.appendBody(source, offset, length);
        return true;
    }

    @Override
    public boolean appendBody(byte[] source, int offset, int length) {
        if (!fitsRecord((long) batch.bodyLength() + length, 0)) {
            return false;
        }
        batch.appendBody(source, offset, length);
        return true;
    }

    @Override
    public ByteBuffer bodyView(int offset, int length) {
        return batch.bodyView(offset, length);
    }

    @Override
    public ByteWriter metadata() {
        return metadata;
    }

    @Override
    public boolean end() {
        if (!fitsRecord(batch.bodyLength(), metadata.length())) {
            return false;
        }
        batch.end(metadata.array(), metadata.length());
        return true;
    }

    @Override
    public void abort() {
        batch.begin(0);
        metadata.clear();
    }

    @Override
    public Outcome commit() {
        if (!poison.isEmpty()) {
            batch.clear();
            return Outcome.REFUSED;
        }
        int length = batch.length();
        ByteBuffer frame = batch.seal(nextSequence, current.logId());
        batch.clear();
        try {
            current.file().write(frame, tail);
        } catch (IOException e) {
            return takeBack(e);
        }
        try {
            current.file().force();
        } catch (IOException e) {
            return poison(
                    "fsync failed: what the journal holds is not known any more, and it takes no more writes until the engine "
                            + "is started again: " + e.getMessage());
        }
        tail += length;
        nextSequence++;
        if (tail > current.length() / PREPARE_AT_DIVISOR) {
            supply.prepare(current.index() + 1);
        }
        return Outcome.DURABLE;
    }

    /** The frame may be on the disk in part or whole; a later start must not take it for a commit. */
    private Outcome takeBack(IOException cause) {
        refusal = "the journal cannot be written: " + cause.getMessage() + " file=" + disk.describe(current.name())
                + " offset=" + tail;
        isWriteRefused = true;
        try {
            current.file().write(ByteBuffer.allocate(FRAME_HEADER_LENGTH), tail);
            current.file().force();
            return Outcome.REFUSED;
        } catch (IOException e) {
            return poison(refusal
                    + "; nor can the failed write be taken back, and it takes no more writes until the engine is "
                    + "started again: " + e.getMessage());
        }
    }

    private Outcome poison(String reason) {
        poison = reason + " file=" + disk.describe(current.name()) + " offset=" + tail;
        return Outcome.POISONED;
    }

    @Override
    public boolean roll() {
        assert batch.recordCount() == 0 : batch.recordCount();
        @Nullable Segment next = supply.take(current.index() + 1);
        if (next == null) {
            refusal = "no new journal segment can be made: " + supply.failure();
            return false;
        }
        segments.add(next);
        current = next;
        tail = SEGMENT_HEADER_LENGTH;
        return true;
    }

    @Override
    public long recordLengthMax() {
        return batch.capacity() - FRAME_HEADER_LENGTH;
    }

    @Override
    public void read(long location, ByteBuffer target) throws IOException {
        segments.get(Location.segment(location)).file().read(target, Location.offset(location));
    }

    @Override
    public void close() throws IOException {
        supply.close();
        for (Segment segment : segments) {
            segment.file().close();
        }
    }

    private boolean fitsRecord(long bodyLength, int metadataLength) {
        if (bodyLength > batch.capacity()) {
            return false;
        }
        return fits(batch.length() + recordLength((int) bodyLength, metadataLength));
    }

    private boolean fits(long frameLength) {
        return frameLength <= batch.capacity() && frameLength <= current.length() - tail;
    }
}
