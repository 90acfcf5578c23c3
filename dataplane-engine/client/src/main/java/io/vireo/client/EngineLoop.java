package io.vireo.client;

import io.vireo.channel.ChannelException;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.ClientEnd;
import io.vireo.channel.Placement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The I/O thread of a client: owns one link to each reactor of the engine, and makes new ones when they end.
 *
 * <p>Other threads hand over work in a queue. Connecting blocks, so a thread of its own does it; it exists only while there is no
 * connection, or while a new grant replaces one.
 */
final class EngineLoop implements Runnable {
    private static final long SPIN_NS =
            ChannelWaiter.spinNs(Runtime.getRuntime().availableProcessors());
    private static final long REPLY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long CHECK_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long FIRST_BACK_OFF_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_BACK_OFF_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int TASK_LIMIT = 256;
    private static final String CLOSED = "client is closed";

    private final DataClientConfig config;
    private final ChannelWaiter waiter;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Call<?>> homeless = new ArrayDeque<>(); // calls that wait for an engine
    private final List<EngineLink> retired = new ArrayList<>(); // replaced by links with a newer grant, not idle yet
    private List<EngineLink> links = List.of();
    private byte[] grant;
    private int grantNumber;
    private int connectedGrantNumber = -1;
    private boolean isConnecting;
    private long backOffNs = FIRST_BACK_OFF_NS;
    private String absence = "not connected yet";
    private long lastCheckNs;

    private volatile boolean isAvailable;
    private volatile int partitionCount;
    private volatile int reactorCount;
    private volatile boolean isClosed;
    private volatile boolean isEnded;
    private final AtomicInteger wakers = new AtomicInteger(); // threads inside wake()

    EngineLoop(DataClientConfig config, byte[] grant) throws IOException {
        this.config = config;
        this.grant = grant.clone();
        this.waiter = ChannelWaiter.open(SPIN_NS);
    }

    // ---- for any thread

    /** Runs this on the I/O thread. */
    void execute(Runnable task) {
        if (isEnded) {
            runAfterEnd(task);
            return;
        }
        tasks.add(task);
        wake();
        if (isEnded) {
            runAfterEnd(() -> {}); // the task may have come after the last look at the queue
        }
    }

    /** The waiter must not be woken once it is closed. */
    private void wake() {
        wakers.incrementAndGet();
        if (!isEnded) {
            waiter.wake();
        }
        wakers.decrementAndGet();
    }

    private synchronized void runAfterEnd(Runnable last) {
        while (runTasks() > 0) {
            // each round takes a bounded number of them
        }
        last.run();
    }

    boolean isAvailable() {
        return isAvailable;
    }

    /** Of the engine that was connected last; 0 before the first time. */
    int partitionCount() {
        return partitionCount;
    }

    /** Of the engine that was connected last; 0 before the first time. */
    int reactorCount() {
        return reactorCount;
    }

    /** The reactor that owns a path, once the engine has been connected. */
    int reactorOf(long container, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        return Placement.reactor(Placement.partition(container, bytes, Math.max(1, partitionCount)), reactorCount);
    }

    void renew(byte[] newGrant) {
        byte[] copy = newGrant.clone();
        execute(() -> {
            grant = copy;
            grantNumber++;
            connect(0);
        });
    }

    void close() {
        isClosed = true;
        wake();
    }

    // ---- the I/O thread

    @Override
    public void run() {
        connect(0);
        while (!isClosed) {
            long now = System.nanoTime();
            int workCount = runTasks() + workLinks(now);
            if (now - lastCheckNs >= (homeless.isEmpty() ? CHECK_NS : FIRST_BACK_OFF_NS)) {
                lastCheckNs = now;
                check(now);
            }
            waiter.idle(workCount, sleepNs());
        }
        shutDown();
    }

    private long sleepNs() {
        if (!homeless.isEmpty()) {
            return FIRST_BACK_OFF_NS;
        }
        boolean isExpecting = !retired.isEmpty();
        for (EngineLink link : links) {
            isExpecting |= link.hasCalls();
        }
        return isExpecting ? CHECK_NS : 60 * CHECK_NS;
    }

