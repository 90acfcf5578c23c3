package io.vireo.engine.partition;

import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.journal.Location;
import io.vireo.engine.store.SegmentUse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Bytes of a body that came in parts and that a put will take over. Its channel forgets it. Threads: the reactor alone. */
public final class BodyStage {
    private final List<Extent> extents = new ArrayList<>();
    private final CRC32C checksum = new CRC32C();
    private final SegmentUse use;
    private long length;
    private boolean isTaken;

    /** Starts empty. What it gets stays on the disk until {@link #release}. */
    public BodyStage(SegmentUse use) {
        this.use = use;
    }

    /** Of what came so far, in bytes. */
    public long length() {
        return length;
    }

    /** Adds a part that the journal holds; the view has its bytes. */
    void add(Extent extent, ByteBuffer view) {
        checksum.update(view);
        extents.add(extent);
        use.pin(Location.segment(extent.location()));
        length += extent.length();
    }

    /** Says whether a transaction that is not decided would take it over. */
    public void setTaken(boolean newIsTaken) {
        isTaken = newIsTaken;
    }

    /** Whether a transaction that is not decided would take it over: it is nobody else's meanwhile, and gets no more. */
    public boolean isTaken() {
        return isTaken;
    }

    /** It was taken over, or is given up. */
    public void release() {
        for (Extent extent : extents) {
            use.unpin(Location.segment(extent.location()));
        }
        extents.clear();
    }

    Body body() {
        return extents.isEmpty() ? Body.EMPTY : new Body(length, (int) checksum.getValue(), List.copyOf(extents));
    }
}
