package io.vireo.channel.remote;

import io.vireo.channel.ChannelException;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.ClientChannel;
import io.vireo.channel.Watched;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets in clients of other nodes: for each connection it opens a channel to the engine of this node with the token that the client shows, and carries messages from one to the
 * other. It has no right of its own, so a client may do over TCP what it may do on the node, and no more.
 *
 * <p>One thread serves all connections and never waits for one of them; a few others, which end when there is nothing to do, open channels and do the handshakes' signatures.
 * {@link #start} and {@link #close} are for any thread.
 */
public final class RemoteServer implements AutoCloseable {
    /** Connections that have not said who they are; one more drops the oldest of them. */
    private static final int MAX_PENDING = 16;

    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long AWAITED_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SLEEP_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int HELPERS = 2;
    private static final int HELPER_QUEUE = 64;
    private static final long HELPER_IDLE_S = 10;
    private static final long STOP_LIMIT_S = 10;

    private final RemoteConfig config;
    private final Path engineSocket;
    private final TcpSocket listener;
    private final ChannelWaiter waiter;
    private final Acceptor acceptor = new Acceptor();
    private final ThreadPoolExecutor helpers;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<RemoteSession> sessions = new ArrayList<>();
    private final AtomicLong refusals = new AtomicLong();
    private volatile int openCount;
    private volatile boolean isStopped;

    private RemoteServer(RemoteConfig config, Path engineSocket, TcpSocket listener, ChannelWaiter waiter) {
        this.config = config;
        this.engineSocket = engineSocket;
        this.listener = listener;
        this.waiter = waiter;
        this.helpers = new ThreadPoolExecutor(
                HELPERS,
                HELPERS,
                HELPER_IDLE_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(HELPER_QUEUE),
                Thread.ofPlatform().daemon().name("remote-helper-", 0).factory());
        helpers.allowCoreThreadTimeOut(true);
        this.thread = Thread.ofPlatform().daemon().name("remote-server").unstarted(this::run);
    }

    /**
     * Starts to listen. While the certificate cannot be read, nobody is let in: a node that has none yet serves its own clients all the same.
     *
     * @param engineSocket of the engine that clients are to reach
     * @throws IOException if the address cannot be used; the message names it
     */
    public static RemoteServer start(RemoteConfig config, Path engineSocket) throws IOException {
        TcpSocket listener = TcpSocket.listen(config.address());
        try {
            ChannelWaiter waiter =
                    ChannelWaiter.open(ChannelWaiter.spinNs(Runtime.getRuntime().availableProcessors()));
            RemoteServer server = new RemoteServer(config, engineSocket, listener, waiter);
            waiter.watch(server.acceptor);
            server.thread.start();
            return server;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    /** Where it listens, with the port that it was given. */
    public InetSocketAddress address() throws IOException {
        return new InetSocketAddress(config.address().getAddress(), listener.port());
    }

    /** Why nobody can connect now, for people; empty when they can. */
    public String fault() {
        TlsFiles tls = config.tls();
        try {
            if (tls != null) {
                tls.engine(false);
            }
            return "";
        } catch (IOException e) {
            return "clients of other nodes are not let in: " + e.getMessage();
        }
    }

    /** Connections that are open now, those that have not said who they are among them. */
    public int openCount() {
        return openCount;
    }

    /** Connections that were turned away, or ended because their peer broke the rules. */
    public long refusalCount() {
        return refusals.get();
    }

    /** The socket that clients connect to. */
    private final class Acceptor implements Watched {
        private boolean isReady = true;
        private boolean isPaused; // there was no descriptor for who came
        private long pausedUntilNs;

        @Override
        public int descriptor() {
            return listener.descriptor();
        }

        @Override
        public boolean hasWork() {
            return false;
        }

        @Override
        public void ready() {
            isReady = true;
        }

        void pause(long now) {
            isPaused = true;
            pausedUntilNs = now + TICK_NS;
            waiter.unwatch(this);
        }

        void goOn(long now) throws IOException {
            if (isPaused && now - pausedUntilNs >= 0) {
                isPaused = false;
                waiter.watch(this);
            }
        }
    }

    // ---- the thread

    private void run() {
        while (!isStopped) {
            waiter.look();
            long now = System.nanoTime();
            int work = runTasks() + accept(now);
            boolean isPending = acceptor.isPaused;
            boolean isAwaited = false;
            for (int i = 0; i < sessions.size(); i++) {
                RemoteSession session = sessions.get(i);
                work += session.work(now);
                isPending |= session.hasDeadline();
                isAwaited |= session.isAwaited();
            }
            if (sessions.removeIf(RemoteSession::isClosed)) {
                openCount = sessions.size();
            }
            waiter.idle(work, isAwaited ? AWAITED_NS : isPending ? TICK_NS : SLEEP_NS);
        }
        sessions.forEach(session -> session.close("engine stopped"));
    }

    private int runTasks() {
        int count = 0;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
            count++;
        }
        return count;
    }

    private int accept(long now) {
        int count = 0;
        try {
            acceptor.goOn(now);
            if (!acceptor.isReady) {
                return 0;
            }
            acceptor.isReady = false;
            for (TcpSocket socket = listener.accept(); socket != null; socket = listener.accept()) {
                count++;
                admit(socket, now);
            }
        } catch (IOException noDescriptors) {
            refusals.incrementAndGet();
            acceptor.pause(now);
        }
        openCount = sessions.size();
        return count;
    }

    private void admit(TcpSocket socket, long now) {
        if (sessions.size() >= config.maxConnections()) {
            refusals.incrementAndGet();
            socket.close();
            return;
        }
        List<RemoteSession> pending =
                sessions.stream().filter(RemoteSession::isGreeting).toList();
        if (pending.size() >= MAX_PENDING) {
            refusals.incrementAndGet();
            pending.getFirst().close("others came");
        }
        try {
            TlsFiles tls = config.tls();
            Wire wire =
                    tls == null ? new PlainWire(socket) : new TlsWire(socket, tls.engine(false), helpers, waiter::wake);
            RemoteSession session =
                    new RemoteSession(this, wire, now + config.greetingTimeout().toNanos());
            session.joinTo(waiter);
            sessions.add(session);
        } catch (IOException e) {
            refusals.incrementAndGet();
            socket.close();
        }
    }

    // ---- for sessions

    ChannelWaiter waiter() {
        return waiter;
    }

    long packetTimeoutNs() {
        return config.packetTimeout().toNanos();
    }

    void countRefusal() {
        refusals.incrementAndGet();
    }

    /** Opens a channel to the engine; what becomes of it the session hears on its thread. */
    void open(RemoteSession session, Hello hello) {
        try {
            helpers.execute(() -> {
                Runnable outcome = connect(session, hello);
                tasks.add(outcome);
                waiter.wake();
            });
        } catch (RejectedExecutionException busy) {
            session.refused(Hello.Answer.LATER, "too many clients come at once");
        }
    }

    private Runnable connect(RemoteSession session, Hello hello) {
        try {
            ClientChannel channel = ClientChannel.connect(engineSocket, hello.token(), hello.reactor());
            return () -> session.opened(channel);
        } catch (IOException | RuntimeException e) {
            boolean isRefused = e instanceof ChannelException refusal && refusal.isRefused();
            String why = String.valueOf(e.getMessage());
            return () -> session.refused(isRefused ? Hello.Answer.REFUSED : Hello.Answer.LATER, why);
        }
    }

    /** Closes all connections and stops to listen. A second call does nothing. */
    @Override
    public void close() {
        if (isStopped) {
            return;
        }
        isStopped = true;
        waiter.wake();
        helpers.shutdown();
        try {
            thread.join();
            if (helpers.awaitTermination(STOP_LIMIT_S, TimeUnit.SECONDS)) {
                runTasks(); // channels that were opened meanwhile are closed by their sessions, which are
                waiter.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        listener.close();
    }
}
