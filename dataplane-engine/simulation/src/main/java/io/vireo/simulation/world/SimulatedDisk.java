package io.vireo.simulation.world;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskException;
import io.vireo.engine.io.DiskException.Reason;
import io.vireo.engine.io.DiskException.Step;
import io.vireo.engine.io.DiskFile;
import io.vireo.engine.io.DiskQueue;
import io.vireo.engine.io.DiskWaker;
import io.vireo.simulation.world.Medium.Content;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A disk as one start of a machine sees it. It takes time, fails when its faults say so, and stops with the machine: after a loss of power every call throws
 * {@link PowerLoss}. Threads: one.
 */
public final class SimulatedDisk implements Disk {
    private static final int STALL_FACTOR = 1_000;

    private final World world;
    private final Medium medium;
    private final Dice dice;
    private final List<SimulatedQueue> queues = new ArrayList<>();
    private DiskFaults faults = DiskFaults.NONE;
    private boolean hasFailed;
    private boolean hasMisread;
    private boolean isNamingDoomed;
    private boolean isNextReadSound;
    private boolean isLost;
    private boolean isAwaited;
    private long changesUntilLoss = Long.MAX_VALUE;

    /** A disk over what earlier starts left. */
    public SimulatedDisk(World world, Medium medium) {
        this.world = world;
        this.medium = medium;
        this.dice = world.dice().split();
    }

    /** How it misbehaves from now on. */
    public void setFaults(DiskFaults newFaults) {
        faults = newFaults;
    }

    /** Whether who asks for something waits for it, as an engine does that starts: then its time passes at once, and nothing else happens in it. */
    public void await(boolean isWaiting) {
        isAwaited = isWaiting;
    }

    boolean isAwaited() {
        return isAwaited;
    }

    /** Has the power fail in the middle of a change: 1 for the next. */
    public void losePowerAt(long change) {
        changesUntilLoss = change;
    }

    /** Has the power fail when a file is made, named or removed next. */
    public void losePowerInNaming() {
        isNamingDoomed = true;
    }

    /** The power fails now. Once. */
    public void losePower() {
        if (!isLost) {
            isLost = true;
            medium.losePower();
        }
    }

    /** The process ends now, and the machine goes on: what is in the cache stays there. */
    public void endProcess() {
        isLost = true;
    }

    /** Whether the power has failed, or the process has ended. */
    public boolean isLost() {
        return isLost;
    }

    /** Whether a write or a force has failed: after some of these nobody can know what is on the disk. */
    public boolean hasFailed() {
        return hasFailed;
    }

    /** Whether a read has failed, or brought something else than there is: what was read may then be taken for damaged. */
    public boolean hasMisread() {
        return hasMisread;
    }

    @Override
    public List<String> names() {
        requirePower();
        return medium.names();
    }

    @Override
    public DiskFile create(String name, long length, ByteBuffer start) throws IOException {
        spend();
        if (medium.usedBytes() + length > faults.capacity()) {
            world.count(Fault.DISK_FULL);
            throw full(Step.OPEN);
        }
        if (isLossInNamingDue()) {
            throw powerLoss(Fault.POWER_LOST_IN_NAMING);
        }
        Content content = medium.begin(name);
        content.preallocate((int) length);
        byte[] bytes = new byte[start.remaining()];
        start.get(bytes);
        medium.write(content, 0, bytes);
        content.force();
        medium.publish(name, content);
        return new SimulatedFile(this, name, content);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        requirePower();
        Content content = medium.file(name);
        if (content == null) {
            throw new FileNotFoundException(describe(name));
        }
        return new SimulatedFile(this, name, content);
    }

    @Override
    public DiskFile begin(String name) {
        spend();
        if (isLossInNamingDue()) {
            throw powerLoss(Fault.POWER_LOST_IN_NAMING);
        }
        return new SimulatedFile(this, name, medium.begin(name));
    }

    @Override
    public void publish(String name) throws IOException {
        spend();
        Content content = medium.unnamed(name);
        if (content == null) {
            throw new FileNotFoundException(describe(name));
        }
        if (isLossInNamingDue()) {
            if (dice.nextBoolean()) {
                medium.publish(name, content);
            }
            throw powerLoss(Fault.POWER_LOST_IN_NAMING);
        }
        medium.publish(name, content);
    }

    @Override
    public void delete(String name) {
        spend();
        if (isLossInNamingDue()) {
            if (dice.nextBoolean()) {
                medium.delete(name);
            }
            throw powerLoss(Fault.POWER_LOST_IN_NAMING);
        }
        medium.delete(name);
    }

    @Override
    public DiskQueue openQueue(int capacity, DiskWaker waker) {
        requirePower();
        SimulatedQueue queue = new SimulatedQueue(world, this, capacity, waker);
        queues.add(queue);
        return queue;
    }

