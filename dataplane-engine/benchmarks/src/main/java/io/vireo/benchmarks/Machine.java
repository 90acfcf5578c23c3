package io.vireo.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the figures were taken, and what that machine does at best in the same minute, so that runs can be compared.
 *
 * @param name always {@code machine}
 * @param cores that the process may use
 * @param kernel release of the kernel
 * @param loadBefore one-minute load average before the first run
 * @param loadAfter likewise after the last
 * @param nullSystemCallNs cost of a system call that does nothing
 * @param ringRoundTripNs median round trip through a ring in C, of 64 bytes with the record's header
 */
record Machine(
        String name,
        int cores,
        String kernel,
        double loadBefore,
        double loadAfter,
        double nullSystemCallNs,
        double ringRoundTripNs) {

    static Machine calibrated(double loadBefore, RingInC ring, int roundTrips)
            throws IOException, InterruptedException {
        RingInC.Result result = ring.run(roundTrips);
        return new Machine(
                "machine",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                loadBefore,
                load(),
                result.systemCallNs(),
                result.medianNs());
    }

    /** One-minute load average. */
    static double load() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }
}
