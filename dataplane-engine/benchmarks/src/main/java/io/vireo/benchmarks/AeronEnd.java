package io.vireo.benchmarks;

import io.aeron.Aeron;
import io.aeron.ConcurrentPublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.FragmentHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A process that sends a message to and fro over Aeron's IPC, both ends spinning as ours do.
 *
 * <pre>
 *   AeronEnd echo FOLDER CPU                       holds the media driver, sends everything back, prints "ready"
 *   AeronEnd ping FOLDER CPU LENGTH ROUND_TRIPS    prints median and 99th percentile of a round trip, in ns
 * </pre>
 */
final class AeronEnd {
    private static final String CHANNEL = "aeron:ipc";
    private static final int TO_ECHO = 1;
    private static final int FROM_ECHO = 2;

    private int received;

    private AeronEnd() {}

    public static void main(String[] arguments) throws IOException {
        String folder = arguments[1];
        int cpu = Integer.parseInt(arguments[2]);
        AeronEnd end = new AeronEnd();
        if (arguments[0].equals("echo")) {
            end.echo(folder, cpu);
        } else {
            end.ping(folder, cpu, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
        }
    }

    private void echo(String folder, int cpu) throws IOException {
        // One thread for the driver, which backs off: it has nothing to do with what passes between two processes of a
        // machine.
        MediaDriver.Context driver = new MediaDriver.Context()
                .aeronDirectoryName(folder)
                .threadingMode(ThreadingMode.SHARED)
                .dirDeleteOnStart(true)
                .dirDeleteOnShutdown(true);
        try (MediaDriver _ = MediaDriver.launch(driver);
                Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(folder));
                Subscription in = aeron.addSubscription(CHANNEL, TO_ECHO);
                ConcurrentPublication out = aeron.addPublication(CHANNEL, FROM_ECHO)) {
            Cpu.pin(cpu);
            System.out.println("ready");
            FragmentHandler sendBack = (buffer, offset, length, _) -> offer(out, buffer, offset, length);
            while (!Thread.currentThread().isInterrupted()) {
                if (in.poll(sendBack, 16) == 0) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private void ping(String folder, int cpu, int length, int roundTrips) throws IOException {
        try (Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(folder));
                Subscription in = aeron.addSubscription(CHANNEL, FROM_ECHO);
                ConcurrentPublication out = aeron.addPublication(CHANNEL, TO_ECHO)) {
            while (!in.isConnected() || !out.isConnected()) {
                Thread.onSpinWait();
            }
            Cpu.pin(cpu);
            UnsafeBuffer message = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
            FragmentHandler count = (_, _, _, _) -> received++;
            long[] samples = new long[roundTrips];
            for (int i = 0; i < 2 * roundTrips; i++) { // the first half warms up
                received = 0;
                long start = System.nanoTime();
                offer(out, message, 0, length);
                while (received == 0) {
                    if (in.poll(count, 1) == 0) {
                        Thread.onSpinWait();
                    }
                }
                samples[i % roundTrips] = System.nanoTime() - start;
            }
            Arrays.sort(samples);
            System.out.printf(Locale.ROOT, "%d %d%n", samples[roundTrips / 2], samples[roundTrips / 100 * 99]);
        }
    }

    private static void offer(ConcurrentPublication out, DirectBuffer buffer, int offset, int length) {
        long result = out.offer(buffer, offset, length);
        while (result < 0) {
            if (result == ConcurrentPublication.CLOSED || result == ConcurrentPublication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException("publication takes no more: result=" + result);
            }
            Thread.onSpinWait();
            result = out.offer(buffer, offset, length);
        }
    }
}
