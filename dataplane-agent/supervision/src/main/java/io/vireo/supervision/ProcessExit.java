package io.vireo.supervision;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Waits for the end of a process that need not be a child of ours: {@code poll(2)} on a descriptor of it, {@code pidfd_open(2)}.
 *
 * <p>The JDK can tell the end of a child at once, but looks at others every now and then only, seconds apart.
 */
@SuppressWarnings("restricted") // the one place of this module that goes around the JDK
final class ProcessExit {
    /** The number of the call on every architecture; its name is not in every C library. */
    private static final long PIDFD_OPEN = 434;

    private static final short POLLIN = 1;
    private static final int FOR_EVER = -1;

    /** {@code struct pollfd}: int descriptor, short wanted events, short events that happened. */
    private static final int POLLFD_LENGTH = 8;

    private static final int POLLFD_EVENTS = 4;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle SYSCALL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("syscall"),
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
            Linker.Option.firstVariadicArg(1));
    private static final MethodHandle POLL = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("poll"), FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("close"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private ProcessExit() {}

    /** Returns when the process has ended. Blocks a carrier if called on a virtual thread. */
    static void await(ProcessIdentity process) {
        int descriptor = open(process.pid());
        if (descriptor < 0) { // gone, or a sandbox does not let us
            ProcessHandle.of(process.pid()).filter(_ -> process.isAlive()).ifPresent(handle -> handle.onExit()
                    .join());
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(POLLFD_LENGTH, Integer.BYTES);
            poll.set(JAVA_INT, 0, descriptor);
            poll.set(JAVA_SHORT, POLLFD_EVENTS, POLLIN);
            // Asked after the descriptor was opened: it cannot be that of a later process with the same pid.
            while (process.isAlive()) {
                int _ = (int) POLL.invokeExact(poll, 1L, FOR_EVER); // an interruption by a signal just asks again
            }
        } catch (Throwable e) {
            throw new IllegalStateException("cannot wait for a process: pid=" + process.pid(), e);
        } finally {
            close(descriptor);
        }
    }

    private static int open(long pid) {
        try {
            return (int) (long) SYSCALL.invokeExact(PIDFD_OPEN, (int) pid, 0);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot open a process: pid=" + pid, e);
        }
    }

    private static void close(int descriptor) {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot close a descriptor: descriptor=" + descriptor, e);
        }
    }
}
