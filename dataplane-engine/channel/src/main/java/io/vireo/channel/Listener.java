package io.vireo.channel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The loop of a {@link ChannelServer}: accepts connections and reads their hellos, all of them at once, none of them waited for.
 */
final class Listener implements Runnable {
    /** Connections that have not said their hello; one more drops the oldest of them. */
    private static final int MAX_PENDING = 64;

    private static final int EVENT_CAPACITY = 16;
    private static final ValueLayout.OfLong KEY = ValueLayout.JAVA_LONG_UNALIGNED;

    /** Takes over a connection whose hello is complete. */
    @FunctionalInterface
    interface Welcome {
        void accept(int socket, Handshake.Hello hello);
    }

    /** A connection that is still to say its hello. */
    private static final class Pending {
        final long deadlineNs;
        byte[] bytes = new byte[0];

        Pending(long deadlineNs) {
            this.deadlineNs = deadlineNs;
        }
    }

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment events = arena.allocate((long) Linux.EPOLL_EVENT_LENGTH * EVENT_CAPACITY, 8);
    private final MemorySegment event = arena.allocate(Linux.EPOLL_EVENT_LENGTH, 8);
    private final MemorySegment input = arena.allocate(4096, 8);
    private final MemorySegment one = arena.allocate(8, 8);
    private final Map<Integer, Pending> pending = new HashMap<>();
    private final int descriptor;
    private final long timeoutNs;
    private final Welcome welcome;
    private final int epoll;
    private final int stopDescriptor;
    private final AtomicLong drops = new AtomicLong();
    private int spareDescriptor;
    private boolean isStopped;

    Listener(int descriptor, Duration timeout, Welcome welcome) throws IOException {
        this.descriptor = descriptor;
        this.timeoutNs = timeout.toNanos();
        this.welcome = welcome;
        this.epoll = Linux.check(Linux.epollCreate(), "epoll_create1");
        this.stopDescriptor = Linux.check(Linux.eventfd(), "eventfd");
        this.spareDescriptor = Linux.check(Linux.eventfd(), "eventfd");
        one.set(ValueLayout.JAVA_LONG, 0, 1);
        register(descriptor);
        register(stopDescriptor);
    }

    /** Ends {@link #run} soon. For any thread, once. */
    void stop() {
        Linux.write(stopDescriptor, one, 8);
    }

    /** Connections that ended without a proper hello. */
    long dropCount() {
        return drops.get();
    }

    @Override
    public void run() {
        while (!isStopped) {
            int count = Linux.epollWait(epoll, events, EVENT_CAPACITY, pending.isEmpty() ? -1 : 100);
            for (int i = 0; i < count; i++) {
                int ready = (int) events.get(KEY, (long) i * Linux.EPOLL_EVENT_LENGTH + Linux.EPOLL_EVENT_DATA);
                if (ready == stopDescriptor) {
                    isStopped = true;
                } else if (ready == descriptor) {
                    acceptAll();
                } else {
                    read(ready);
                }
            }
            dropLate();
        }
        pending.keySet().forEach(SystemCalls::close);
        SystemCalls.close(descriptor);
        SystemCalls.close(stopDescriptor);
        SystemCalls.close(spareDescriptor);
        SystemCalls.close(epoll);
    }

    private void register(int socket) throws IOException {
        event.set(ValueLayout.JAVA_INT, 0, Linux.EPOLLIN | Linux.EPOLLRDHUP);
        event.set(KEY, Linux.EPOLL_EVENT_DATA, socket);
        Linux.check(Linux.epollCtl(epoll, Linux.EPOLL_CTL_ADD, socket, event), "epoll_ctl");
    }

    private void acceptAll() {
        while (true) {
            int client = Linux.accept(descriptor, Linux.SOCK_CLOEXEC);
            if (client == -Linux.EMFILE || client == -Linux.ENFILE) {
                turnAwayOne();
                return;
            }
            if (client < 0) {
                return;
            }
            if (pending.size() >= MAX_PENDING) {
                drop(oldest());
            }
            try {
                register(client);
                pending.put(client, new Pending(System.nanoTime() + timeoutNs));
            } catch (IOException e) {
                drops.incrementAndGet();
                SystemCalls.close(client);
            }
        }
    }

    /**
     * Without a descriptor left, a client that waits would be reported for ever: the spare one takes it in and turns it away.
     */
    private void turnAwayOne() {
        SystemCalls.close(spareDescriptor);
        int client = Linux.accept(descriptor, Linux.SOCK_CLOEXEC);
        if (client >= 0) {
            SystemCalls.close(client);
            drops.incrementAndGet();
        }
        spareDescriptor = Linux.eventfd();
    }

    private int oldest() {
        return pending.entrySet().stream()
                .min((a, b) -> Long.signum(a.getValue().deadlineNs - b.getValue().deadlineNs))
                .orElseThrow()
                .getKey();
    }

    private void dropLate() {
        long now = System.nanoTime();
        for (Iterator<Map.Entry<Integer, Pending>> all = pending.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Integer, Pending> entry = all.next();
            if (now - entry.getValue().deadlineNs >= 0) {
                all.remove();
                drops.incrementAndGet();
                SystemCalls.close(entry.getKey());
            }
        }
    }

    private void drop(int socket) {
        pending.remove(socket);
        drops.incrementAndGet();
        SystemCalls.close(socket);
    }

    private void read(int socket) {
        Pending connection = pending.get(socket);
        if (connection == null) {
            return; // dropped in this turn
        }
        // Never more than the hello: what follows it belongs to the channel.
        int wanted =
                Math.min(Handshake.helloLength(connection.bytes) - connection.bytes.length, (int) input.byteSize());
        long count = Linux.recv(socket, input, wanted, Linux.MSG_DONTWAIT);
        if (count == -SystemCalls.EAGAIN || count == -SystemCalls.EINTR) {
            return;
        }
        if (count <= 0) {
            drop(socket);
            return;
        }
        connection.bytes = appended(connection.bytes, (int) count);
        int length = Handshake.helloLength(connection.bytes);
        if (length < 0) {
            drop(socket);
        } else if (connection.bytes.length == length) {
            pending.remove(socket);
            Linux.epollCtl(epoll, Linux.EPOLL_CTL_DEL, socket, event);
            welcome.accept(socket, Handshake.parseHello(connection.bytes));
        }
    }

    private byte[] appended(byte[] bytes, int count) {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
        MemorySegment.copy(input, ValueLayout.JAVA_BYTE, 0, longer, bytes.length, count);
        return longer;
    }
}
