package io.vireo.engine.io;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** A disk in memory that fails when it is told to, and forgets what was not forced when it crashes. One thread uses it; another may tell it to fail. */
public final class SimulatedDisk implements Disk {
    private static final class Content {
        volatile byte[] bytes;
        volatile byte[] durable;
    }

    private final Map<String, Content> files = new ConcurrentSkipListMap<>();
    private final Map<String, Content> begun = new ConcurrentSkipListMap<>();

    /** Bytes that files may take. */
    public volatile long capacity = Long.MAX_VALUE;

    /** How many of the next writes fail, after having written half. */
    public volatile int failingWrites;

    /** How many of the next reads fail. */
    public volatile int failingReads;

    /** Which of the next reads brings a wrong bit, from 1; 0: none. */
    public volatile int rottenRead;

    /** In which byte that is; the last one when there are fewer. */
    public volatile int rottenByte;

    /** Whether reads that are asked for do not end until this changes. */
    public volatile boolean stallsReads;

    /** Whether the next forces fail. */
    public volatile boolean failsForces;

    /** Forces that succeeded. */
    public volatile int forceCount;

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public DiskFile create(String name, long length, ByteBuffer start) throws IOException {
        long used = files.values().stream()
                .mapToLong(content -> content.bytes.length)
                .sum();
        if (used + length > capacity) {
            throw new IOException("No space left on device");
        }
        Content content = new Content();
        content.bytes = new byte[(int) length];
        start.get(content.bytes, 0, start.remaining());
        content.durable = content.bytes.clone();
        files.put(name, content);
        return new SimulatedFile(content);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        Content content = files.get(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        return new SimulatedFile(content);
    }

    @Override
    public DiskFile begin(String name) {
        Content content = new Content();
        content.bytes = new byte[0];
        content.durable = new byte[0];
        begun.put(name, content);
        return new SimulatedFile(content);
    }

    @Override
    public void publish(String name) throws IOException {
        Content content = begun.remove(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        files.put(name, content);
    }

    @Override
    public void delete(String name) {
        files.remove(name);
    }

    @Override
    public void removeUnfinished() {
        begun.clear();
    }

    @Override
    public DiskQueue openQueue(int capacity, DiskWaker waker) {
        return new BlockingDiskQueue(capacity, () -> stallsReads);
    }

    @Override
    public String access() {
        return "simulated";
    }

    @Override
    public String describe(String name) {
        return "/simulated/" + name;
    }

    /** What a machine finds on this disk after it lost power: what was forced. */
    public SimulatedDisk crashed() {
        SimulatedDisk after = new SimulatedDisk();
        files.forEach((name, content) -> after.put(name, content.durable.clone()));
        return after;
    }

    /** The same bytes, forced or not. */
    public SimulatedDisk copy() {
        SimulatedDisk after = new SimulatedDisk();
        files.forEach((name, content) -> after.put(name, content.bytes.clone()));
        return after;
    }

    private void put(String name, byte[] bytes) {
        Content content = new Content();
        content.bytes = bytes;
        content.durable = bytes.clone();
        files.put(name, content);
    }

    /** The bytes of a file, to be damaged. */
    public byte[] bytes(String name) {
        return files.get(name).bytes;
    }

    public void remove(String name) {
        files.remove(name);
    }

    private final class SimulatedFile implements DiskFile {
        private final Content content;

        SimulatedFile(Content content) {
            this.content = content;
        }

        @Override
        public long length() {
            return content.bytes.length;
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            boolean fails = failingWrites > 0;
            int end = (int) position + source.remaining();
            if (end > content.bytes.length) {
                content.bytes = Arrays.copyOf(content.bytes, end);
            }
            source.get(content.bytes, (int) position, fails ? source.remaining() / 2 : source.remaining());
            if (fails) {
                failingWrites = failingWrites - 1;
                throw new IOException("Input/output error");
            }
        }

        @Override
        public void read(ByteBuffer target, long position) throws IOException {
            if (position + target.remaining() > content.bytes.length) {
                throw new EOFException("position=" + position);
            }
            if (failingReads > 0) {
                failingReads = failingReads - 1;
                throw new IOException("Input/output error");
            }
            byte[] bytes = Arrays.copyOfRange(content.bytes, (int) position, (int) position + target.remaining());
            if (rottenRead > 0 && bytes.length > 0) {
                rottenRead = rottenRead - 1;
                if (rottenRead == 0) {
                    bytes[Math.min(rottenByte, bytes.length - 1)] ^= 1;
                }
            }
            target.put(bytes);
        }

        @Override
        public void force() throws IOException {
            if (failsForces) {
                throw new IOException("Input/output error");
            }
            forceCount = forceCount + 1;
            content.durable = Arrays.copyOf(content.bytes, content.bytes.length);
        }

        @Override
        public void close() {}
    }
}
