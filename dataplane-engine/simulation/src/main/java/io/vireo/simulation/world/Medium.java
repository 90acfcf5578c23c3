package io.vireo.simulation.world;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is on a disk and in the cache before it: files by name, each with what programs see and what would be there after a loss of power. Outlives the
 * machine's crashes. Threads: one.
 */
public final class Medium {
    private static final int SECTOR_LENGTH = 512;

    /**
     * Bytes that were written and not forced yet.
     *
     * @param order of all writes to the disk
     */
    private record Write(int position, byte[] bytes, long order, boolean isForgotten) {}

    /**
     * A place where something is durable.
     *
     * @param name of the file
     */
    public record Spot(String name, int position, int length) {}

    /**
     * A bit that was turned over.
     *
     * @param bit 0 to 7
     */
    public record Flip(String name, int position, int bit) {}

    /** A file. */
    static final class Content {
        private byte[] seen = new byte[0];
        private byte[] durable = new byte[0];
        private List<Write> unforced = new ArrayList<>();

        int length() {
            return seen.length;
        }

        private void write(int position, byte[] bytes, long order) {
            seen = grown(seen, position + bytes.length);
            System.arraycopy(bytes, 0, seen, position, bytes.length);
            unforced.add(new Write(position, bytes, order, false));
        }

        void read(int position, ByteBuffer target) {
            target.put(seen, position, target.remaining());
        }

        /** Gives the file zeros up to a length, durably. */
        void preallocate(int length) {
            seen = grown(seen, length);
            durable = grown(durable, length);
        }

        /** Makes everything durable that a failed force has not made the cache forget; tells where. */
        List<Write> force() {
            List<Write> forced = new ArrayList<>();
            List<Write> rest = new ArrayList<>();
            for (Write write : unforced) {
                if (write.isForgotten()) {
                    rest.add(write);
                } else {
                    put(write.position(), write.bytes(), 0, write.bytes().length);
                    forced.add(write);
                }
            }
            unforced = rest;
            return forced;
        }

        /** The system could not write these pages: it drops them, and a later force does not tell. */
        void forget() {
            unforced.replaceAll(write -> new Write(write.position(), write.bytes(), write.order(), true));
        }

        private void put(int position, byte[] bytes, int from, int to) {
            durable = grown(durable, position + to);
            System.arraycopy(bytes, from, durable, position + from, to - from);
        }

        private static byte[] grown(byte[] bytes, int length) {
            return length <= bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }

    /** How much of what was not forced a loss of power leaves. */
    private enum Loss {
        ALL,
        NOTHING,
        SECTORS,
        LATER_WRITES
    }

    private final TreeMap<String, Content> files = new TreeMap<>();
    private final TreeMap<String, Content> unnamed = new TreeMap<>();
    private final List<Spot> spots = new ArrayList<>();
    private final List<Flip> flips = new ArrayList<>();
    private final Dice dice;
    private final Consumer<Fault> faults;
    private boolean hasRotted;
    private long writeCount;

    /** Of the loss of power that is under way: the first write of which something is lost, and the last of which something is kept. */
    private long firstLost;

    private long lastKept;

    /**
     * An empty disk.
     *
     * @param faults is told what a loss of power did
     */
    public Medium(Dice dice, Consumer<Fault> faults) {
        this.dice = dice;
        this.faults = faults;
    }

    void write(Content content, int position, byte[] bytes) {
        content.write(position, bytes, ++writeCount);
    }

    /** The names of all files, sorted. */
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Nullable Content file(String name) {
        return files.get(name);
    }

    @Nullable Content unnamed(String name) {
        return unnamed.get(name);
    }

    Content begin(String name) {
        Content content = new Content();
        unnamed.put(name, content);
        return content;
    }

    void publish(String name, Content content) {
        unnamed.remove(name);
        files.put(name, content);
        spots.removeIf(spot -> spot.name().equals(name));
        if (content.durable.length > 0) {
            spots.add(new Spot(name, 0, content.durable.length));
        }
    }

    void delete(String name) {
        files.remove(name); // who has it open reads on
        spots.removeIf(spot -> spot.name().equals(name));
        flips.removeIf(flip -> flip.name().equals(name));
    }

