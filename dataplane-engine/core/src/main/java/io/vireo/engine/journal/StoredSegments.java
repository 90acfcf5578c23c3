package io.vireo.engine.journal;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.DiskException;
import io.vireo.engine.io.DiskFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The segments of one reactor's log as they lie on a disk, to be read by somebody who is not the engine. Changes nothing. Threads: one; blocks. */
public final class StoredSegments implements SegmentSource, AutoCloseable {
    /** A file that has the name of a segment and cannot be read as one: the message says why, and where. */
    public record Unusable(String name, String fault) {}

    private record Opened(DiskFile file, SegmentHeader header) {}

    private final Disk disk;
    private final int reactorIndex;
    private final TreeMap<Integer, Opened> segments = new TreeMap<>();
    private final List<Unusable> unusable = new ArrayList<>();
    private long logId;

    private StoredSegments(Disk disk, int reactorIndex) {
        this.disk = disk;
        this.reactorIndex = reactorIndex;
    }

    /** Of the file of a segment. */
    public static String name(int reactorIndex, int segment) {
        return Segment.name(reactorIndex, segment);
    }

    /** Reactors that have files here. */
    public static SortedSet<Integer> reactors(Disk disk) throws IOException {
        SortedSet<Integer> reactors = new TreeSet<>();
        for (String name : disk.names()) {
            if (name.matches("reactor-[0-9]{3}-[0-9]{8}[.][a-z]+")) {
                reactors.add(Integer.valueOf(name.substring("reactor-".length(), "reactor-000".length())));
            }
        }
        return reactors;
    }

    /** Opens all that is there of a log. The oldest segment whose header is whole says which log it is; others are {@link #unusable}. */
    public static StoredSegments open(Disk disk, int reactorIndex) throws IOException {
        StoredSegments stored = new StoredSegments(disk, reactorIndex);
        String prefix = Segment.prefix(reactorIndex);
        for (String name : disk.names()) {
            if (name.startsWith(prefix) && name.endsWith(Segment.SUFFIX)) {
                stored.add(name);
            }
        }
        return stored;
    }

    private void add(String name) throws IOException {
        @Nullable DiskFile file = null;
        try {
            file = disk.open(name);
            String where = "file=" + disk.describe(name) + " offset=0";
            SegmentHeader header = SegmentHeader.read(file, name, where);
            logId = segments.isEmpty() ? header.logId() : logId;
            if (header.logId() != logId) {
                throw new JournalException("journal segment belongs to another log: " + where);
            }
            segments.put(header.segmentIndex(), new Opened(file, header));
        } catch (IOException e) {
            if (file != null) {
                file.close();
            }
            unusable.add(new Unusable(name, String.valueOf(e.getMessage())));
        }
    }

    /** What their headers say, by index. */
    public NavigableMap<Integer, SegmentHeader> headers() {
        NavigableMap<Integer, SegmentHeader> headers = new TreeMap<>();
        segments.forEach((index, opened) -> headers.put(index, opened.header()));
        return headers;
    }

    /** Whose log it is. */
    public int reactorIndex() {
        return reactorIndex;
    }

    /** Files that are no segments of this log though their names say so. */
    public List<Unusable> unusable() {
        return unusable;
    }

    @Override
    public long logId() {
        return logId;
    }

    @Override
    public long segmentLength(int segment) {
        @Nullable Opened opened = segments.get(segment);
        return opened == null ? 0 : opened.header().segmentLength();
    }

    @Override
    public void read(long location, MemorySegment target, long targetOffset, int length, DiskCalls.Ended ended) {
        @Nullable Opened opened = segments.get(Location.segment(location));
        if (opened == null) {
            ended.ended(new DiskException(
                    DiskException.Step.OPEN, DiskException.Reason.FAILED, "there is no such segment"));
            return;
        }
        try {
            opened.file().read(target.asSlice(targetOffset, length).asByteBuffer(), Location.offset(location));
        } catch (IOException e) {
            ended.ended(new DiskException(
                    DiskException.Step.READ, DiskException.Reason.FAILED, String.valueOf(e.getMessage())));
            return;
        }
        ended.ended(null);
    }

    @Override
    public void close() throws IOException {
        for (Opened opened : segments.values()) {
            opened.file().close();
        }
        segments.clear();
    }
}
