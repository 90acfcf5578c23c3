package io.vireo.engine.io;

import static io.vireo.channel.SystemCalls.captured;
import static io.vireo.channel.SystemCalls.function;
import static io.vireo.channel.SystemCalls.orError;
import static io.vireo.channel.SystemCalls.unexpected;
import static io.vireo.channel.SystemCalls.variadic;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * The system calls that files and memory need and the JDK does not offer, or offers without the error number.
 *
 * <p>Every call returns what the system returns, or the negated error number. Constants are those of Linux on x86-64 and AArch64.
 * Calls allocate nothing. Threads: any.
 */
@SuppressWarnings("restricted") // the one place of this module that goes around the JDK
final class Linux {
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

    static final int MAP_PRIVATE = 2;
    static final int MAP_ANONYMOUS = 0x20;
    static final int MAP_NORESERVE = 0x4000;
    static final int MAP_POPULATE = 0x8000;

    static final int MADV_HUGEPAGE = 14;
    static final int MADV_POPULATE_WRITE = 23;

    private static final int SEEK_END = 2;
    private static final int MESSAGE_LENGTH_MAX = 256;

    private static final Linker LINKER = Linker.nativeLinker();

    private static final MethodHandle OPEN =
            variadic("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle PREAD = function("pread", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle PWRITE = function("pwrite", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle FDATASYNC = function("fdatasync", JAVA_INT, JAVA_INT);
    private static final MethodHandle LSEEK = function("lseek", JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT);
    private static final MethodHandle MADVISE = function("madvise", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));
    private static final FunctionDescriptor SYSCALL_TYPE = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"), SYSCALL_TYPE, Linker.Option.firstVariadicArg(1));
    private static final MethodHandle SYSCALL_WITH_ERROR = variadic("syscall", 1, SYSCALL_TYPE);

    private Linux() {}

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
        MemorySegment captured = captured();
        try {
            return orError((int) OPEN.invokeExact(captured, path, flags, mode), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long pread(int descriptor, long target, long length, long position) {
        MemorySegment captured = captured();
        try {
            return orError((long) PREAD.invokeExact(captured, descriptor, target, length, position), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long pwrite(int descriptor, long source, long length, long position) {
        MemorySegment captured = captured();
        try {
            return orError((long) PWRITE.invokeExact(captured, descriptor, source, length, position), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int fdatasync(int descriptor) {
        MemorySegment captured = captured();
        try {
            return orError((int) FDATASYNC.invokeExact(captured, descriptor), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Length of a file in bytes. */
    static long length(int descriptor) {
        MemorySegment captured = captured();
        try {
            return orError((long) LSEEK.invokeExact(captured, descriptor, 0L, SEEK_END), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int madvise(MemorySegment mapped, long length, int advice) {
        MemorySegment captured = captured();
        try {
            return orError((int) MADVISE.invokeExact(captured, mapped, length, advice), captured);
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
            MemorySegment captured = captured();
            return orError((long) SYSCALL_WITH_ERROR.invokeExact(captured, number, a, b, c, d, e, f), captured);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }
}
