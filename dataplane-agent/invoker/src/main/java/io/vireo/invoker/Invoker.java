package io.vireo.invoker;

import io.vireo.channel.ChannelServer;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.RefusedException;
import io.vireo.channel.ServerChannel;
import io.vireo.gateway.FunctionAnswer;
import io.vireo.gateway.FunctionCall;
import io.vireo.gateway.FunctionDoor;
import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.log.LogLine;
import io.vireo.invoker.trigger.EventIds;
import io.vireo.invoker.worker.FunctionStatus;
import io.vireo.invoker.worker.Invocation;
import io.vireo.invoker.worker.RingWorkerChannel;
import io.vireo.invoker.worker.ServedFunction;
import io.vireo.invoker.worker.ServedFunction.WorkerRef;
import io.vireo.invoker.worker.WorkerHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a tenant's functions: takes calls from the gateway, hands them to workers as events and their answers back.
 *
 * <p>One thread, the loop, owns all functions, workers and rings; everything that others want of it arrives in one queue. It spins a
 * little when there is nothing to do and then sleeps until a worker, a caller or the clock wakes it.
 *
 * <p>Threads: any.
 */
public final class Invoker implements FunctionDoor, AutoCloseable {
    private static final int POLL_LIMIT = 64;
    private static final int COMMAND_LIMIT = 256;
    private static final int QUEUE_CHUNK_LENGTH = 1_024;
    private static final long LONGEST_SLEEP_NS = 60_000_000_000L;
    private static final int LOOP = 0;
    private static final Logger LOG = LoggerFactory.getLogger(Invoker.class);

    private final WorkerHost host;
    private final Function<String, Consumer<LogLine>> logs;
    private final Consumer<List<FunctionStatus>> onStatus;
    private final Runnable onFault;
    private final LongSupplier nanoTime;
    private final LongSupplier epochNs;
    private final RandomGenerator tokens;
    private final ChannelWaiter waiter;
    private final ChannelServer<WorkerRef> server;
    private final Thread loop;
    private final MpscUnboundedArrayQueue<Runnable> commands = new MpscUnboundedArrayQueue<>(QUEUE_CHUNK_LENGTH);
    private final Map<String, WorkerRef> expected = new ConcurrentHashMap<>();
    private final AtomicLong nextCorrelationId = new AtomicLong(1);
    private final ThreadLocal<SplittableRandom> eventIds;
    private final ReadWriteLock waiterLock = new ReentrantReadWriteLock();
    private final long startNs;

    /** Guarded by waiterLock: nobody may wake a waiter that is closed. */
    private boolean isClosed;

    // Owned by the loop.
    private final Map<String, ServedFunction> functions = new LinkedHashMap<>();
    private final List<ServedFunction> retired = new ArrayList<>();
    private ServedFunction[] all = {};
    private boolean isStopping;
    private @Nullable CountDownLatch drained;

    private Invoker(
            WorkerHost host,
            Function<String, Consumer<LogLine>> logs,
            Consumer<List<FunctionStatus>> onStatus,
            Runnable onFault,
            LongSupplier nanoTime,
            LongSupplier epochNs,
            RandomGenerator tokens,
            ChannelWaiter waiter,
            Path socket)
            throws IOException {
        this.host = host;
        this.logs = logs;
        this.onStatus = onStatus;
        this.onFault = onFault;
        this.nanoTime = nanoTime;
        this.epochNs = epochNs;
        this.tokens = tokens;
        this.waiter = waiter;
        this.startNs = nanoTime.getAsLong();
        long seed = tokens.nextLong();
        AtomicLong threads = new AtomicLong();
        this.eventIds = ThreadLocal.withInitial(() -> new SplittableRandom(seed + threads.incrementAndGet()));
        this.server = ChannelServer.listen(socket, WorkerChannels.CONFIG, this::authenticate, List.of(waiter));
        this.loop = Thread.ofPlatform().name("invoker").unstarted(this::run);
    }

    /**
     * Starts an invoker without functions.
     *
     * @param socket that workers connect to
     * @param host where processes come from
     * @param logs where the log lines of a function go, by its name
     * @param onStatus takes the states of all functions each time one changes; runs on the loop and must not block
     * @param onFault runs when a fault of ours ends the loop: nothing is answered any more
     * @param nanoTime monotonic
     * @param epochNs nanoseconds since 1970-01-01T00:00:00Z
     * @param tokens makes secrets
     * @param spinNs how long the loop spins before it sleeps
     */
    public static Invoker start(
            Path socket,
            WorkerHost host,
            Function<String, Consumer<LogLine>> logs,
            Consumer<List<FunctionStatus>> onStatus,
            Runnable onFault,
            LongSupplier nanoTime,
            LongSupplier epochNs,
            RandomGenerator tokens,
            long spinNs)
            throws IOException {
        ChannelWaiter waiter = ChannelWaiter.open(spinNs);
        Invoker invoker = new Invoker(host, logs, onStatus, onFault, nanoTime, epochNs, tokens, waiter, socket);
        invoker.loop.start();
        return invoker;
    }

    /** Goes on with these functions: new versions are started beside those that serve, functions that are missing end. */
    public void apply(List<FunctionConfig> configs) {
        execute(() -> applyOnLoop(configs));
    }

    /** The agent says that a worker's process ended. */
    public void workerExited(String worker, int exitCode) {
        execute(() -> {
            for (ServedFunction function : all) {
                function.exited(worker, exitCode, nowNs());
            }
        });
    }

