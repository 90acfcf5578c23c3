package io.vireo.simulation.world;

import io.vireo.engine.io.DiskException;
import io.vireo.engine.io.DiskException.Step;
import io.vireo.engine.io.DiskFile;
import io.vireo.simulation.world.Medium.Content;
import java.nio.ByteBuffer;

/** An open file of a simulated disk. Threads: one. */
final class SimulatedFile implements DiskFile {
    private final SimulatedDisk disk;
    private final String name;
    private final Content content;
    private boolean isClosed;

    SimulatedFile(SimulatedDisk disk, String name, Content content) {
        this.disk = disk;
        this.name = name;
        this.content = content;
    }

    String name() {
        return name;
    }

    Content content() {
        return content;
    }

    @Override
    public long length() {
        disk.requirePower();
        return content.length();
    }

    @Override
    public void write(ByteBuffer source, long position) throws DiskException {
        requireOpen(Step.WRITE);
        disk.spend();
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        writeNow(bytes, position);
    }

    @Override
    public void read(ByteBuffer target, long position) throws DiskException {
        requireOpen(Step.READ);
        readNow(target, position);
    }

    @Override
    public void force() throws DiskException {
        requireOpen(Step.FORCE);
        disk.spend();
        forceNow();
    }

    void writeNow(byte[] bytes, long position) throws DiskException {
        disk.write(content, Math.toIntExact(position), bytes);
    }

    void readNow(ByteBuffer target, long position) throws DiskException {
        disk.read(name, content, Math.toIntExact(position), target);
    }

    void forceNow() throws DiskException {
        disk.force(name, content);
    }

    private void requireOpen(Step step) throws DiskException {
        if (isClosed) {
            throw SimulatedQueue.closed(step);
        }
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
