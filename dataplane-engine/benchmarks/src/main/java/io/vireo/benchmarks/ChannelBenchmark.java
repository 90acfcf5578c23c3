package io.vireo.benchmarks;

import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.ClientChannel;
import io.vireo.channel.MessageHandler;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A message to another process and back while both spin, beside the same ring in C.
 *
 * <p>Each cache line more costs a transfer between the cores in each direction, so there are two lengths: a record of one line,
 * which is 64 bytes with its header, and a message of 64 bytes, whose record reaches into a second line.
 */
final class ChannelBenchmark implements Benchmark {
    /** Length of the message whose record is one cache line. */
    static final int ONE_LINE = 56;

    private static final int TWO_LINES = 64;
    private static final long SPIN_NS = 1_000_000_000L;
    private static final double BOUND_NS = 400;
    /** Copying out of the ring, the fence for sleepers and the checks of a hostile peer may cost this much over bare C. */
    private static final double GOAL_BESIDE_C = 0.8;

    private static final double GOAL_BESIDE_AERON = 3;

    private int received;

    @Override
    public String name() {
        return "channel";
    }

    @Override
    public String summary() {
        return "round trip of 64 bytes between two spinning processes, beside the same ring in C";
    }

    @Override
    public List<Measurement> run(Effort effort) throws IOException, InterruptedException {
        Cpu.requireTwo();
        Path folder = Files.createTempDirectory("vireo-bench");
        try (EchoProcess echo = new EchoProcess(folder.resolve("s"));
                ChannelWaiter waiter = ChannelWaiter.open(SPIN_NS);
                ClientChannel channel = ClientChannel.connect(folder.resolve("s"), new byte[0], 0)) {
            waiter.add(channel);
            Cpu.pin(Cpu.FIRST);
            Compared oneLine = compare(ONE_LINE, effort, echo, channel, waiter);
            Compared twoLines = compare(TWO_LINES, effort, echo, channel, waiter);
            double inAeron = inAeron(effort, echo);
            Cpu.unpin();
            echo.pause();
            Measurement remote = RemoteChannelRun.run(effort);
            echo.resume();
            return List.of(
                    oneLine.measurement("channel", "64 bytes with the record's header: one cache line"),
                    Measurement.ofCost(
                            "channel-bound",
                            "ns",
                            oneLine.ours().median(),
                            "bound",
                            BOUND_NS,
                            1,
                            "the same against an absolute bound"),
                    twoLines.measurement("channel-two-lines", "64 bytes without the header: two cache lines"),
                    Measurement.ofCost(
                            "channel-beside-aeron",
                            "ns",
                            twoLines.ours().median(),
                            "Aeron IPC",
                            inAeron,
                            GOAL_BESIDE_AERON,
                            "64 bytes without the header; both ends of Aeron spin as ours do"),
                    remote);
        } finally {
            Cpu.unpin();
            Files.deleteIfExists(folder.resolve("s"));
            Files.delete(folder);
        }
    }

    private static double inAeron(Effort effort, EchoProcess echo) throws IOException, InterruptedException {
        AeronIpc aeron = new AeronIpc(TWO_LINES);
        double[] medians = new double[effort.runs()];
        echo.pause();
        try {
            for (int run = 0; run < effort.runs(); run++) {
                medians[run] = aeron.run(effort.roundTrips()).medianNs();
            }
        } finally {
            echo.resume();
        }
        return Figures.medianOf(medians);
    }

    /** Medians over the runs, in nanoseconds, and the medians of each run. */
    private record Figures(double median, double p99, String runs) {
        static Figures of(double[] medians, double[] p99s) {
            return new Figures(medianOf(medians), medianOf(p99s), Arrays.toString(medians));
        }

        private static double medianOf(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }

    private record Compared(Figures ours, Figures inC) {
        Measurement measurement(String name, String what) {
            String note = String.format(
                    Locale.ROOT,
                    "%s; p99 %.0f ns, ring in C %.0f ns; runs %s",
                    what,
                    ours.p99(),
                    inC.p99(),
                    ours.runs());
            return Measurement.ofCost(name, "ns", ours.median(), "ring in C", inC.median(), GOAL_BESIDE_C, note);
        }
    }

    private Compared compare(
            int messageLength, Effort effort, EchoProcess echo, ClientChannel channel, ChannelWaiter waiter)
            throws IOException, InterruptedException {
        double[] ours = new double[effort.runs()];
        double[] ours99 = new double[effort.runs()];
        double[] inC = new double[effort.runs()];
        double[] inC99 = new double[effort.runs()];
        try (RingInC ring = new RingInC(messageLength)) {
            for (int run = 0; run < effort.runs(); run++) {
                echo.pause();
                RingInC.Result result = ring.run(effort.roundTrips());
                inC[run] = result.medianNs();
                inC99[run] = result.p99Ns();
                echo.resume();
                long[] samples = roundTrips(channel, waiter, messageLength, effort.roundTrips());
                ours[run] = samples[samples.length / 2];
                ours99[run] = samples[samples.length / 100 * 99];
            }
        }
        return new Compared(Figures.of(ours, ours99), Figures.of(inC, inC99));
    }

    /** Times as many round trips as were made before to warm up; sorted. */
    private long[] roundTrips(ClientChannel channel, ChannelWaiter waiter, int messageLength, int count)
            throws IOException {
        MemorySegment message = Arena.ofAuto().allocate(messageLength, 8);
        MessageHandler counter = (_, _, _, _) -> received++;
        long[] samples = new long[count];
        for (int i = 0; i < 2 * count; i++) {
            received = 0;
            long start = System.nanoTime();
            channel.offer(0, message, 0, messageLength);
            while (received == 0) {
                // Only the one that is awaited: looking for another would cost a cache miss.
                int polled = channel.poll(counter, 1);
                if (polled < 0) {
                    throw new IOException("the other process left: " + channel.closeReason());
                }
                waiter.idle(polled, SPIN_NS);
            }
            samples[i % count] = System.nanoTime() - start;
        }
        Arrays.sort(samples);
        return samples;
    }
}
