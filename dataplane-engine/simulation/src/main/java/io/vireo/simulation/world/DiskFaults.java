package io.vireo.simulation.world;

/**
 * How a disk misbehaves.
 *
 * @param writeFails probability that a write fails, having written a part
 * @param forceFails probability that a force fails, leaving unknown what is on the disk
 * @param readFails probability that a read fails, is short, or brings a wrong bit, this once
 * @param latencyNs mean time of an operation
 * @param stalls probability that an operation takes a thousand times as long
 * @param capacity bytes that files may take
 */
public record DiskFaults(
        double writeFails, double forceFails, double readFails, long latencyNs, double stalls, long capacity) {
    /** Of a disk that does what it should. */
    public static final DiskFaults NONE = new DiskFaults(0, 0, 0, 20_000, 0, Long.MAX_VALUE);

    /** The same with reads that go wrong as often as this. */
    public DiskFaults withReads(double probability) {
        return new DiskFaults(writeFails, forceFails, probability, latencyNs, stalls, capacity);
    }

    /** The same with another capacity. */
    public DiskFaults withCapacity(long bytes) {
        return new DiskFaults(writeFails, forceFails, readFails, latencyNs, stalls, bytes);
    }
}
