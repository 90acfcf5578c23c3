package io.vireo.engine.journal;

import static io.vireo.engine.journal.JournalDescriptor.FRAME_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.SEGMENT_HEADER_LENGTH;
import static io.vireo.engine.journal.JournalDescriptor.recordLength;

import io.vireo.engine.Limits;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.DiskException;
import io.vireo.engine.io.EpochClock;
import java.io.IOException;
import java.lang.foreign.Arena;
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
    private final DiskCalls calls;
    private final List<Segment> segments;
    private final SegmentSupply supply;
    private final ByteWriter metadata = new ByteWriter(4096);
    private final MemorySegment zeros = Arena.ofAuto().allocate(FRAME_HEADER_LENGTH, 8);

    /** Of the commit that is collected, and of the one under way. */
    private CommitBuffer batch;

    private CommitBuffer spare;

    private Segment current;

    /** Where the frame that is collected goes in the current segment. */
    private int tail;

    private long nextSequence = 1;
    private String poison = "";
    private String refusal = "";

    /** The refusal was of a write, which the next write may not meet; else it was of a new segment. */
    private boolean isWriteRefused;

    private boolean isCommitting;
    private @Nullable Outcome outcome;

    /** Where the frame that is under way is. */
    private Segment inFlightSegment;

    private int inFlightOffset;

    private LocalJournal(
            Disk disk, DiskCalls calls, JournalConfig config, List<Segment> segments, SegmentSupply supply) {
        this.disk = disk;
        this.calls = calls;
        this.segments = segments;
        this.supply = supply;
        this.current = segments.getLast();
        this.inFlightSegment = current;
        this.tail = SEGMENT_HEADER_LENGTH;
        long capacity = Math.min(Limits.COMMIT_LENGTH, config.segmentLength() - SEGMENT_HEADER_LENGTH);
        this.batch = new CommitBuffer((int) capacity);
        this.spare = new CommitBuffer((int) capacity);
    }

    /**
     * Opens the log of a reactor, or makes one when there is none. Call {@link #replay} next.
     *
     * @param random gives a new log its id: must be unpredictable, except in a simulation
     * @param calls of the reactor, whose thread alone uses the log once it is replayed
     * @param background makes segments ahead of their use
     * @param wake ends the sleep of the reactor, or keeps it from its next one; any thread
     * @throws JournalException the log must not be used
     */
    public static LocalJournal open(
            Disk disk,
            DiskCalls calls,
            JournalConfig config,
            EpochClock clock,
            RandomGenerator random,
            Executor background,
            Runnable wake)
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
        SegmentSupply supply = new SegmentSupply(disk, config, logId, clock, background, wake);
        return new LocalJournal(disk, calls, config, segments, supply);
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
    public long metadataLocation() {
        return Location.of(current.index(), tail + batch.metadataOffset());
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
    public long mark() {
        return batch.mark();
    }

    @Override
    public void rollBack(long mark) {
        batch.rollBack(mark);
        metadata.clear();
    }

    @Override
    public void commit() {
        assert !isCommitting && poison.isEmpty() : poison;
        int length = batch.length();
        MemorySegment frame = batch.seal(nextSequence, current.logId());
        CommitBuffer sealed = batch;
        batch = spare;
        spare = sealed;
        batch.clear();
        isCommitting = true;
        inFlightSegment = current;
        inFlightOffset = tail;
        tail += length;
        nextSequence++;
        calls.writeAndForce(current.file(), inFlightOffset, frame, length, this::written);
        calls.submit();
    }

    private void written(@Nullable DiskException failure) {
        if (failure == null) {
            outcome = Outcome.DURABLE;
        } else if (failure.step() == DiskException.Step.FORCE) {
            poison(
                    "fsync failed: what the journal holds is not known any more, and it takes no more writes until the engine "
                            + "is started again: " + failure.getMessage());
        } else {
            takeBack(failure);
        }
    }

    /** The frame may be on the disk in part or whole; a later start must not take it for a commit. */
    private void takeBack(DiskException cause) {
        refusal = "the journal cannot be written: " + cause.getMessage() + " file="
                + disk.describe(inFlightSegment.name()) + " offset=" + inFlightOffset;
        isWriteRefused = true;
        calls.writeAndForce(inFlightSegment.file(), inFlightOffset, zeros, FRAME_HEADER_LENGTH, failure -> {
            if (failure == null) {
                outcome = Outcome.REFUSED;
            } else {
                poison(refusal
                        + "; nor can the failed write be taken back, and it takes no more writes until the engine is "
                        + "started again: " + failure.getMessage());
            }
        });
    }

    private void poison(String reason) {
        poison = reason + " file=" + disk.describe(inFlightSegment.name()) + " offset=" + inFlightOffset;
        outcome = Outcome.POISONED;
    }

    @Override
    public boolean isCommitting() {
        return isCommitting;
    }

    @Override
    public @Nullable Outcome poll() {
        @Nullable Outcome result = outcome;
        if (result == null) {
            return null;
        }
        outcome = null;
        isCommitting = false;
        if (result != Outcome.DURABLE) {
            batch.clear();
            nextSequence--;
            tail = current.index() == inFlightSegment.index() ? inFlightOffset : SEGMENT_HEADER_LENGTH;
        } else if (tail > current.length() / PREPARE_AT_DIVISOR) {
            supply.prepare(current.index() + 1);
        }
        return result;
    }

    @Override
    public boolean roll() {
        assert batch.recordCount() == 0 : batch.recordCount();
        @Nullable Segment next = supply.take(current.index() + 1);
        if (next == null) {
            refusal = supply.failure().isEmpty() ? "" : "no new journal segment can be made: " + supply.failure();
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
