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
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
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
    private final JournalConfig config;
    private final TreeMap<Integer, Segment> segments;
    /** The keys of {@link #segments}, as they were when they were last asked for: segments are added at the end, and each that goes makes them fewer. */
    private List<Integer> segmentList = List.of();

    private final SegmentSupply supply;
    private final Executor background;
    private final AtomicLong removalFailureCount = new AtomicLong();
    private final DiskCalls.Ended written = this::written;
    private final ByteWriter metadata = new ByteWriter(4096);
    private final MemorySegment zeros = Arena.ofAuto().allocate(FRAME_HEADER_LENGTH, 8);

    /** Of the commit that is collected, and of the one under way. */
    private CommitBuffer batch;

    private CommitBuffer spare;

    private Segment current;

    /** Where the frame that is collected goes in the current segment. */
    private int tail;

    private long nextSequence = 1;
    private JournalPosition lastPosition = JournalPosition.START;
    private String poison = "";
    private String refusal = "";

    /** The refusal was of a write, which the next write may not meet; else it was of a new segment. */
    private boolean isWriteRefused;

    private boolean isReserveAllowed;

    /** The current segment is the one that is kept for what makes room. */
    private boolean isInReserve;

    private long writtenBytes;
    private boolean isCommitting;
    private @Nullable Outcome outcome;

    /** Where the frame that is under way is. */
    private Segment inFlightSegment;

    private int inFlightOffset;

    private LocalJournal(
            Disk disk,
            DiskCalls calls,
            JournalConfig config,
            TreeMap<Integer, Segment> segments,
            SegmentSupply supply,
            Executor background) {
        this.disk = disk;
        this.calls = calls;
        this.config = config;
        this.segments = segments;
        this.supply = supply;
        this.background = background;
        this.current = segments.lastEntry().getValue();
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
        TreeMap<Integer, Segment> segments = new TreeMap<>();
        try {
            String prefix = Segment.prefix(config.reactorIndex());
            for (String name : disk.names()) {
                if (name.startsWith(prefix) && name.endsWith(Segment.SUFFIX)) {
                    Segment segment = Segment.open(disk, config, name);
                    segments.put(segment.index(), segment);
                }
            }
            if (segments.isEmpty()) {
                segments.put(0, Segment.create(disk, config, 0, random.nextLong()));
            }
            long logId = segments.firstEntry().getValue().logId();
            for (Segment segment : segments.values()) {
                if (segment.logId() != logId) {
                    throw new JournalException("journal segment belongs to another log: file="
                            + disk.describe(segment.name()) + " offset=0");
                }
            }
            SegmentSupply supply = new SegmentSupply(disk, config, logId, clock, background, wake);
            return new LocalJournal(disk, calls, config, segments, supply, background);
        } catch (IOException | RuntimeException e) {
            for (Segment segment : segments.values()) {
                segment.file().close();
            }
            throw e;
        }
    }

    @Override
    public long logId() {
        return current.logId();
    }

    @Override
    public void replay(JournalPosition from, Handler handler) throws IOException {
        List<Segment> suffix = new ArrayList<>();
        for (int index = from.segment(); segments.containsKey(index); index++) {
            suffix.add(segments.get(index));
        }
        if (suffix.isEmpty() || suffix.getLast().index() != segments.lastKey()) {
            int missing = from.segment() + suffix.size();
            throw new JournalException("a journal segment is missing: expected="
                    + Segment.name(config.reactorIndex(), missing) + " folder=" + disk.describe(""));
        }
        JournalPosition end = new JournalRecovery(disk, suffix).replay(from, handler);
        current = suffix.get(end.segment() - from.segment());
        inFlightSegment = current;
        tail = end.offset();
        nextSequence = end.sequence();
        // Segments that were made ahead and not used yet come next.
        for (Segment ahead : List.copyOf(segments.tailMap(end.segment(), false).values())) {
            if (!supply.put(ahead)) {
                throw new JournalException("journal has more segments after its end than are made ahead: file="
                        + disk.describe(ahead.name()) + " offset=" + SEGMENT_HEADER_LENGTH);
            }
            segments.remove(ahead.index());
        }
    }

    @Override
    public JournalPosition position() {
        JournalPosition known = lastPosition;
        if (known.segment() != current.index() || known.offset() != tail || known.sequence() != nextSequence) {
            known = new JournalPosition(current.index(), tail, nextSequence);
            lastPosition = known;
        }
        return known;
    }

    @Override
    public JournalPosition durable() {
        return isCommitting
                ? new JournalPosition(inFlightSegment.index(), inFlightOffset, nextSequence - 1)
                : position();
    }

    @Override
    public List<Integer> segments() {
        if (segmentList.size() != segments.size() || segmentList.getLast() != current.index()) {
            segmentList = List.copyOf(segments.keySet());
        }
        return segmentList;
    }

    @Override
    public long segmentLength(int segment) {
        @Nullable Segment found = segments.get(segment);
        return found == null ? 0 : found.length();
    }

    @Override
    public void remove(int segment) {
        @Nullable Segment removed = segments.remove(segment);
        if (removed == null) {
            return;
        }
        background.execute(() -> {
            try {
                removed.file().close();
                disk.delete(removed.name());
            } catch (IOException e) {
                // The next start finds it there and removes it again.
                removalFailureCount.incrementAndGet();
            }
        });
    }

    @Override
    public boolean isDiskFull() {
        return !supply.failure().isEmpty();
    }

    @Override
    public void useReserve(boolean isAllowed) {
        isReserveAllowed = isAllowed;
    }

    @Override
    public long writtenBytes() {
        return writtenBytes;
    }

    @Override
    public boolean isWritable() {
        if (!poison.isEmpty()) {
            return false;
        }
        if (isReserveAllowed) {
            return true;
        }
        if (isInReserve) {
            supply.prepare(current.index() + 1);
            isInReserve = !supply.hasReady();
            refusal = isInReserve ? whyNoSegment() : "";
            return !isInReserve;
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
        calls.writeAndForce(current.file(), inFlightOffset, frame, length, written);
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
        writtenBytes += result == Outcome.DURABLE ? spare.length() : 0;
        return result;
    }

    @Override
    public boolean roll() {
        assert batch.recordCount() == 0 : batch.recordCount();
        @Nullable Segment next = supply.take(current.index() + 1, isReserveAllowed);
        if (next == null) {
            refusal = whyNoSegment();
            return false;
        }
        isInReserve = isReserveAllowed && !supply.hasReady();
        segments.put(next.index(), next);
        current = next;
        tail = SEGMENT_HEADER_LENGTH;
        return true;
    }

    /** Empty when it is being made. */
    private String whyNoSegment() {
        return supply.failure().isEmpty() ? "" : "no new journal segment can be made: " + supply.failure();
    }

    @Override
    public long recordLengthMax() {
        return batch.capacity() - FRAME_HEADER_LENGTH;
    }

    @Override
    public boolean isPending(long location) {
        return isIn(batch, current, tail, location) || isIn(spare, inFlightSegment, inFlightOffset, location);
    }

    private static boolean isIn(CommitBuffer frame, Segment segment, int start, long location) {
        int offset = Location.offset(location) - start;
        return Location.segment(location) == segment.index() && offset >= 0 && offset < frame.length();
    }

    @Override
    public boolean copyPending(long location, byte[] target, int length) {
        if (isIn(batch, current, tail, location)) {
            batch.copy(Location.offset(location) - tail, target, length);
            return true;
        }
        if (isIn(spare, inFlightSegment, inFlightOffset, location)) {
            spare.copy(Location.offset(location) - inFlightOffset, target, length);
            return true;
        }
        return false;
    }

    @Override
    public void read(long location, MemorySegment target, long targetOffset, int length, DiskCalls.Ended ended) {
        @Nullable Segment segment = segments.get(Location.segment(location));
        if (segment == null) {
            ended.ended(new DiskException(
                    DiskException.Step.OPEN, DiskException.Reason.FAILED, "segment is not there any more"));
            return;
        }
        calls.read(segment.file(), Location.offset(location), target, targetOffset, length, ended);
    }

    @Override
    public void close() throws IOException {
        supply.close();
        for (Segment segment : segments.values()) {
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
