package io.vireo.channel;

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
 * How functions of the C library are called with their error numbers, and the few that channels and the engine both call.
 *
 * <p>A call returns what the system returns, or the negated error number. Constants are those of Linux on x86-64 and AArch64. Calls allocate nothing. Threads: any.
 */
@SuppressWarnings("restricted") // goes around the JDK, for those that must
public final class SystemCalls {
    /** A signal came before anything was done. */
    public static final int EINTR = 4;

    /** Nothing to do now. */
    public static final int EAGAIN = 11;

    /** Pages can be read and written. */
    public static final int PROT_READ_WRITE = 3;

    /** Changes are seen by who maps the same. */
    public static final int MAP_SHARED = 1;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURED =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE));

    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle MMAP =
            function("mmap", JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG);
    private static final MethodHandle MUNMAP = function("munmap", JAVA_INT, ADDRESS, JAVA_LONG);

    private SystemCalls() {}

    /** A function whose first argument is the memory that takes the error number: {@link #captured}. */
    public static MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                Linker.Option.captureCallState("errno"));
    }

    /** The same of a function that takes any number of arguments after the first ones. */
    public static MethodHandle variadic(String name, int firstVariadic, FunctionDescriptor type) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                type,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    /** Where this thread's calls leave the error number. */
    public static MemorySegment captured() {
        return CAPTURED.get();
    }

    /** The result, or the negated error number when it is -1. */
    public static int orError(int result, MemorySegment captured) {
        return result == -1 ? -(int) ERRNO.get(captured, 0L) : result;
    }

    /** The same of a long one. */
    public static long orError(long result, MemorySegment captured) {
        return result == -1 ? -(int) ERRNO.get(captured, 0L) : result;
    }

    /** Downcalls declare Throwable but raise nothing: a failure to link is all that can come. */
    public static AssertionError unexpected(Throwable e) {
        return new AssertionError("downcall failed", e);
    }

    /** Gives a descriptor back. */
    public static int close(int descriptor) {
        MemorySegment captured = captured();
        try {
            return orError((int) CLOSE.invokeExact(captured, descriptor), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** An address, or the negated error number: no address is negative. */
    public static long mmap(long length, int protection, int flags, int descriptor, long offset) {
        MemorySegment captured = captured();
        try {
            return orError(
                    (long) MMAP.invokeExact(
                            captured, MemorySegment.NULL, length, protection, flags, descriptor, offset),
                    captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** Gives mapped memory back. */
    public static int munmap(MemorySegment mapped, long length) {
        MemorySegment captured = captured();
        try {
            return orError((int) MUNMAP.invokeExact(captured, mapped, length), captured);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }
}
