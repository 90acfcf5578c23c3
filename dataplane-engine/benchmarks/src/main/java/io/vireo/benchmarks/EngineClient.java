package io.vireo.benchmarks;

import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.ClientChannel;
import io.vireo.channel.MessageHandler;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.ReplyWhich;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestPutWriter;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;

/** A client that keeps a number of requests under way at a time and measures them. Threads: one. */
final class EngineClient implements AutoCloseable {
    private static final long SPIN_NS = 20_000;
    private static final long STRIDE = 7_919; // a prime
    private static final long PATIENCE_NS = 1_000_000_000L;

    /** Writes the request of a number. */
    @FunctionalInterface
    interface Content {
        void write(RequestWriter request, long number);
    }

    /**
     * What a run took.
     *
     * @param nsPerOperation of all of them, one with another
     * @param medianNs from sending a request to taking its reply
     * @param p99Ns likewise
     */
    record Figures(double nsPerOperation, double medianNs, double p99Ns) {}

    private final ClientChannel channel;
    private final ChannelWaiter waiter;
    private final MemorySegment message = Arena.ofAuto().allocate(64 << 10, 8);
    private final RequestWriter request = new RequestWriter();
    private final ReplyReader reply = new ReplyReader();
    private final MemorySegment path = Arena.ofAuto().allocate(PathKeys.LENGTH_MAX, 8);
    private final MemorySegment value = Arena.ofAuto().allocate(32 << 10, 8);
    private final MessageHandler handler = this::onReply;
    private long[] sentNs = {};
    private long[] latencies = {};
    private long lastIndexBytes;
    private long first;
    private long done;
    private Status failure = Status.OK;
    private String failureMessage = "";

    private EngineClient(ClientChannel channel, ChannelWaiter waiter) {
        this.channel = channel;
        this.waiter = waiter;
    }

    static EngineClient connect(Path socket, byte[] token) throws IOException {
        ClientChannel channel = ClientChannel.connect(socket, token, 0);
        ChannelWaiter waiter = ChannelWaiter.open(SPIN_NS);
        waiter.add(channel);
        return new EngineClient(channel, waiter);
    }

    /**
     * Puts an item for each number.
     *
     * @param depth requests under way at a time
     * @param valueLength of its only attribute, in bytes
     */
    Figures put(PathKeys names, long from, long count, int depth, int valueLength) throws IOException {
        return run(from, count, depth, (target, number) -> {
            RequestPutWriter put = path(target, names, number).initPut().mode(RequestPutMode.REPLACE);
            put.initAttributes(1).get(0).name("v").initValue().bytes(value, 0, valueLength);
        });
    }

    /** Gets items in no order; those of all numbers below the names' count must be there. */
    Figures get(PathKeys names, long from, long count, int depth) throws IOException {
        return run(from, count, depth, (target, number) -> path(target, names, number * STRIDE)
                .initGet()
                .attributes(RequestProjection.USER));
    }

    /** Gets items of the numbers below a range, in no order. */
    Figures getOf(PathKeys names, long range, long count, int depth) throws IOException {
        return run(0, count, depth, (target, number) -> path(target, names, number * STRIDE % range)
                .initGet()
                .attributes(RequestProjection.USER));
    }

    /** Puts items of the numbers below a range again, in no order. */
    Figures overwrite(PathKeys names, long range, long count, int depth, int valueLength) throws IOException {
        return run(0, count, depth, (target, number) -> {
            RequestPutWriter put =
                    path(target, names, number * STRIDE % range).initPut().mode(RequestPutMode.REPLACE);
            put.initAttributes(1).get(0).name("v").initValue().bytes(value, 0, valueLength);
        });
    }

    /** What the engine's index takes, in bytes. */
    long indexBytes() throws IOException {
        run(0, 1, 1, (target, _) -> target.setPing());
        return lastIndexBytes;
    }

    /** Writes the path of a number, in the container of benchmarks. */
    RequestWriter path(RequestWriter target, PathKeys names, long number) {
        // Without the container, which comes first, and the slash behind it.
        int length = names.make(number) - 9;
        MemorySegment.copy(names.bytes(), 9, path, ValueLayout.JAVA_BYTE, 0, length);
        return target.container(EngineUnderBench.CONTAINER).path(path, 0, length);
    }

    /** Sends requests for numbers in order, and takes all of their replies. */
    Figures run(long from, long count, int depth, Content content) throws IOException {
        sentNs = new long[depth];
        latencies = new long[Math.toIntExact(Math.min(count, 1 << 20))];
        first = from;
        done = 0;
        long sent = 0;
        long start = System.nanoTime();
        while (done < count) {
            int work = 0;
            while (sent < count && sent - done < depth && offer(from + sent, depth, content)) {
                sent++;
                work++;
            }
            int polled = channel.poll(handler, Integer.MAX_VALUE);
            if (polled < 0) {
                throw new IOException("engine has left: " + channel.closeReason());
            }
            if (failure != Status.OK) {
                throw new IOException("engine refuses: " + failure + " " + failureMessage);
            }
            waiter.idle(work + polled, PATIENCE_NS);
        }
        double each = (System.nanoTime() - start) / (double) count;
        Arrays.sort(latencies);
        return new Figures(each, latencies[latencies.length / 2], latencies[latencies.length / 100 * 99]);
    }

    private boolean offer(long number, int depth, Content content) {
        content.write(request.wrap(message, 0, message.byteSize()).correlationId(number), number);
        int length = request.finish();
        sentNs[(int) (number % depth)] = System.nanoTime();
        return channel.offer(0, message, 0, length) == 0;
    }

    private void onReply(int kind, MemorySegment buffer, long offset, int length) {
        reply.wrap(buffer, offset, length);
        if (reply.status() != Status.OK) {
            failure = reply.status();
            failureMessage = reply.message();
        }
        if (reply.which() == ReplyWhich.ENGINE) {
            lastIndexBytes = reply.engine().indexBytes();
        }
        long number = reply.correlationId();
        latencies[(int) ((number - first) % latencies.length)] =
                System.nanoTime() - sentNs[(int) (number % sentNs.length)];
        done++;
    }

    @Override
    public void close() {
        channel.close();
        waiter.close();
    }
}
