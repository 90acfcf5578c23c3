package io.vireo.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The time from a kill to the first answer, beside Redis that loads as many values from its file. */
final class RedisRestartRun {
    private static final int VALUE_LENGTH = 100;
    private static final int DEPTH = 256;
    private static final long MEMORY_PER_ITEM = 160;
    private static final long MEMORY_MIN = 64 << 20;
    private static final double BESIDE_REDIS = 5;
    private static final double NS_PER_S = 1e9;

    private RedisRestartRun() {}

    /** Nothing, and a word about it, where Redis is not installed. */
    static List<Measurement> run(Benchmark.Effort effort) throws IOException {
        if (!RedisServer.isHere()) {
            System.err.println(
                    "bench: restart not measured beside Redis: it is not installed (Debian: apt-get install redis-server)");
            return List.of();
        }
        int items = effort.items();
        PathKeys keys = new PathKeys(items);
        double[] ours = new double[effort.runs()];
        double[] theirs = new double[effort.runs()];
        try (EngineUnderBench engine = EngineUnderBench.start(MEMORY_MIN + items * MEMORY_PER_ITEM, "");
                RedisServer redis = RedisServer.start()) {
            try (EngineClient client = engine.connect()) {
                client.put(keys, 0, items, DEPTH, VALUE_LENGTH);
            }
            fill(redis, keys, items);
            for (int run = 0; run < effort.runs(); run++) {
                long start = System.nanoTime();
                redis.restart(); // its first line comes when it has loaded everything
                theirs[run] = (System.nanoTime() - start) / NS_PER_S;
                engine.kill();
                long killed = System.nanoTime();
                engine.restart();
                try (EngineClient client = engine.connect()) {
                    client.get(keys, run, 1, 1);
                }
                ours[run] = (System.nanoTime() - killed) / NS_PER_S;
            }
        }
        String note =
                String.format(Locale.ROOT, "%,d items of %d bytes, from kill to the first answer", items, VALUE_LENGTH);
        return List.of(Measurement.ofCost(
                "restart-beside-redis",
                "s",
                Measurement.median(ours),
                "Redis loading its file",
                Measurement.median(theirs),
                BESIDE_REDIS,
                note));
    }

    /** Sets all keys and has them written to the file. */
    private static void fill(RedisServer redis, PathKeys keys, int items) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(redis.socket()));
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20);
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
            byte[] tail = ("\r\n$" + VALUE_LENGTH + "\r\n" + "v".repeat(VALUE_LENGTH) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            for (int from = 0; from < items; from += DEPTH) {
                int count = Math.min(DEPTH, items - from);
                for (int i = 0; i < count; i++) {
                    int length = keys.make(from + i);
                    out.write(("*3\r\n$3\r\nSET\r\n$" + length + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    out.write(keys.bytes(), 0, length);
                    out.write(tail);
                }
                out.flush();
                expectOk(in, count);
            }
            out.write("*1\r\n$4\r\nSAVE\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            expectOk(in, 1);
        }
    }

    private static void expectOk(InputStream in, int count) throws IOException {
        String answers = new String(in.readNBytes(5 * count), StandardCharsets.US_ASCII);
        if (!answers.equals("+OK\r\n".repeat(count))) {
            throw new IOException("Redis refuses: "
                    + answers.lines().filter(line -> !line.equals("+OK")).findFirst());
        }
    }
}
