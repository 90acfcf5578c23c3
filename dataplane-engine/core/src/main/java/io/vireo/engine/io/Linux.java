package io.vireo.engine.io;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls that files and memory need and the JDK does not offer, or offers without the error number.
 *
 * <p>Every call returns what the system returns, or the negated error number. Constants are those of Linux on x86-64 and AArch64.
 * Calls allocate nothing. Threads: any.
 */
@SuppressWarnings("restricted") // the one place of this module that goes around the JDK
final class Linux {
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EBUSY = 16;
    static final int EINVAL = 22;
    static final int ENOSPC = 28;
    static final int EDQUOT = 122;
    static final int ECANCELED = 125;

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_TRUNC = 0x200;
    static final int O_CLOEXEC = 0x80000;

    static final int PROT_READ_WRITE = 3;
    static final int MAP_SHARED = 1;
    static final int MAP_PRIVATE = 2;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_NORESERVE = 0x4000;
    static final int MAP_POPULATE = 0x8000;

    static final int MADV_HUGEPAGE = 14;
    static final int MADV_POPULATE_WRITE = 23;

    private static final int SEEK_END = 2;
    private static final int MESSAGE_LENGTH_MAX = 256;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURED =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

    private static final MethodHandle OPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle PREAD = function("pread", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PWRITE = function("pwrite", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle FDATASYNC = function("fdatasync", JAVA_INT, JAVA_INT);
    private static final MethodHandle LSEEK = function("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MMAP =
            function("mmap", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = function("munmap", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle MADVISE = function("madvise", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final FunctionDescriptor SYSCALL_TYPE = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"), SYSCALL_TYPE, Linker.Option.firstVariadicArg(1));
    private static final MethodHandle SYSCALL_WITH_ERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            SYSCALL_TYPE,
            Linker.Option.captureCallState("errno"),
            Linker.Option.firstVariadicArg(1));

    private Linux() {}

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    private static long orError(long result, MemorySegment captured) {
        return result == -1 ? -(int) ERRNO.get(captured, 0L) : result;
    }

    /** Downcalls declare Throwable but raise nothing: a failure to link is all that can come. */
    private static AssertionError unexpected(Throwable e) {
        return new AssertionError("downcall failed", e);
    }

    /** The system's text for an error number, negated or not. */
    static String message(long error) {
        try {
            return ((MemorySegment) STRERROR.invokeExact((int) Math.abs(error)))
                    .reinterpret(MESSAGE_LENGTH_MAX)
                    .getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int open(MemorySegment path, int flags, int mode) {
        MemorySegment captured = CAPTURED.get();
        try {
            return (int) orError((int) OPEN.invokeExact(captured, path, flags, mode), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int close(int descriptor) {
        MemorySegment captured = CAPTURED.get();
        try {
            return (int) orError((int) CLOSE.invokeExact(captured, descriptor), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long pread(int descriptor, long target, long length, long position) {
        MemorySegment captured = CAPTURED.get();
        try {
            return orError((long) PREAD.invokeExact(captured, descriptor, target, length, position), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long pwrite(int descriptor, long source, long length, long position) {
        MemorySegment captured = CAPTURED.get();
        try {
            return orError((long) PWRITE.invokeExact(captured, descriptor, source, length, position), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int fdatasync(int descriptor) {
        MemorySegment captured = CAPTURED.get();
        try {
            return (int) orError((int) FDATASYNC.invokeExact(captured, descriptor), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Length of a file in bytes. */
    static long length(int descriptor) {
        MemorySegment captured = CAPTURED.get();
        try {
            return orError((long) LSEEK.invokeExact(captured, descriptor, 0L, SEEK_END), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** An address, or the negated error number: no address is negative. */
    static long mmap(long length, int protection, int flags, int descriptor, long offset) {
        MemorySegment captured = CAPTURED.get();
        try {
            return orError(
                    (long) MMAP.invokeExact(
                            captured, MemorySegment.NULL, length, protection, flags, descriptor, offset),
                    captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int munmap(MemorySegment mapped, long length) {
        MemorySegment captured = CAPTURED.get();
        try {
            return (int) orError((int) MUNMAP.invokeExact(captured, mapped, length), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int madvise(MemorySegment mapped, long length, int advice) {
        MemorySegment captured = CAPTURED.get();
        try {
            return (int) orError((int) MADVISE.invokeExact(captured, mapped, length, advice), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * A system call that the C library has no function for, and that changes nothing when it fails: asking for the error number makes an object at each
     * call, so it is asked for by a second call, once the first has failed.
     */
    static long syscall(long number, long a, long b, long c, long d, long e, long f) {
        try {
            long result = (long) SYSCALL.invokeExact(number, a, b, c, d, e, f);
            if (result != -1) {
                return result;
            }
            MemorySegment captured = CAPTURED.get();
            return orError((long) SYSCALL_WITH_ERROR.invokeExact(captured, number, a, b, c, d, e, f), captured);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
