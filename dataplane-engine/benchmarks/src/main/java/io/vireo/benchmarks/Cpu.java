package io.vireo.benchmarks;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Pins threads to cores, so that a figure does not depend on where the kernel puts them. */
@SuppressWarnings("restricted")
final class Cpu {
    static final int FIRST = 0;
    static final int SECOND = 1;

    private static final int MASK_LENGTH = 128;
    private static final MethodHandle SCHED_SETAFFINITY = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("sched_setaffinity"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));

    private Cpu() {}

    /** @throws IOException if two threads cannot spin at the same time here */
    static void requireTwo() throws IOException {
        if (Files.readString(Path.of("/sys/devices/system/cpu/online")).strip().equals("0")) {
            throw new IOException("two spinning processes need two cores, and this machine has one");
        }
    }

    /** Keeps the calling thread on one core. */
    static void pin(int cpu) throws IOException {
        byte[] mask = new byte[MASK_LENGTH];
        mask[cpu / 8] = (byte) (1 << cpu % 8);
        setAffinity(mask);
    }

    /** Lets the calling thread run on every core again. */
    static void unpin() throws IOException {
        byte[] mask = new byte[MASK_LENGTH];
        Arrays.fill(mask, (byte) 0xFF);
        setAffinity(mask);
    }

    private static void setAffinity(byte[] cores) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mask = arena.allocateFrom(ValueLayout.JAVA_BYTE, cores);
            int result;
            try {
                result = (int) SCHED_SETAFFINITY.invokeExact(0, (long) MASK_LENGTH, mask);
            } catch (Throwable e) {
                throw new AssertionError("downcall failed", e);
            }
            if (result != 0) {
                throw new IOException("cannot pin the thread to a core");
            }
        }
    }
}
