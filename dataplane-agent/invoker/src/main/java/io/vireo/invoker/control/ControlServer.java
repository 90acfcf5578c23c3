package io.vireo.invoker.control;

import io.vireo.channel.line.LineConnection;
import io.vireo.invoker.config.ConfigException;
import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.worker.FunctionStatus;
import io.vireo.invoker.worker.WorkerHost;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Listens for the agent. One agent is connected at a time: a new connection takes the place of the one before.
 *
 * <p>What this process wants survives the agent: a new connection is told of the running workers, of the processes that are still
 * to be started or stopped, of the functions' states, and of when keys were last used.
 *
 * <p>Threads: one that accepts, and one per connection that reads; {@link Listener} is called on the latter. The other methods may
 * be called by any thread.
 */
public final class ControlServer implements WorkerHost, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final JsonMapper mapper = new JsonMapper();
    private final Path socket;
    private final Path invokerSocket;
    private final long ownPid;
    private final Map<String, ToAgent.StartWorker> toStart = new LinkedHashMap<>();
    private final Map<String, ToAgent.StopWorker> toStop = new LinkedHashMap<>();
    private final Map<String, Long> running = new LinkedHashMap<>();
    private List<FunctionStatus> functions = List.of();
    private Map<String, Long> keysUsed = Map.of();
    private long appliedVersion;
    private @Nullable LineConnection connection;
    private @Nullable ServerSocketChannel server;

    /** What the agent wants. */
    public interface Listener {
        /**
         * Goes on with this configuration.
         *
         * @param engineGrant Base64; empty: the one before still holds
         * @throws ConfigException if it cannot be taken; nothing has changed then
         */
        void apply(JsonNode tenant, String engineGrant);

        /** A process ended; 128 + N: by signal N. */
        void workerExited(String worker, int exitCode);

        /** Finish what is under way and exit. */
        void drain();
    }

    /**
     * Makes a server that does not listen yet; what is wished for until then is told to the first agent.
     *
     * @param socket to listen on
     * @param invokerSocket that workers are told to connect to
     */
    public ControlServer(Path socket, Path invokerSocket, long ownPid) {
        this.socket = socket;
        this.invokerSocket = invokerSocket;
        this.ownPid = ownPid;
    }

    /** Listens, on a socket that only this user can open, and begins to talk with agents. */
    public void listen(Listener listener) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel opened = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        opened.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        synchronized (this) {
            server = opened;
        }
        Thread.ofPlatform().name("control-accept").daemon().start(() -> acceptAll(opened, listener));
    }

    @Override
    public synchronized void start(String worker, int index, FunctionConfig function, String token) {
        ToAgent.StartWorker wish = new ToAgent.StartWorker(
                worker,
                Integer.toString(index),
                function.name(),
                function.version(),
                function.runtime(),
                function.handler(),
                HexFormat.of().formatHex(function.codeSha256()),
                function.environment(),
                function.memoryMib(),
                invokerSocket.toString(),
                token,
                function.bindings().stream()
                        .map(b -> new ToAgent.BoundContainer(b.name(), b.container(), b.prefix(), b.writable()))
                        .toList());
        toStart.put(worker, wish);
        send(wish);
    }

    @Override
    public synchronized void stop(String worker, String reason, boolean kill) {
        ToAgent.StopWorker wish = new ToAgent.StopWorker(worker, reason, kill);
        if (toStart.remove(worker) == null && !running.containsKey(worker)) {
            return; // it has ended already
        }
        toStop.put(worker, wish);
        send(wish);
    }

    /** Tells the agent how the functions are. */
    public synchronized void report(List<FunctionStatus> statuses) {
        functions = List.copyOf(statuses);
        send(new ToAgent.Functions(functions));
    }

    /** Tells the agent when access keys were last used, if that is news: Unix seconds by id. */
    public synchronized void reportKeys(Map<String, Long> lastUsed) {
        Map<String, Long> news = new TreeMap<>(lastUsed);
        news.entrySet().removeAll(keysUsed.entrySet());
        keysUsed = Map.copyOf(lastUsed);
        if (!news.isEmpty()) {
            send(new ToAgent.KeysUsed(news));
        }
    }

    /** Whether an agent is connected. */
    public synchronized boolean isConnected() {
        return connection != null;
    }

    @Override
    public synchronized void close() {
        try {
            if (server != null) {
                server.close();
                Files.deleteIfExists(socket);
            }
        } catch (IOException e) {
            LOG.warn("control socket not closed cleanly socket={}", socket, e);
        }
        if (connection != null) {
            connection.close();
        }
    }

    private void acceptAll(ServerSocketChannel from, Listener listener) {
        while (from.isOpen()) {
            try {
                SocketChannel channel = from.accept();
                Thread.ofPlatform().name("control").daemon().start(() -> serve(new LineConnection(channel), listener));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("agent not accepted", e);
            }
        }
    }

    private void serve(LineConnection agent, Listener listener) {
        greet(agent);
        try {
            agent.receiveAll(line -> take(agent, listener, line));
        } catch (IOException e) {
            LOG.info("agent connection ended: {}", e.toString());
        } finally {
            synchronized (this) {
                if (connection == agent) {
                    connection = null;
                }
            }
        }
    }

    private synchronized void greet(LineConnection agent) {
        if (connection != null) {
            connection.close();
        }
        connection = agent;
        send(new ToAgent.Hello(
                ownPid,
                appliedVersion,
                running.entrySet().stream()
                        .map(e -> new ToAgent.RunningWorker(e.getKey(), e.getValue()))
                        .toList()));
        toStart.values().forEach(this::send);
        toStop.values().forEach(this::send);
        if (!functions.isEmpty()) {
            send(new ToAgent.Functions(functions));
        }
        if (!keysUsed.isEmpty()) {
            send(new ToAgent.KeysUsed(keysUsed));
        }
    }

    private void take(LineConnection agent, Listener listener, String line) {
        try {
            switch (FromAgent.parse(mapper, line)) {
                case FromAgent.Apply apply -> apply(listener, apply);
                case FromAgent.WorkerStarted started -> workerStarted(started);
                case FromAgent.WorkerExited exited -> workerExited(listener, exited);
                case FromAgent.Drain _ -> listener.drain();
            }
        } catch (ConfigException e) {
            LOG.warn("line of the agent passed over field={} reason={}", e.field(), e.getMessage());
            agent.offer(new ToAgent.Refused(0, e.field(), String.valueOf(e.getMessage())).toLine(mapper));
        }
    }

    private void apply(Listener listener, FromAgent.Apply apply) {
        try {
            listener.apply(apply.tenant(), apply.engineGrant());
            synchronized (this) {
                appliedVersion = apply.version();
                send(new ToAgent.Applied(apply.version()));
            }
        } catch (ConfigException e) {
            synchronized (this) {
                send(new ToAgent.Refused(apply.version(), e.field(), String.valueOf(e.getMessage())));
            }
        }
    }

    private synchronized void workerStarted(FromAgent.WorkerStarted started) {
        boolean known = toStart.remove(started.worker()) != null || running.containsKey(started.worker());
        if (known || toStop.containsKey(started.worker())) {
            running.put(started.worker(), started.pid());
        } else {
            send(new ToAgent.StopWorker(started.worker(), "its tenant process is gone", true));
        }
    }

    private void workerExited(Listener listener, FromAgent.WorkerExited exited) {
        synchronized (this) {
            toStart.remove(exited.worker());
            toStop.remove(exited.worker());
            running.remove(exited.worker());
        }
        listener.workerExited(exited.worker(), exited.exitCode());
    }

    private synchronized void send(ToAgent message) {
        if (connection != null && !connection.offer(message.toLine(mapper))) {
            LOG.warn("agent cut off, it does not read; it is told everything anew when it comes back");
        }
    }
}