    private int runTasks() {
        int count = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            if (++count == TASK_LIMIT) {
                break;
            }
        }
        return count;
    }

    private int workLinks(long now) {
        int workCount = 0;
        for (EngineLink link : links) {
            workCount += link.work(now);
        }
        for (int i = 0; i < retired.size(); i++) {
            workCount += retired.get(i).work(now);
        }
        for (EngineLink link : links) {
            if (!link.isOpen()) {
                disconnect(link.closeReason());
                return workCount + 1;
            }
        }
        return workCount;
    }

    /** Hands a call to the link that it belongs to, or lets it wait for one. */
    void submit(Call<?> call) {
        if (isClosed) {
            call.fail(new EngineUnavailableException(CLOSED));
            return;
        }
        EngineLink wanted = call.wantedLink();
        if (wanted != null) {
            if (wanted.isOpen()) {
                wanted.submit(call, System.nanoTime());
            } else {
                call.fail(new EngineUnavailableException("engine is away: " + wanted.closeReason()));
            }
        } else if (links.isEmpty()) {
            call.setDeadlineNs(System.nanoTime() + config.availabilityTimeout().toNanos());
            homeless.add(call);
        } else {
            linkOf(call).submit(call, System.nanoTime());
        }
    }

    /** The link to the reactor that owns the path of the call, or to the one that the call names. */
    private EngineLink linkOf(Call<?> call) {
        if (links.size() == 1) {
            return links.getFirst();
        }
        if (call.partition() >= 0) {
            return links.get(Placement.reactor(call.partition(), links.size()));
        }
        if (call.reactor() >= 0) {
            return links.get(Math.min(call.reactor(), links.size() - 1));
        }
        int lowest = call.items().stream()
                .mapToInt(item -> reactorOf(item.container(), item.path()))
                .min()
                .orElseGet(() -> reactorOf(call.container(), call.path()));
        return links.get(lowest);
    }

    // ---- connecting

    private void connect(long delayNs) {
        if (isConnecting || isClosed) {
            return;
        }
        isConnecting = true;
        byte[] token = grant;
        int number = grantNumber;
        Thread.ofPlatform().daemon().name("engine-connect").start(() -> connectNow(token, number, delayNs));
    }

    /** On a thread of its own. */
    private void connectNow(byte[] token, int number, long delayNs) {
        LockSupport.parkNanos(delayNs);
        List<ClientEnd> channels = new ArrayList<>();
        try {
            ClientEnd first = config.engine().connect(token, 0);
            channels.add(first);
            for (int reactor = 1; reactor < first.reactorCount(); reactor++) {
                channels.add(config.engine().connect(token, reactor));
            }
            execute(() -> connected(channels, number));
        } catch (IOException | RuntimeException failure) {
            channels.forEach(ClientEnd::close);
            String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
            boolean isRefused = failure instanceof ChannelException refusal && refusal.isRefused();
            execute(() -> notConnected(reason, isRefused));
        }
    }

    private void connected(List<ClientEnd> channels, int number) {
        isConnecting = false;
        if (isClosed) {
            channels.forEach(ClientEnd::close);
            return;
        }
        List<EngineLink> fresh = new ArrayList<>();
        try {
            for (ClientEnd channel : channels) {
                channel.joinTo(waiter);
                fresh.add(new EngineLink(channel));
            }
        } catch (IOException noDescriptors) {
            channels.forEach(ClientEnd::close);
            notConnected("cannot wait for the engine: " + noDescriptors.getMessage(), false);
            return;
        }
        retired.addAll(links);
        links = fresh;
        partitionCount = channels.getFirst().partitionCount();
        reactorCount = channels.size();
        connectedGrantNumber = number;
        backOffNs = FIRST_BACK_OFF_NS;
        isAvailable = true;
        for (Call<?> call = homeless.poll(); call != null; call = homeless.poll()) {
            submit(call);
        }
        if (number != grantNumber) {
            connect(0);
        }
    }

    private void notConnected(String reason, boolean isRefused) {
        isConnecting = false;
        absence = reason;
        if (links.isEmpty() || connectedGrantNumber != grantNumber) {
            backOffNs = isRefused ? MAX_BACK_OFF_NS : Math.min(backOffNs * 2, MAX_BACK_OFF_NS);
            connect(backOffNs);
        }
    }

    private void disconnect(String reason) {
        isAvailable = false;
        absence = reason;
        List<EngineLink> ended = links;
        links = List.of();
        ended.forEach(link -> link.close(reason));
        connect(0);
    }

    // ---- deadlines

    private void check(long now) {
        while (!homeless.isEmpty() && now - homeless.getFirst().deadlineNs() >= 0) {
            homeless.removeFirst().fail(new EngineUnavailableException("engine is away: " + absence));
        }
        for (EngineLink link : links) {
            if (link.isStalled(now, REPLY_TIMEOUT_NS)) {
                disconnect("engine does not answer");
                break;
            }
        }
        retired.removeIf(link -> {
            boolean isOver = link.isIdle() || !link.isOpen() || link.isStalled(now, REPLY_TIMEOUT_NS);
            if (isOver) {
                link.close("replaced");
            }
            return isOver;
        });
    }

    private void shutDown() {
        isAvailable = false;
        List<EngineLink> ended = links;
        links = List.of();
        ended.forEach(link -> link.close(CLOSED));
        retired.forEach(link -> link.close(CLOSED));
        homeless.forEach(call -> call.fail(new EngineUnavailableException(CLOSED)));
        homeless.clear();
        isEnded = true;
        while (wakers.get() > 0) {
            Thread.onSpinWait();
        }
        waiter.close();
        runAfterEnd(() -> {});
    }
}
