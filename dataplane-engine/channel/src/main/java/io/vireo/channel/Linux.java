package io.vireo.channel;

import static io.vireo.channel.SystemCalls.captured;
import static io.vireo.channel.SystemCalls.function;
import static io.vireo.channel.SystemCalls.orError;
import static io.vireo.channel.SystemCalls.unexpected;
import static io.vireo.channel.SystemCalls.variadic;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls that channels need and the JDK does not offer: descriptors over Unix sockets, sealed memory, epoll.
 *
 * <p>Every call returns what the system returns, or the negated error number; {@link #check} turns the latter into an exception.
 * Constants are those of Linux on x86-64 and AArch64. Calls allocate nothing.
 */
@SuppressWarnings("restricted") // with SystemCalls the one place of this module that goes around the JDK
final class Linux {
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ECONNREFUSED = 111;

    static final int AF_UNIX = 1;
    static final int SOCK_STREAM = 1;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_RCVTIMEO = 20;
    static final int SO_SNDTIMEO = 21;
    static final int SCM_RIGHTS = 1;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int MSG_CMSG_CLOEXEC = 0x40000000;

    static final int MFD_CLOEXEC = 1;
    static final int MFD_ALLOW_SEALING = 2;
    static final int F_ADD_SEALS = 1033;
    static final int F_GET_SEALS = 1034;
    static final int F_SEAL_SEAL = 1;
    static final int F_SEAL_SHRINK = 2;
    static final int F_SEAL_GROW = 4;

    static final int EPOLLIN = 1;
    static final int EPOLLOUT = 4;
    static final int EPOLLERR = 8;
    static final int EPOLLHUP = 0x10;
    static final int EPOLLRDHUP = 0x2000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EFD_CLOEXEC = 0x80000;
    static final int EFD_NONBLOCK = 0x800;

    /** x86-64 packs {@code struct epoll_event}: int events, then 8 bytes of user data. */
    private static final boolean PACKS_EPOLL_EVENT =
            System.getProperty("os.arch").equals("amd64");

    static final int EPOLL_EVENT_LENGTH = PACKS_EPOLL_EVENT ? 12 : 16;
    static final int EPOLL_EVENT_DATA = PACKS_EPOLL_EVENT ? 4 : 8;

    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle LISTEN = function("listen", JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle ACCEPT = function("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = function("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle SEND = function("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle RECV = function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SENDMSG = function("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVMSG = function("recvmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle WRITE = function("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle READ = function("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle MEMFD_CREATE = function("memfd_create", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle FTRUNCATE = function("ftruncate", JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle FCNTL =
            variadic("fcntl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle EPOLL_CREATE = function("epoll_create1", JAVA_INT, JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            function("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT =
            function("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD = function("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);

    private Linux() {}

    /** @throws IOException that names the call and the error, if the result is negative */
    static int check(int result, String call) throws IOException {
        if (result < 0) {
            throw new IOException("system call failed: call=%s errno=%d".formatted(call, -result));
        }
        return result;
    }

    static long check(long result, String call) throws IOException {
        if (result < 0) {
            throw new IOException("system call failed: call=%s errno=%d".formatted(call, -result));
        }
        return result;
    }

    static int socket(int type) {
        MemorySegment captured = captured();
        try {
            return orError((int) SOCKET.invokeExact(captured, AF_UNIX, type, 0), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int bind(int descriptor, MemorySegment address) {
        MemorySegment captured = captured();
        try {
            return orError((int) BIND.invokeExact(captured, descriptor, address, (int) address.byteSize()), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int listen(int descriptor, int backlog) {
        MemorySegment captured = captured();
        try {
            return orError((int) LISTEN.invokeExact(captured, descriptor, backlog), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int accept(int descriptor, int flags) {
        MemorySegment captured = captured();
        try {
            return orError(
                    (int) ACCEPT.invokeExact(captured, descriptor, MemorySegment.NULL, MemorySegment.NULL, flags),
                    captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int connect(int descriptor, MemorySegment address) {
        MemorySegment captured = captured();
        try {
            return orError(
                    (int) CONNECT.invokeExact(captured, descriptor, address, (int) address.byteSize()), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int setsockopt(int descriptor, int option, MemorySegment value) {
        MemorySegment captured = captured();
        try {
            return orError(
                    (int) SETSOCKOPT.invokeExact(
                            captured, descriptor, SOL_SOCKET, option, value, (int) value.byteSize()),
                    captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long send(int descriptor, MemorySegment buffer, long length, int flags) {
        MemorySegment captured = captured();
        try {
            return orError((long) SEND.invokeExact(captured, descriptor, buffer, length, flags), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long recv(int descriptor, MemorySegment buffer, long length, int flags) {
        MemorySegment captured = captured();
        try {
            return orError((long) RECV.invokeExact(captured, descriptor, buffer, length, flags), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long sendmsg(int descriptor, MemorySegment message, int flags) {
        MemorySegment captured = captured();
        try {
            return orError((long) SENDMSG.invokeExact(captured, descriptor, message, flags), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long recvmsg(int descriptor, MemorySegment message, int flags) {
        MemorySegment captured = captured();
        try {
            return orError((long) RECVMSG.invokeExact(captured, descriptor, message, flags), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long write(int descriptor, MemorySegment buffer, long length) {
        MemorySegment captured = captured();
        try {
            return orError((long) WRITE.invokeExact(captured, descriptor, buffer, length), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long read(int descriptor, MemorySegment buffer, long length) {
        MemorySegment captured = captured();
        try {
            return orError((long) READ.invokeExact(captured, descriptor, buffer, length), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int memfdCreate(MemorySegment name, int flags) {
        MemorySegment captured = captured();
        try {
            return orError((int) MEMFD_CREATE.invokeExact(captured, name, flags), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int ftruncate(int descriptor, long length) {
        MemorySegment captured = captured();
        try {
            return orError((int) FTRUNCATE.invokeExact(captured, descriptor, length), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int fcntl(int descriptor, int command, int argument) {
        MemorySegment captured = captured();
        try {
            return orError((int) FCNTL.invokeExact(captured, descriptor, command, argument), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Maps a descriptor for reading and writing, shared; the arena unmaps it. */
    static MemorySegment map(int descriptor, long length, Arena arena) throws IOException {
        long address = SystemCalls.mmap(length, SystemCalls.PROT_READ_WRITE, SystemCalls.MAP_SHARED, descriptor, 0L);
        check(address, "mmap");
        return MemorySegment.ofAddress(address).reinterpret(length, arena, mapped -> unmap(mapped, length));
    }

    private static void unmap(MemorySegment mapped, long length) {
        int result = SystemCalls.munmap(mapped, length);
        assert result == 0 : result;
    }

    static int epollCreate() {
        MemorySegment captured = captured();
        try {
            return orError((int) EPOLL_CREATE.invokeExact(captured, EPOLL_CLOEXEC), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int epollCtl(int epoll, int operation, int descriptor, MemorySegment event) {
        MemorySegment captured = captured();
        try {
            return orError((int) EPOLL_CTL.invokeExact(captured, epoll, operation, descriptor, event), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int epollWait(int epoll, MemorySegment events, int capacity, int timeoutMs) {
        MemorySegment captured = captured();
        try {
            return orError((int) EPOLL_WAIT.invokeExact(captured, epoll, events, capacity, timeoutMs), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int eventfd() {
        MemorySegment captured = captured();
        try {
            return orError((int) EVENTFD.invokeExact(captured, 0, EFD_CLOEXEC | EFD_NONBLOCK), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }
}
