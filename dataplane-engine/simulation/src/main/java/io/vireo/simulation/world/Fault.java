package io.vireo.simulation.world;

import java.util.Locale;

/** What can go wrong in a run. Each is counted when it happens: one that never does is a hole in the simulation. */
public enum Fault {
    /** The power fails while nothing is being changed on the disk. */
    POWER_LOST,
    /** The power fails in the middle of a write. */
    POWER_LOST_IN_WRITE,
    /** The power fails before a flush has done anything. */
    POWER_LOST_IN_FLUSH,
    /** The power fails while a file is made, named or removed. */
    POWER_LOST_IN_NAMING,
    /** The power fails while an engine starts. */
    POWER_LOST_IN_START,
    /** The process is killed; what is in the system's cache stays there. */
    PROCESS_KILLED,
    /** Of what was written and not flushed, a loss of power leaves a write out. */
    WRITE_LOST,
    /** Of a write, a loss of power leaves some sectors. */
    WRITE_TORN,
    /** A loss of power leaves of a write what it does not leave of an earlier one. */
    WRITES_REORDERED,
    /** A write fails, having written a part. */
    WRITE_FAILED,
    /** A flush fails, and the system forgets what it should have kept. */
    FLUSH_LOST,
    /** The disk has no room. */
    DISK_FULL,
    /** An operation takes a thousand times as long. */
    DISK_STALLED,
    /** An operation of a queue ends before one that was asked for earlier. */
    DISK_OVERTAKEN,
    /** A read fails. */
    READ_FAILED,
    /** A read ends before it has everything. */
    READ_SHORT,
    /** A read brings a bit that is not on the disk. */
    READ_ROTTEN,
    /** A bit on the disk turns over. */
    BIT_ROTTED,
    /** An engine refuses to start, and says where its files cannot be read. */
    START_REFUSED,
    /** The clock is set forward. */
    CLOCK_SET_FORWARD,
    /** The clock is set back. */
    CLOCK_SET_BACK,
    /** A client's process dies. */
    CLIENT_DIED,
    /** A client does not take its replies, and its ring is full. */
    RING_FULL,
    /** A hostile client sends something. */
    HOSTILE_MESSAGE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