    void closed(SimulatedQueue queue) {
        queues.remove(queue);
    }

    /** Operations that queues were asked for and have not handed over. */
    public int pending() {
        return queues.stream().mapToInt(SimulatedQueue::pending).sum();
    }

    @Override
    public void removeUnfinished() {
        requirePower();
        medium.removeUnfinished();
    }

    @Override
    public String access() {
        return "simulated";
    }

    @Override
    public String describe(String name) {
        return "/simulated/" + name;
    }

    void requirePower() {
        if (isLost) {
            throw new PowerLoss();
        }
    }

    /** Time of an operation that its caller waits for. */
    void spend() {
        requirePower();
        world.spend(latencyNs());
    }

    long latencyNs() {
        long latencyNs = dice.around(faults.latencyNs());
        if (!dice.chance(faults.stalls())) {
            return latencyNs;
        }
        world.count(Fault.DISK_STALLED);
        return latencyNs * STALL_FACTOR;
    }

    private PowerLoss powerLoss(Fault fault) {
        world.count(fault);
        losePower();
        return new PowerLoss();
    }

    private static DiskException full(Step step) {
        return new DiskException(step, Reason.FULL, "No space left on device");
    }

    private static DiskException failed(Step step) {
        return new DiskException(step, Reason.FAILED, "Input/output error");
    }

    private boolean isLossInNamingDue() {
        return isLossDue() || isNamingDoomed;
    }

    private boolean isLossDue() {
        return --changesUntilLoss == 0;
    }

    /** Writes, or a part of it when it fails or the power does. */
    void write(Content content, int position, byte[] bytes) throws DiskException {
        requirePower();
        if (isLossDue()) {
            medium.write(content, position, bytes);
            throw powerLoss(Fault.POWER_LOST_IN_WRITE);
        }
        boolean isFull = position + bytes.length > content.length()
                && medium.usedBytes() + position + bytes.length - content.length() > faults.capacity();
        if (isFull || dice.chance(faults.writeFails())) {
            hasFailed = true;
            int written = bytes.length == 0 ? 0 : dice.between(0, bytes.length - 1);
            medium.write(content, position, Arrays.copyOf(bytes, written));
            world.count(isFull ? Fault.DISK_FULL : Fault.WRITE_FAILED);
            throw isFull ? full(Step.WRITE) : failed(Step.WRITE);
        }
        medium.write(content, position, bytes);
    }

    void force(String name, Content content) throws DiskException {
        requirePower();
        if (isLossDue()) {
            throw powerLoss(Fault.POWER_LOST_IN_FLUSH);
        }
        if (dice.chance(faults.forceFails())) {
            hasFailed = true;
            world.count(Fault.FLUSH_LOST);
            content.forget();
            throw failed(Step.FORCE);
        }
        medium.forced(name, content);
    }

    void read(String name, Content content, int position, ByteBuffer target) throws DiskException {
        requirePower();
        if (position + target.remaining() > content.length()) {
            throw new DiskException(
                    Step.READ,
                    Reason.ENDED,
                    "file ends before position=" + (position + target.remaining()) + " file=" + name);
        }
        if (dice.chance(faults.readFails())) {
            misread(name, content, position, target);
        } else {
            isNextReadSound = false;
            content.read(position, target);
        }
    }

    /** The bytes on the disk are right, and this read is not. */
    private void misread(String name, Content content, int position, ByteBuffer target) throws DiskException {
        hasMisread = true;
        int length = target.remaining();
        // Who reads again what looks damaged must come to know better: two wrong answers in a row prove nothing. Nor
        // does
        // one where a bit is wrong already.
        boolean isRotten = !isNextReadSound && medium.flips().isEmpty() && dice.nextBoolean();
        world.note("read goes wrong: file=" + name + " position=" + position + " length=" + length + " rotten="
                + isRotten);
        if (!isRotten && dice.nextBoolean()) {
            world.count(Fault.READ_FAILED);
            throw failed(Step.READ);
        }
        byte[] bytes = new byte[length];
        content.read(position, ByteBuffer.wrap(bytes));
        if (!isRotten) {
            int read = length == 0 ? 0 : dice.nextInt(length);
            target.put(bytes, 0, read);
            world.count(Fault.READ_SHORT);
            throw new DiskException(Step.READ, Reason.ENDED, "file ends before position=" + (position + length));
        }
        if (length > 0) {
            bytes[dice.nextInt(length)] ^= (byte) (1 << dice.nextInt(8));
        }
        target.put(bytes);
        isNextReadSound = true;
        world.count(Fault.READ_ROTTEN);
    }
}
