package io.vireo.engine;

import io.vireo.channel.ChannelConfig;
import io.vireo.channel.ChannelServer;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.Grant;
import io.vireo.channel.GrantSigner;
import io.vireo.channel.remote.RemoteConfig;
import io.vireo.channel.remote.RemoteServer;
import io.vireo.engine.io.Disk;
import io.vireo.engine.io.DiskWaker;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.reactor.ChannelEntrance;
import io.vireo.engine.reactor.Reactor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a node: reactors over their recovered state, and the socket that clients connect to. What it asks of the machine comes in as parameters.
 *
 * <p>Threads: {@link #start} and {@link #close} from one; the rest is inside.
 */
public final class Engine implements AutoCloseable {
    /** Of the software; told to clients. */
    public static final String VERSION = "0.1.0";

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final List<AutoCloseable> parts = new ArrayList<>();
    private final List<Reactor> reactors = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private long itemCount;
    private List<String> notes = List.of();
    private @Nullable InetSocketAddress remoteAddress;

    private Engine() {}

    /**
     * Recovers what the disk holds, then listens.
     *
     * @param random unpredictable, except in a simulation
     * @param grantKey that grants are signed with
     * @param faults takes what must not happen and did: a request that failed inside, or the end of a reactor
     * @param death runs when a reactor has ended though nobody asked it to: the engine is of no use then
     * @throws IOException the message says which file is in the way, or that somebody listens already
     */
    public static Engine start(
            EngineConfig config,
            Disk disk,
            EpochClock clock,
            RandomGenerator random,
            byte[] grantKey,
            Consumer<Throwable> faults,
            Runnable death)
            throws IOException {
        Engine engine = new Engine();
        try {
            engine.open(config, disk, clock, random, grantKey, faults, death);
            return engine;
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private void open(
            EngineConfig config,
            Disk disk,
            EpochClock clock,
            RandomGenerator random,
            byte[] grantKey,
            Consumer<Throwable> faults,
            Runnable death)
            throws IOException {
        ExecutorService segmentPreparer = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("engine-segments").daemon().factory());
        parts.add(segmentPreparer::shutdown);
        List<ChannelWaiter> waiters = new ArrayList<>();
        for (int index = 0; index < config.reactors(); index++) {
            ChannelWaiter waiter = ChannelWaiter.open(config.spinNs());
            parts.add(waiter);
            waiters.add(waiter);
        }
        List<WaiterWaker> wakers = waiters.stream().map(WaiterWaker::new).toList();
        ReactorGroup group = ReactorGroup.recover(config, disk, clock, random, segmentPreparer, wakers);
        parts.add(group);
        itemCount = group.itemCount();
        notes = group.notes();
        GrantSigner signer = new GrantSigner(grantKey);
        ChannelServer<Grant> server = ChannelServer.listen(
                config.socket(),
                ChannelConfig.ofEngine(config.partitions()),
                token -> signer.verify(token, Math.floorDiv(clock.nowNs(), NS_PER_SECOND)),
                waiters);
        parts.add(server);
        List<ChannelEntrance> entrances = new ArrayList<>();
        for (ChannelWaiter waiter : waiters) {
            entrances.add(new ChannelEntrance(server, waiter, entrances.size()));
        }
        for (Reactor reactor : group.reactors(entrances, faults)) {
            reactors.add(reactor);
            threads.add(Thread.ofPlatform().name("reactor-" + threads.size()).start(() -> run(reactor, faults, death)));
        }
        RemoteConfig remote = config.remote();
        if (remote != null) {
            RemoteServer remoteServer = RemoteServer.start(remote, config.socket());
            parts.add(remoteServer);
            remoteAddress = remoteServer.address();
            notes = Stream.concat(notes.stream(), Stream.of(remoteServer.fault()))
                    .filter(note -> !note.isEmpty())
                    .toList();
        }
    }

    /** Ends the sleep of a reactor: by a call, or by the kernel's signal. */
    private record WaiterWaker(ChannelWaiter waiter) implements DiskWaker {
        @Override
        public void wake() {
            waiter.wake();
        }

        @Override
        public int descriptor() {
            return waiter.wakeDescriptor();
        }
    }

    private static void run(Reactor reactor, Consumer<Throwable> faults, Runnable death) {
        try {
            reactor.run();
        } catch (RuntimeException | Error e) {
            faults.accept(e);
            death.run();
        }
    }

    /** Items that were there at the start. */
    public long itemCount() {
        return itemCount;
    }

    /** Where clients of other nodes come in, when they do. */
    public Optional<InetSocketAddress> remoteAddress() {
        return Optional.ofNullable(remoteAddress);
    }

    /** What a person should know of the start. */
    public List<String> notes() {
        return notes;
    }

    /** Answers what was asked for and taken, then closes everything. A second call does nothing. */
    @Override
    public void close() throws IOException {
        reactors.forEach(Reactor::stop);
        boolean isInterrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        IOException failure = new IOException("engine could not close all of its parts");
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        reactors.clear();
        threads.clear();
        parts.clear();
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
