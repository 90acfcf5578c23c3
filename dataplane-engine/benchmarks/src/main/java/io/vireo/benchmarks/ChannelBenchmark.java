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

/** A message of 64 bytes to another process and back while both spin, beside the same ring in C. */
final class ChannelBenchmark implements Benchmark {
    private static final int MESSAGE_LENGTH = 64;
    private static final long SPIN_NS = 1_000_000_000L;
    private static final double BOUND_NS = 400;
    /** Copying out of the ring, the fence for sleepers and the checks of a hostile peer may cost this much over bare C. */
    private static final double GOAL_BESIDE_C = 0.4;

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
        double[] ours = new double[effort.runs()];
        double[] ours99 = new double[effort.runs()];
        double[] theirs = new double[effort.runs()];
        double[] theirs99 = new double[effort.runs()];
        Path folder = Files.createTempDirectory("vireo-bench");
        try (RingInC ring = new RingInC();
                EchoProcess echo = new EchoProcess(folder.resolve("s"));
                ChannelWaiter waiter = ChannelWaiter.open(SPIN_NS);
                ClientChannel channel = ClientChannel.connect(folder.resolve("s"), new byte[0], 0)) {
            waiter.add(channel);
            Cpu.pin(Cpu.FIRST);
            for (int run = 0; run < effort.runs(); run++) {
                echo.pause();
                RingInC.Result inC = ring.run(effort.roundTrips());
                theirs[run] = inC.medianNs();
                theirs99[run] = inC.p99Ns();
                echo.resume();
                long[] samples = roundTrips(channel, waiter, effort.roundTrips());
                ours[run] = samples[samples.length / 2];
                ours99[run] = samples[samples.length / 100 * 99];
            }
        } finally {
            Cpu.unpin();
            Files.deleteIfExists(folder.resolve("s"));
            Files.delete(folder);
        }
        double value = median(ours);
        String note = String.format(
                Locale.ROOT,
                "p99 %.0f ns, ring in C p99 %.0f ns; runs %s",
                median(ours99),
                median(theirs99),
                Arrays.toString(ours));
        return List.of(
                Measurement.ofCost("channel", "ns", value, "ring in C", median(theirs), GOAL_BESIDE_C, note),
                Measurement.ofCost(
                        "channel-bound", "ns", value, "bound", BOUND_NS, 1, "median round trip against its bound"));
    }

    /** Times as many round trips as were made before to warm up; sorted. */
    private long[] roundTrips(ClientChannel channel, ChannelWaiter waiter, int count) throws IOException {
        MemorySegment message = Arena.ofAuto().allocate(MESSAGE_LENGTH, 8);
        MessageHandler counter = (_, _, _, _) -> received++;
        long[] samples = new long[count];
        for (int i = 0; i < 2 * count; i++) {
            received = 0;
            long start = System.nanoTime();
            channel.offer(0, message, 0, MESSAGE_LENGTH);
            while (received == 0) {
                int polled = channel.poll(counter, 16);
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

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