    @Override
    public void call(FunctionCall call, FunctionAnswer answer) {
        Invocation invocation = new Invocation(
                nextCorrelationId.getAndIncrement(), EventIds.next(eventIds.get()), call, answer, epochNs.getAsLong());
        if (!execute(() -> callOnLoop(invocation))) {
            invocation.fail(503, "the functions of this tenant end");
        }
    }

    /**
     * Lets every event that is here be answered, and the workers finish; functions take no more.
     *
     * @return whether that was done in time
     */
    public boolean drain(long timeout, TimeUnit unit) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        execute(() -> {
            drained = done;
            applyOnLoop(List.of());
        });
        return done.await(timeout, unit);
    }

    /** Ends the loop and the channels; workers notice and end. A call that comes later is answered 503. */
    @Override
    public void close() {
        if (!execute(() -> isStopping = true)) {
            return;
        }
        try {
            loop.join();
            server.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("socket of the workers not closed cleanly", e);
        }
        Lock lock = waiterLock.writeLock();
        lock.lock();
        try {
            isClosed = true;
            waiter.close();
        } finally {
            lock.unlock();
        }
        commands.drain(Runnable::run);
    }

    /** Hands a command to the loop; false when there is none any more. */
    private boolean execute(Runnable command) {
        Lock lock = waiterLock.readLock();
        lock.lock();
        try {
            if (isClosed) {
                return false;
            }
            commands.add(command);
            waiter.wake();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private WorkerRef authenticate(byte[] token) throws RefusedException {
        WorkerRef worker = expected.remove(Base64.getEncoder().encodeToString(token));
        if (worker == null) {
            throw new RefusedException("no worker is expected with this token");
        }
        return worker;
    }

    private void run() {
        try {
            while (!isStopping) {
                waiter.idle(turn(), sleepNs());
            }
            for (ServedFunction function : all) {
                function.close("the functions of this tenant end", nowNs());
            }
        } catch (RuntimeException | Error e) {
            LOG.error("invoker loop ended: the process cannot go on", e);
            onFault.run();
        }
    }

    private int turn() {
        int done = commands.drain(Runnable::run, COMMAND_LIMIT);
        done += accept();
        long nowNs = nowNs();
        for (int i = 0; i < all.length; i++) {
            done += all[i].poll(POLL_LIMIT, nowNs);
            if (all[i].deadlineNs() <= nowNs) {
                all[i].tick(nowNs);
                done++;
            }
        }
        settle();
        return done;
    }

    private int accept() {
        int count = 0;
        for (ServerChannel<WorkerRef> channel = server.pollAccepted(LOOP);
                channel != null;
                channel = server.pollAccepted(LOOP)) {
            WorkerRef worker = channel.peer();
            RingWorkerChannel opened = new RingWorkerChannel(channel, waiter);
            opened.resume();
            worker.function().connected(worker.id(), opened);
            count++;
        }
        return count;
    }

    private void settle() {
        boolean hasChanged = false;
        for (ServedFunction function : all) {
            hasChanged |= function.hasChanged();
        }
        if (hasChanged) {
            List<FunctionStatus> statuses = new ArrayList<>();
            functions.values().forEach(function -> statuses.addAll(function.statuses()));
            onStatus.accept(statuses);
        }
        if (!retired.isEmpty()) {
            for (Iterator<ServedFunction> old = retired.iterator(); old.hasNext(); ) {
                if (old.next().isGone()) {
                    old.remove();
                }
            }
            gather();
        }
        if (drained != null && retired.isEmpty()) {
            drained.countDown();
        }
    }

    private void callOnLoop(Invocation invocation) {
        String name = invocation.call().function();
        ServedFunction function = functions.get(name);
        if (isStopping) {
            invocation.fail(503, "the functions of this tenant end");
        } else if (function == null) {
            invocation.fail(404, "no such function: " + name);
        } else {
            function.call(invocation, nowNs());
        }
    }

    private void applyOnLoop(List<FunctionConfig> configs) {
        Map<String, FunctionConfig> wanted = new LinkedHashMap<>();
        configs.forEach(config -> wanted.put(config.name(), config));
        for (Iterator<Map.Entry<String, ServedFunction>> old =
                        functions.entrySet().iterator();
                old.hasNext(); ) {
            Map.Entry<String, ServedFunction> entry = old.next();
            if (!wanted.containsKey(entry.getKey())) {
                old.remove();
                retired.add(entry.getValue());
                entry.getValue().retire("function " + entry.getKey() + " ends", nowNs());
            }
        }
        for (FunctionConfig config : wanted.values()) {
            functions
                    .computeIfAbsent(
                            config.name(),
                            name -> new ServedFunction(
                                    name, host, new Connections(), logs.apply(name), epochNs, tokens))
                    .apply(config, nowNs());
        }
        gather();
    }

    private void gather() {
        List<ServedFunction> both = new ArrayList<>(functions.values());
        both.addAll(retired);
        all = both.toArray(ServedFunction[]::new);
    }

    private long sleepNs() {
        long nowNs = nowNs();
        long deadlineNs = nowNs + LONGEST_SLEEP_NS;
        for (ServedFunction function : all) {
            deadlineNs = Math.min(deadlineNs, function.deadlineNs());
        }
        return commands.isEmpty() ? Math.max(0, deadlineNs - nowNs) : 0;
    }

    private long nowNs() {
        return nanoTime.getAsLong() - startNs;
    }

    /** What functions ask of the loop. */
    private final class Connections implements ServedFunction.Connections {
        @Override
        public void expect(String token, WorkerRef worker) {
            expected.put(token, worker);
        }

        @Override
        public void forget(String workerId) {
            expected.values().removeIf(worker -> worker.id().equals(workerId));
        }

        @Override
        public void wakeUp() {
            waiter.wake();
        }
    }
}
