package io.vireo.engine.inspect;

import io.vireo.engine.checkpoint.CheckpointDecoder;
import io.vireo.engine.checkpoint.CheckpointException;
import io.vireo.engine.checkpoint.CheckpointHeader;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.inspect.Damage.Effect;
import io.vireo.engine.inspect.Inspection.OfCheckpoint;
import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskFile;
import io.vireo.engine.journal.JournalPosition;
import io.vireo.engine.journal.StoredSegments;
import io.vireo.engine.maintenance.CheckpointState;
import io.vireo.engine.partition.StoredEntry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/** Looks at one checkpoint: its blocks, its counters, and whether what its indexes refer to is there. */
final class CheckpointInspector implements CheckpointDecoder.Visitor {
    private final Disk disk;
    private final String name;
    private final StoredSegments segments;
    private final Findings findings;
    private final References references = new References();
    private final Map<Integer, Long> liveBytes = new HashMap<>();
    private final Set<Integer> partitions = new HashSet<>();
    private final CRC32C crc = new CRC32C();
    private MemorySegment record = Arena.ofAuto().allocate(4_096);
    private boolean isVerified;
    private long entries;

    CheckpointInspector(Disk disk, String name, StoredSegments segments, Findings findings) {
        this.disk = disk;
        this.name = name;
        this.segments = segments;
        this.findings = findings;
    }

    /** @param verifies whether to read what the indexes refer to */
    OfCheckpoint inspect(long number, boolean verifies) throws IOException {
        isVerified = verifies;
        long length = 0;
        try (DiskFile file = disk.open(name)) {
            length = file.length();
            try (CheckpointDecoder decoder = new CheckpointDecoder(file, disk.describe(name))) {
                CheckpointHeader header = decoder.header();
                if (header.logId() != segments.logId()) {
                    findings.add(name, 0, "checkpoint is not of this journal: " + header, Effect.STOPS_START);
                }
                decoder.decode(this);
                return new OfCheckpoint(
                        number,
                        disk.describe(name),
                        length,
                        true,
                        new JournalPosition(header.segment(), header.offset(), header.sequence()),
                        entries,
                        partitions.size());
            }
        } catch (CheckpointException e) {
            findings.add(name, 0, String.valueOf(e.getMessage()), Effect.COSTS_CHECKPOINT);
        } catch (IOException e) {
            findings.add(name, 0, "checkpoint cannot be read: " + e.getMessage(), Effect.COSTS_CHECKPOINT);
        }
        return new OfCheckpoint(number, disk.describe(name), length, false, JournalPosition.START, 0, 0);
    }

    /** Of a segment, in use when the checkpoint was taken. */
    long liveBytes(int segment) {
        return liveBytes.getOrDefault(segment, 0L);
    }

    @Override
    public void entry(CheckpointDecoder.Loaded loaded) {
        IndexEntry entry = loaded.entry();
        entries++;
        partitions.add(loaded.partition());
        byte[] copy = loaded.key().asSlice(0, loaded.keyLength()).toArray(ValueLayout.JAVA_BYTE);
        if (!StoredEntry.isPlace(copy)) {
            return;
        }
        if (Integer.toUnsignedLong(entry.offset()) + entry.length() > segments.segmentLength(entry.segment())) {
            refers("a place that is not there", copy, entry);
        } else if (isVerified) {
            compare(copy, entry);
        }
    }

    private void compare(byte[] key, IndexEntry entry) {
        int length = entry.length();
        if (record.byteSize() < length) {
            record = Arena.ofAuto().allocate(length);
        }
        segments.read(entry.location(), record, 0, length, failure -> {
            if (failure != null) {
                refers("bytes that cannot be read: " + failure.getMessage(), key, entry);
                return;
            }
            ByteBuffer bytes = record.asSlice(0, length).asByteBuffer();
            crc.reset();
            crc.update(bytes);
            if ((int) crc.getValue() != entry.checksum()) {
                refers("bytes that fail their checksum", key, entry);
            }
        });
    }

    private void refers(String what, byte[] key, IndexEntry entry) {
        references.add(
                key,
                "index refers to " + what + ": " + StoredEntry.subject(key) + " segment=" + entry.segment() + " offset="
                        + entry.offset() + " length=" + entry.length());
    }

    /** What its index refers to and is not there. */
    References references() {
        return references;
    }

    @Override
    public void item(int section, int partition, MemorySegment bytes, long offset, int length) {
        if (section == CheckpointState.SECTION_USE) {
            CheckpointState.use(
                    bytes.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE),
                    (segment, inUse) -> liveBytes.merge(segment, inUse, Long::sum));
        }
    }
}