    void removeUnfinished() {
        unnamed.clear();
    }

    void forced(String name, Content content) {
        for (Write write : content.force()) {
            boolean isData = write.bytes().length >= 8 && (write.bytes()[0] | write.bytes()[1]) != 0;
            if (isData && files.get(name) == content) {
                spots.add(new Spot(name, write.position(), write.bytes().length));
            }
            flips.removeIf(flip -> flip.name().equals(name)
                    && flip.position() >= write.position()
                    && flip.position() < write.position() + write.bytes().length);
        }
    }

    /** Bytes that all files take. */
    public long usedBytes() {
        return files.values().stream().mapToLong(Content::length).sum()
                + unnamed.values().stream().mapToLong(Content::length).sum();
    }

    /** Leaves of what was not forced what a loss of power leaves. */
    public void losePower() {
        Loss loss = Loss.values()[dice.between(0, Loss.values().length - 1)];
        firstLost = Long.MAX_VALUE;
        lastKept = 0;
        for (Content content : files.values()) {
            lose(content, loss);
        }
        if (firstLost < lastKept) {
            faults.accept(Fault.WRITES_REORDERED);
        }
        unnamed.clear();
    }

    private void lose(Content content, Loss loss) {
        int kept = loss == Loss.LATER_WRITES ? dice.between(0, content.unforced.size()) : content.unforced.size();
        for (int i = 0; i < content.unforced.size(); i++) {
            Write write = content.unforced.get(i);
            int length = write.bytes().length;
            int left =
                    switch (loss) {
                        case ALL -> 0;
                        case NOTHING, LATER_WRITES -> i < kept ? keep(content, write, 0, length) : 0;
                        case SECTORS -> keepSectors(content, write);
                    };
            if (left < length) {
                faults.accept(left == 0 ? Fault.WRITE_LOST : Fault.WRITE_TORN);
                firstLost = Math.min(firstLost, write.order());
            }
            if (left > 0) {
                lastKept = Math.max(lastKept, write.order());
            }
        }
        content.unforced = new ArrayList<>();
        content.seen = content.durable.clone();
    }

    private static int keep(Content content, Write write, int from, int to) {
        content.put(write.position(), write.bytes(), from, to);
        return to - from;
    }

    /** Any of the sectors, and of each perhaps only the beginning; how many bytes. */
    private int keepSectors(Content content, Write write) {
        int length = write.bytes().length;
        int from = 0;
        int left = 0;
        while (from < length) {
            int inSector = SECTOR_LENGTH - (write.position() + from) % SECTOR_LENGTH;
            int to = Math.min(length, from + inSector);
            if (dice.chance(0.5)) {
                left += keep(content, write, from, dice.chance(0.1) ? dice.between(from, to) : to);
            }
            from = to;
        }
        return left;
    }

    /** Places where a bit can rot: durable, and with something later behind it in its file, so that it cannot be taken for the end of a log. */
    public List<Spot> spots() {
        List<Spot> safe = new ArrayList<>();
        for (Spot spot : spots) {
            boolean isFollowed = false;
            for (Spot other : spots) {
                isFollowed |= other.name().equals(spot.name()) && other.position() > spot.position();
            }
            if (isFollowed) {
                safe.add(spot);
            }
        }
        return safe;
    }

    /** Turns over a bit of what is durable. */
    public void flip(Flip flip) {
        flips.add(flip);
        hasRotted = true;
        turn(flip);
    }

    /** Bits that are the wrong way round. */
    public List<Flip> flips() {
        return List.copyOf(flips);
    }

    /** Whether a bit has ever turned over. */
    public boolean hasRotted() {
        return hasRotted;
    }

    /** Turns all flipped bits back. */
    public void heal() {
        flips.forEach(this::turn);
        flips.clear();
    }

    private void turn(Flip flip) {
        Content content = files.get(flip.name());
        if (content != null) {
            content.durable[flip.position()] ^= (byte) (1 << flip.bit());
            content.seen[flip.position()] ^= (byte) (1 << flip.bit());
        }
    }
}
