package io.vireo.engine;

import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.DiskWaker;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.journal.JournalConfig;
import io.vireo.engine.journal.LocalJournal;
import io.vireo.engine.reactor.EngineIdentity;
import io.vireo.engine.reactor.Entrance;
import io.vireo.engine.reactor.Reactor;
import io.vireo.engine.reactor.ReactorConfig;
import io.vireo.engine.reactor.ReactorState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * All of an engine but its threads and its socket: reactors over their recovered state. {@link Engine} gives each a thread; a simulation steps them one after
 * the other. Whatever comes from the machine is a parameter.
 */
public final class ReactorGroup implements AutoCloseable {
    /** Operations that each reactor may have under way on its disk. */
    private static final int DISK_OPERATIONS = 128;

    private final List<DiskCalls> queues = new ArrayList<>();
    private final List<Journal> journals = new ArrayList<>();
    private final List<ReactorState> states = new ArrayList<>();

    private ReactorGroup() {}

    /**
     * Recovers what the disk holds.
     *
     * @param random unpredictable, except in a simulation
     * @param background does what a reactor must not wait for
     * @param wakers for each reactor, what ends its sleep, or keeps it from its next one
     * @throws IOException the message says which file is in the way
     */
    public static ReactorGroup recover(
            EngineConfig config,
            Disk disk,
            EpochClock clock,
            RandomGenerator random,
            Executor background,
            List<? extends DiskWaker> wakers)
            throws IOException {
        ReactorGroup group = new ReactorGroup();
        try {
            group.open(config, disk, clock, random, background, wakers);
            return group;
        } catch (IOException | RuntimeException e) {
            group.close();
            throw e;
        }
    }

    private void open(
            EngineConfig config,
            Disk disk,
            EpochClock clock,
            RandomGenerator random,
            Executor background,
            List<? extends DiskWaker> wakers)
            throws IOException {
        EngineIdentity identity = new EngineIdentity(config.partitions(), config.reactors(), Engine.VERSION);
        for (int index = 0; index < config.reactors(); index++) {
            JournalConfig journalConfig =
                    new JournalConfig(index, config.reactors(), config.partitions(), config.segmentBytes());
            DiskWaker waker = wakers.get(index);
            Runnable wake = waker::wake;
            DiskCalls calls = new DiskCalls(disk.openQueue(DISK_OPERATIONS, waker));
            queues.add(calls);
            Journal journal = LocalJournal.open(disk, calls, journalConfig, clock, random, background, wake);
            journals.add(journal);
            long memoryBytes = config.memoryBytes() / config.reactors();
            ReactorConfig reactorConfig = new ReactorConfig(
                    disk,
                    calls,
                    journalConfig,
                    clock,
                    background,
                    wake,
                    memoryBytes,
                    config.checkpointBytes(),
                    config.scrubBytesPerSecond() / config.reactors(),
                    random.nextLong());
            states.add(new ReactorState(reactorConfig, identity, journal));
            calls.handOver(); // to the reactor's thread, from the one that recovered
        }
        states.forEach(state -> state.introduceStreamsTo(states));
    }

    /**
     * The loops, none of which has begun.
     *
     * @param entrances one for each reactor
     * @param faults takes what must not happen and did
     */
    public List<Reactor> reactors(List<? extends Entrance> entrances, Consumer<Throwable> faults) {
        List<Reactor> reactors = new ArrayList<>();
        for (int index = 0; index < states.size(); index++) {
            reactors.add(states.get(index).reactor(entrances.get(index), states, faults));
        }
        return reactors;
    }

    /** What a person should know of the start: damaged checkpoints, for one. */
    public List<String> notes() {
        return states.stream().flatMap(state -> state.notes().stream()).toList();
    }

    /** Items that there are. While no reactor runs. */
    public long itemCount() {
        return states.stream().mapToLong(ReactorState::itemCount).sum();
    }

    /** Ends what the disks are doing and closes the journals, after the reactors have ended. */
    @Override
    public void close() throws IOException {
        queues.forEach(DiskCalls::close);
        queues.clear();
        states.forEach(ReactorState::close);
        states.clear();
        IOException failure = new IOException("journals could not be closed");
        for (Journal journal : journals) {
            try {
                journal.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        journals.clear();
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
