package io.vireo.benchmarks;

import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.remote.RemoteChannel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A message to another process over TCP and back, through the thread that carries it to a channel there, beside the same bytes over a bare socket. A request as short as one can be: the
 * carrier reads its first words.
 */
final class RemoteChannelRun {
    private static final int ROUND_TRIPS_PER_SAMPLE = 50;
    private static final int SAMPLES_MIN = 100;

    /** So few that the echo always has room for its answers: it does not keep them, as an engine does. */
    private static final int DEPTH = 256;

    private static final long PATIENCE_NS = 1_000_000_000L;

    /** Two threads more take part, and hand a message over four times instead of twice. */
    private static final double GOAL = 0.5;

    private RemoteChannelRun() {}

    static Measurement run(Benchmark.Effort effort) throws IOException {
        int count = Math.max(SAMPLES_MIN, effort.roundTrips() / ROUND_TRIPS_PER_SAMPLE);
        double[] ours = new double[effort.runs()];
        double[] bare = new double[effort.runs()];
        double[] deep = new double[effort.runs()];
        try (TemporaryFolder folder = TemporaryFolder.create();
                Echo echo = Echo.start(folder);
                RemoteChannel channel = RemoteChannel.connect(loopback(echo.remotePort()), null, new byte[0], 0);
                ChannelWaiter waiter = ChannelWaiter.open(
                        ChannelWaiter.spinNs(Runtime.getRuntime().availableProcessors()));
                SocketChannel socket = SocketChannel.open(loopback(echo.barePort()))) {
            channel.joinTo(waiter);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            MemorySegment message = Arena.ofAuto().allocate(4096, 8);
            RequestWriter request = new RequestWriter();
            request.wrap(message, 0, message.byteSize()).setPing();
            int length = request.finish();
            for (int run = 0; run < effort.runs(); run++) {
                bare[run] = bareMedian(socket, length, count);
                ours[run] = median(channel, waiter, message, length, count);
                deep[run] = each(channel, waiter, message, length, count * ROUND_TRIPS_PER_SAMPLE);
            }
            String note = String.format(
                    Locale.ROOT,
                    "%d bytes, one under way; %.0f ns each with %d under way",
                    length,
                    Measurement.median(deep),
                    DEPTH);
            return Measurement.ofCost(
                    "channel-remote", "ns", Measurement.median(ours), "bare TCP", Measurement.median(bare), GOAL, note);
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static double median(
            RemoteChannel channel, ChannelWaiter waiter, MemorySegment message, int length, int count)
            throws IOException {
        long[] samples = new long[count];
        for (int i = 0; i < 2 * count; i++) {
            long start = System.nanoTime();
            channel.offer(0, message, 0, length);
            int received = 0;
            while (received == 0) {
                received = poll(channel);
                waiter.idle(received, PATIENCE_NS);
            }
            samples[i % count] = System.nanoTime() - start;
        }
        Arrays.sort(samples);
        return samples[count / 2];
    }

    /** What one takes when many are under way. */
    private static double each(
            RemoteChannel channel, ChannelWaiter waiter, MemorySegment message, int length, int count)
            throws IOException {
        int sent = 0;
        int received = 0;
        long start = System.nanoTime();
        while (received < count) {
            int work = 0;
            while (sent < count && sent - received < DEPTH && channel.offer(0, message, 0, length) == 0) {
                sent++;
                work++;
            }
            int polled = poll(channel);
            received += polled;
            waiter.idle(work + polled, PATIENCE_NS);
        }
        return (System.nanoTime() - start) / (double) count;
    }

    private static int poll(RemoteChannel channel) throws IOException {
        int polled = channel.poll((_, _, _, _) -> {}, Integer.MAX_VALUE);
        if (polled < 0) {
            throw new IOException("the other process left: " + channel.closeReason());
        }
        return polled;
    }

    private static double bareMedian(SocketChannel socket, int length, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(length);
        long[] samples = new long[count];
        for (int i = 0; i < 2 * count; i++) {
            long start = System.nanoTime();
            bytes.clear();
            while (bytes.hasRemaining()) {
                socket.write(bytes);
            }
            bytes.clear();
            while (bytes.hasRemaining()) {
                if (socket.read(bytes) < 0) {
                    throw new IOException("the other process left");
                }
            }
            samples[i % count] = System.nanoTime() - start;
        }
        Arrays.sort(samples);
        return samples[count / 2];
    }

    /** The JVM that runs {@link RemoteEcho}. */
    private record Echo(Process process, int remotePort, int barePort) implements AutoCloseable {
        static Echo start(TemporaryFolder folder) throws IOException {
            Process process = new ProcessBuilder(List.of(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            RemoteEcho.class.getName(),
                            folder.path().resolve("s").toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String line = process.inputReader().readLine();
            if (line == null || !line.startsWith("ready ")) {
                process.destroyForcibly();
                throw new IOException("the other process did not start: output=" + line);
            }
            String[] words = line.split(" ");
            return new Echo(process, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}
