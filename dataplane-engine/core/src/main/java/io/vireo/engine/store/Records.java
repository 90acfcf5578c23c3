package io.vireo.engine.store;

import io.vireo.engine.cache.RecordCache;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteReader;
import io.vireo.engine.io.DiskException;
import io.vireo.engine.journal.Journal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The records of a reactor's log: those that are in memory, and how others get there. A record is in memory while its commit is not durable, then for as long as
 * the cache keeps it; a request that had some read keeps those itself. Threads: the reactor alone.
 */
public final class Records {
    private static final int SCRATCH_LENGTH = 4_096;

    private final Journal journal;
    private final RecordCache cache;
    private final SegmentUse use;
    private final ByteReader reader = new ByteReader();
    private final CRC32C crc = new CRC32C();
    private byte[] scratch = new byte[SCRATCH_LENGTH];
    private Fetched fetched = Fetched.NOTHING;

    /** Reads from a log, through a cache. */
    public Records(Journal journal, RecordCache cache, SegmentUse use) {
        this.journal = journal;
        this.cache = cache;
        this.use = use;
    }

    /** How much of each segment is in use. */
    public SegmentUse use() {
        return use;
    }

    /** What was read for the request that is executed from now on. */
    public void use(Fetched ofRequest) {
        fetched = ofRequest;
    }

    /** Whether a record is in memory, or is known to be damaged. */
    public boolean isThere(IndexEntry at) {
        return journal.isPending(at.location())
                || cache.find(at.location()) != RecordCache.ABSENT
                || fetched.contains(at.location());
    }

    /**
     * The bytes of a record that is in memory; valid until the next call.
     *
     * @throws CorruptRecordException it was read, and is damaged
     */
    public ByteReader find(IndexEntry at) {
        int length = at.length();
        byte[] own = fetched.find(at.location());
        if (own != null) {
            return reader.wrap(own, 0, own.length);
        }
        requireScratch(length);
        if (!journal.copyPending(at.location(), scratch, length)) {
            long record = cache.find(at.location());
            if (record == RecordCache.ABSENT) {
                throw new IllegalStateException("record is not in memory: " + at);
            }
            MemorySegment.copy(cache.bytes(), ValueLayout.JAVA_BYTE, record, scratch, 0, length);
        }
        return reader.wrap(scratch, 0, length);
    }

    /**
     * The bytes of a record, if it is in memory and was not read for the request that is executed; null: it is not. Valid until the next call. Allocates nothing once
     * the longest record has been here.
     */
    public @Nullable ByteReader findIfThere(IndexEntry at) {
        int length = at.length();
        requireScratch(length);
        if (!journal.copyPending(at.location(), scratch, length)) {
            long record = cache.find(at.location());
            if (record == RecordCache.ABSENT) {
                return null;
            }
            MemorySegment.copy(cache.bytes(), ValueLayout.JAVA_BYTE, record, scratch, 0, length);
        }
        return reader.wrap(scratch, 0, length);
    }

    private void requireScratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, scratch.length * 2)];
        }
    }

    /** Puts a record into the cache whose commit has just become durable. */
    public void keep(IndexEntry at) {
        if (at.length() > SCRATCH_LENGTH || !journal.copyPending(at.location(), scratch, at.length())) {
            return; // a long one, or one of an earlier commit
        }
        long record = cache.reserve(at.location(), at.length());
        if (record != RecordCache.FULL) {
            MemorySegment.copy(scratch, 0, cache.bytes(), ValueLayout.JAVA_BYTE, record, at.length());
            cache.publish(record);
            cache.unpin(record);
        }
    }

    /** Takes a record out of the cache that nothing refers to any more: others need the room. */
    public void forget(IndexEntry at) {
        cache.remove(at.location());
    }

    /**
     * Has a record read.
     *
     * @param what it is, for messages
     * @param into gets the record, or what is wrong with it
     */
    public void fetch(String what, IndexEntry at, Fetched into) {
        fetch(what, at, into, cache.reserve(at.location(), at.length()));
    }

    /** As {@link #fetch}, of what nobody else is likely to want: it is not put into the cache. */
    public void read(String what, IndexEntry at, Fetched into) {
        fetch(what, at, into, RecordCache.FULL);
    }

    private void fetch(String what, IndexEntry at, Fetched into, long record) {
        IndexEntry place = new IndexEntry().set(at);
        into.begin();
        use.pin(place.segment());
        boolean isCached = record != RecordCache.FULL;
        MemorySegment target = isCached ? cache.bytes() : Arena.ofAuto().allocate(place.length());
        long offset = isCached ? record : 0;
        read(what, place, target, offset, true, (bytes, fault) -> {
            use.unpin(place.segment());
            if (isCached) {
                if (fault == null) {
                    cache.publish(record);
                }
                cache.unpin(record);
            }
            if (fault == null) {
                into.done(place.location(), bytes);
            } else {
                into.failed(place.location(), fault);
            }
        });
    }

    /** Takes a record that was read. */
    private interface Taker {
        /** @param fault what is wrong with it; null: nothing */
        void take(byte[] bytes, @Nullable String fault);
    }

    /** Reads, and once more what looks damaged: what is damaged may be replaced unseen, so it must not be the disk's mood. */
    private void read(
            String what, IndexEntry place, MemorySegment target, long offset, boolean mayRepeat, Taker taker) {
        journal.read(place.location(), target, offset, place.length(), failure -> {
            byte[] bytes = target.asSlice(offset, place.length()).toArray(ValueLayout.JAVA_BYTE);
            @Nullable String fault = fault(what, place, bytes, failure);
            if (fault != null && mayRepeat) {
                read(what, place, target, offset, false, taker);
            } else {
                taker.take(bytes, fault);
            }
        });
    }

    private @Nullable String fault(String what, IndexEntry at, byte[] bytes, @Nullable DiskException failure) {
        String place = " " + what + " segment=" + at.segment() + " offset=" + at.offset();
        if (failure != null) {
            return "stored bytes cannot be read: " + failure.getMessage() + place;
        }
        crc.reset();
        crc.update(bytes);
        return (int) crc.getValue() == at.checksum() ? null : "stored bytes fail their checksum:" + place;
    }
}
