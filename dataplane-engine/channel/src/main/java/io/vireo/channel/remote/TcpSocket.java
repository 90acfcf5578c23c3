package io.vireo.channel.remote;

import static io.vireo.channel.SystemCalls.captured;
import static io.vireo.channel.SystemCalls.function;
import static io.vireo.channel.SystemCalls.orError;
import static io.vireo.channel.SystemCalls.unexpected;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.vireo.channel.SystemCalls;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A TCP socket that never blocks once it is connected. Not the JDK's, whose descriptor a {@link io.vireo.channel.ChannelWaiter} cannot wait for beside its channels.
 *
 * <p>A peer whose machine is gone is noticed by the kernel within half a minute: it asks after silence, and wants what is sent acknowledged. Threads: one. Sending and
 * receiving allocate nothing.
 */
final class TcpSocket implements AutoCloseable {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_KEEPALIVE = 9;
    private static final int SO_SNDTIMEO = 21;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int TCP_KEEPIDLE = 4;
    private static final int TCP_KEEPINTVL = 5;
    private static final int TCP_KEEPCNT = 6;
    private static final int TCP_USER_TIMEOUT = 18;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int ECONNABORTED = 103;
    private static final int BACKLOG = 128;

    private static final int KEEPALIVE_IDLE_S = 10;
    private static final int KEEPALIVE_INTERVAL_S = 5;
    private static final int KEEPALIVE_COUNT = 3;
    private static final int UNACKNOWLEDGED_LIMIT_MS = 25_000;

