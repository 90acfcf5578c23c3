package io.vireo.channel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a Unix socket, checks tokens, and hands accepted channels to the reactors that the clients name.
 *
 * <p>Has one thread of its own, which sleeps while nobody connects. A client that says nothing, or nonsense, costs itself the
 * time limit and others nothing. {@link #pollAccepted} is for the thread of that reactor, the rest for any thread.
 *
 * @param <P> what the {@link Authenticator} says of a peer
 */
public final class ChannelServer<P> implements AutoCloseable {
    /** Longest token that a client may present, in bytes. */
    public static final int MAX_TOKEN_LENGTH = 64 * 1024;

    private final Path socket;
    private final ChannelConfig config;
    private final Authenticator<P> authenticator;
    private final List<ChannelWaiter> reactors;
    private final List<Queue<ServerChannel<P>>> accepted;
    private final Listener listener;
    private final Thread thread;
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicInteger openCount = new AtomicInteger();
    private final ConcurrentHashMap<P, Integer> openByPeer = new ConcurrentHashMap<>();
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private ChannelServer(
            Path socket,
            ChannelConfig config,
            Authenticator<P> authenticator,
            List<ChannelWaiter> reactors,
            int descriptor)
            throws IOException {
        this.socket = socket;
        this.config = config;
        this.authenticator = authenticator;
        this.reactors = List.copyOf(reactors);
        this.accepted = reactors.stream()
                .map(_ -> (Queue<ServerChannel<P>>) new ConcurrentLinkedQueue<ServerChannel<P>>())
                .toList();
        this.listener = new Listener(descriptor, config.handshakeTimeout(), this::welcome);
        this.thread = Thread.ofPlatform().name("channel-server").daemon().unstarted(listener);
    }

    /**
     * Starts to listen. The socket's file can be opened by its owner only; a file that a dead listener left is replaced.
     *
     * @param socket path of at most 107 bytes
     * @param reactors one for each reactor; woken when a channel was accepted for it
     * @throws IOException if somebody listens there already, or the path cannot be used
     */
    public static <P> ChannelServer<P> listen(
            Path socket, ChannelConfig config, Authenticator<P> authenticator, List<ChannelWaiter> reactors)
            throws IOException {
        int descriptor =
                Linux.check(Linux.socket(Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC | Linux.SOCK_NONBLOCK), "socket");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = Handshake.address(socket, arena);
            removeLeftover(socket, address);
            Linux.check(Linux.bind(descriptor, address), "bind");
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            Linux.check(Linux.listen(descriptor, 128), "listen");
            ChannelServer<P> server = new ChannelServer<>(socket, config, authenticator, reactors, descriptor);
            server.thread.start();
            return server;
        } catch (IOException | RuntimeException e) {
            SystemCalls.close(descriptor);
            throw e;
        }
    }

    private static void removeLeftover(Path socket, MemorySegment address) throws IOException {
        int probe = Linux.check(Linux.socket(Linux.SOCK_STREAM | Linux.SOCK_CLOEXEC), "socket");
        int result = Linux.connect(probe, address);
        SystemCalls.close(probe);
        if (result == 0) {
            throw new IOException("somebody listens already: socket=" + socket);
        }
        if (result == -Linux.ECONNREFUSED) {
            Files.deleteIfExists(socket);
        }
    }

    /** A channel that was accepted for a reactor and not taken yet, or null. Whoever takes it closes it. */
    public @Nullable ServerChannel<P> pollAccepted(int reactor) {
        return accepted.get(reactor).poll();
    }

    /** How many clients were turned away since the start: bad tokens, bad hellos, too many channels. */
    public long refusalCount() {
        return refusals.get() + listener.dropCount();
    }

    /** Answers a client whose hello is complete; the socket is ours from here. Called by the listener's thread. */
    private void welcome(int client, Handshake.Hello hello) {
        try {
            if (hello.version() != ChannelDescriptor.VERSION) {
                throw new RefusedException(
                        "other version: ours=%d theirs=%d".formatted(ChannelDescriptor.VERSION, hello.version()));
            }
            if (hello.reactor() < 0 || hello.reactor() >= reactors.size()) {
                throw new RefusedException(
                        "no such reactor: reactor=%d count=%d".formatted(hello.reactor(), reactors.size()));
            }
            P peer = authenticator.authenticate(hello.token());
            admit(peer);
            try {
                accept(client, hello.reactor(), peer);
            } catch (IOException | RuntimeException e) {
                release(peer);
                throw e;
            }
        } catch (RefusedException e) {
            refuse(client, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            refuse(client, "listener failed: " + e.getMessage()); // one client's bad luck must not end the listener
        }
    }

    /** Counts a channel of this peer. Only the listener's thread adds, so what it has checked stays true. */
    private void admit(P peer) throws RefusedException {
        if (openCount.get() >= config.maxChannels()) {
            throw new RefusedException("too many channels: limit=" + config.maxChannels());
        }
        if (openByPeer.getOrDefault(peer, 0) >= config.maxChannelsPerPeer()) {
            throw new RefusedException("too many channels of this peer: limit=" + config.maxChannelsPerPeer());
        }
        openCount.incrementAndGet();
        openByPeer.merge(peer, 1, Integer::sum);
    }

    /** Called by the thread of the reactor that closes the channel. */
    private void release(P peer) {
        openCount.decrementAndGet();
        openByPeer.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
    }

    private void accept(int client, int reactor, P peer) throws IOException {
        ChannelDescriptor layout = config.layout();
        int memoryDescriptor = SharedMemory.create(layout.length());
        @Nullable SharedMemory shared = null;
        try {
            shared = SharedMemory.map(memoryDescriptor, layout.length());
            layout.writeHeader(shared.bytes());
            ServerChannel<P> channel = new ServerChannel<>(shared, config, client, peer, reactor, () -> release(peer));
            byte[] answer = Handshake.welcome(config, reactors.size()).array();
            SocketMessage.send(client, answer, memoryDescriptor, Linux.MSG_DONTWAIT);
            accepted.get(reactor).add(channel);
            reactors.get(reactor).wake();
        } catch (IOException | RuntimeException e) {
            if (shared != null) {
                shared.close();
            }
            throw e;
        } finally {
            SystemCalls.close(memoryDescriptor);
        }
    }

    private void refuse(int client, String text) {
        refusals.incrementAndGet();
        try {
            SocketMessage.send(
                    client, Handshake.refusal(config, text).array(), SocketMessage.NO_DESCRIPTOR, Linux.MSG_DONTWAIT);
        } catch (IOException e) {
            // The client left before its answer: nobody to tell, and it is counted.
        } finally {
            SystemCalls.close(client);
        }
    }

    /** How many accepted channels are open. */
    public int openCount() {
        return openCount.get();
    }

    /** Stops listening and removes the socket's file. Channels that reactors have taken stay open. */
    @Override
    public void close() throws IOException {
        if (isClosed.getAndSet(true)) {
            return;
        }
        listener.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(socket);
        for (Queue<ServerChannel<P>> queue : accepted) {
            for (ServerChannel<P> channel; (channel = queue.poll()) != null; ) {
                channel.close("listener stopped");
            }
        }
    }
}