    /* struct sockaddr_in: short family, big-endian short port, 4 bytes address; struct sockaddr_in6: ..., int flow, 16 bytes address, int scope */
    private static final int ADDRESS_LENGTH = 16;
    private static final int ADDRESS6_LENGTH = 28;
    private static final ValueLayout.OfShort PORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle LISTEN = function("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT = function("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = function("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle GETSOCKNAME = function("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND = function("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);

    private final int descriptor;
    private boolean isClosed;

    private TcpSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Connects. Blocks for at most the timeout.
     *
     * @throws IOException if nobody listens there, or the time is over; the message names the address
     */
    static TcpSocket connect(InetSocketAddress address, Duration timeout) throws IOException {
        TcpSocket socket = new TcpSocket(open(inet(address), SOCK_STREAM | SOCK_CLOEXEC));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8); // struct timeval
            time.set(JAVA_LONG, 0, timeout.toSeconds());
            socket.set(SOL_SOCKET, SO_SNDTIMEO, time);
            MemorySegment where = sockaddr(address, arena);
            int result = connect(socket.descriptor, where);
            if (result < 0) {
                throw new IOException("nobody listens: address=%s errno=%d".formatted(address, -result));
            }
            socket.configure(arena);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Listens.
     *
     * @param address with port 0: any that is free
     */
    static TcpSocket listen(InetSocketAddress address) throws IOException {
        TcpSocket socket = new TcpSocket(open(inet(address), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK));
        try (Arena arena = Arena.ofConfined()) {
            socket.set(SOL_SOCKET, SO_REUSEADDR, arena, 1);
            MemorySegment where = sockaddr(address, arena);
            check(bind(socket.descriptor, where), "bind", address);
            check(listen(socket.descriptor), "listen", address);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * A peer that has connected, or null when none has.
     *
     * @throws IOException if there is no descriptor for it
     */
    @Nullable TcpSocket accept() throws IOException {
        MemorySegment captured = captured();
        int accepted;
        try {
            accepted = orError(
                    (int) ACCEPT.invokeExact(
                            captured, descriptor, MemorySegment.NULL, MemorySegment.NULL, SOCK_CLOEXEC | SOCK_NONBLOCK),
                    captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (isTryAgain(accepted) || accepted == -ECONNABORTED) {
            return null;
        }
        TcpSocket socket = new TcpSocket(check(accepted, "accept4", null));
        try (Arena arena = Arena.ofConfined()) {
            socket.configure(arena);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void configure(Arena arena) throws IOException {
        set(IPPROTO_TCP, TCP_NODELAY, arena, 1);
        set(SOL_SOCKET, SO_KEEPALIVE, arena, 1);
        set(IPPROTO_TCP, TCP_KEEPIDLE, arena, KEEPALIVE_IDLE_S);
        set(IPPROTO_TCP, TCP_KEEPINTVL, arena, KEEPALIVE_INTERVAL_S);
        set(IPPROTO_TCP, TCP_KEEPCNT, arena, KEEPALIVE_COUNT);
        set(IPPROTO_TCP, TCP_USER_TIMEOUT, arena, UNACKNOWLEDGED_LIMIT_MS);
    }

    int descriptor() {
        return descriptor;
    }

    /** Of this end. */
    int port() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(ADDRESS6_LENGTH, 8);
            MemorySegment length = arena.allocateFrom(JAVA_INT, ADDRESS6_LENGTH);
            MemorySegment captured = captured();
            int result;
            try {
                result = orError((int) GETSOCKNAME.invokeExact(captured, descriptor, name, length), captured);
            } catch (Throwable e) {
                throw unexpected(e);
            }
            check(result, "getsockname", null);
            return Short.toUnsignedInt(name.get(PORT, 2));
        }
    }

    /**
     * Takes bytes that have come.
     *
     * @param target direct; from its position on
     * @return how many; 0: none now; -1: the peer is gone
     */
    int receive(ByteBuffer target) {
        MemorySegment room = MemorySegment.ofBuffer(target);
        MemorySegment captured = captured();
        long count;
        try {
            count = orError(
                    (long) RECV.invokeExact(captured, descriptor, room, room.byteSize(), MSG_DONTWAIT), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (count > 0) {
            target.position(target.position() + (int) count);
            return (int) count;
        }
        return isTryAgain(count) ? 0 : -1;
    }

    /**
     * Sends as many bytes as go now.
     *
     * @param source direct; from its position on
     * @return how many; 0: none now; -1: the peer is gone
     */
    int send(ByteBuffer source) {
        MemorySegment bytes = MemorySegment.ofBuffer(source);
        MemorySegment captured = captured();
        long count;
        try {
            count = orError(
                    (long) SEND.invokeExact(captured, descriptor, bytes, bytes.byteSize(), MSG_DONTWAIT | MSG_NOSIGNAL),
                    captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (count >= 0) {
            source.position(source.position() + (int) count);
            return (int) count;
        }
        return isTryAgain(count) ? 0 : -1;
    }

    private static boolean isTryAgain(long result) {
        return result == -SystemCalls.EAGAIN || result == -SystemCalls.EINTR;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            SystemCalls.close(descriptor);
        }
    }

    // ---- calls that are made once a connection

    private static InetAddress inet(InetSocketAddress address) throws IOException {
        InetAddress inet = address.getAddress();
        if (inet == null) {
            throw new IOException("host is not known: name=" + address.getHostString());
        }
        return inet;
    }

    private static MemorySegment sockaddr(InetSocketAddress address, Arena arena) throws IOException {
        byte[] bytes = inet(address).getAddress();
        boolean isShort = bytes.length == 4;
        MemorySegment where = arena.allocate(isShort ? ADDRESS_LENGTH : ADDRESS6_LENGTH, 8);
        where.set(JAVA_SHORT, 0, (short) (isShort ? AF_INET : AF_INET6));
        where.set(PORT, 2, (short) address.getPort());
        MemorySegment.copy(bytes, 0, where, ValueLayout.JAVA_BYTE, isShort ? 4 : 8, bytes.length);
        return where;
    }

    private static int check(int result, String call, @Nullable InetSocketAddress address) throws IOException {
        if (result < 0) {
            throw new IOException("system call failed: call=%s address=%s errno=%d".formatted(call, address, -result));
        }
        return result;
    }

    private static int open(InetAddress address, int type) throws IOException {
        int family = address.getAddress().length == 4 ? AF_INET : AF_INET6;
        MemorySegment captured = captured();
        int result;
        try {
            result = orError((int) SOCKET.invokeExact(captured, family, type, 0), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        return check(result, "socket", null);
    }

    private static int bind(int descriptor, MemorySegment address) {
        MemorySegment captured = captured();
        try {
            return orError((int) BIND.invokeExact(captured, descriptor, address, (int) address.byteSize()), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int listen(int descriptor) {
        MemorySegment captured = captured();
        try {
            return orError((int) LISTEN.invokeExact(captured, descriptor, BACKLOG), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static int connect(int descriptor, MemorySegment address) {
        MemorySegment captured = captured();
        try {
            return orError(
                    (int) CONNECT.invokeExact(captured, descriptor, address, (int) address.byteSize()), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private void set(int level, int option, Arena arena, int value) throws IOException {
        set(level, option, arena.allocateFrom(JAVA_INT, value));
    }

    private void set(int level, int option, MemorySegment value) throws IOException {
        MemorySegment captured = captured();
        int result;
        try {
            result = orError(
                    (int) SETSOCKOPT.invokeExact(captured, descriptor, level, option, value, (int) value.byteSize()),
                    captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        check(result, "setsockopt", null);
    }
}
