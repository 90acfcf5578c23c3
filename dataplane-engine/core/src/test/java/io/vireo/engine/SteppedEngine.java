package io.vireo.engine;

import io.vireo.channel.Channel;
import io.vireo.channel.Grant;
import io.vireo.channel.MessageHandler;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestWriter;
import io.vireo.engine.io.DiskAccess;
import io.vireo.engine.io.DiskWaker;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.reactor.Connection;
import io.vireo.engine.reactor.Entrance;
import io.vireo.engine.reactor.Reactor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole engine of one reactor over a disk in memory, without threads and without a channel: its rounds are run by whoever tests, so that a test can stop at each of them. Threads: one.
 */
final class SteppedEngine implements AutoCloseable {
    static final long SEGMENT_BYTES = Limits.SEGMENT_LENGTH_MIN;
    static final long REPLY_OFFSET = 1 << 20;
    private static final int ARENA_LENGTH = 4 << 20;
    private static final int REPLY_IN_ARENA_KIND = 1;
    private static final int MOST_ROUNDS = 100_000;

    final SimulatedDisk disk;
    long nowNs;

    private final ReactorGroup group;
    private final Reactor reactor;
    private final Client client = new Client();
    private final MemorySegment message = Arena.ofAuto().allocate(1 << 16, 8);
    private long lastCorrelationId;

    SteppedEngine(SimulatedDisk disk, long checkpointBytes, long nowNs) {
        this.disk = disk;
        this.nowNs = nowNs;
        EngineConfig config = new EngineConfig(
                Path.of("/simulated"),
                Path.of("/simulated/engine.sock"),
                1,
                4,
                Path.of("/simulated/grant.key"),
                SEGMENT_BYTES,
                Limits.MEMORY_LENGTH_MIN,
                checkpointBytes,
                0,
                0,
                DiskAccess.Choice.BEST);
        List<Throwable> faults = new ArrayList<>();
        try {
            group = ReactorGroup.recover(
                    config, disk, () -> ++this.nowNs, new Random(1), Runnable::run, List.of(DiskWaker.NONE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reactor = group.reactors(List.of(client), fault -> {
                    faults.add(fault);
                    throw new AssertionError("engine failed on a request", fault);
                })
                .getFirst();
    }

    /** The same disk after a loss of power. */
    SteppedEngine restarted(long checkpointBytes) {
        return new SteppedEngine(disk.crashed(), checkpointBytes, nowNs);
    }

    void rounds(int count) {
        for (int i = 0; i < count; i++) {
            reactor.round();
        }
    }

    /** Sends a request; the id of its reply. */
    long send(Consumer<RequestWriter> content) {
        RequestWriter request = new RequestWriter()
                .wrap(message, 0, message.byteSize())
                .correlationId(++lastCorrelationId)
                .container(RunningEngine.CONTAINER);
        content.accept(request);
        int length = request.finish();
        client.requests.add(message.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
        return lastCorrelationId;
    }

    /** The reply to a request, when it has come. */
    @Nullable ReplyReader reply(long correlationId) {
        byte[] bytes = client.replies.remove(correlationId);
        return bytes == null ? null : new ReplyReader().wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** Sends a request and runs rounds until it is answered. */
    ReplyReader ask(Consumer<RequestWriter> content) {
        long correlationId = send(content);
        for (int i = 0; i < MOST_ROUNDS; i++) {
            reactor.round();
            ReplyReader reply = reply(correlationId);
            if (reply != null) {
                return reply;
            }
        }
        throw new AssertionError("no reply: correlationId=" + correlationId);
    }

    void fillArena(byte[] bytes) {
        MemorySegment.copy(bytes, 0, client.arena, ValueLayout.JAVA_BYTE, 0, bytes.length);
    }

    byte[] arena(long offset, int length) {
        return client.arena.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    @Override
    public void close() {
        try {
            group.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one client, which is there from the start and takes every reply at once. */
    private static final class Client implements Connection, Entrance {
        private final ArrayDeque<byte[]> requests = new ArrayDeque<>();
        private final Map<Long, byte[]> replies = new HashMap<>();
        private final MemorySegment arena = Arena.ofAuto().allocate(ARENA_LENGTH, 8);
        private boolean isAccepted;
        private boolean isClosed;

        @Override
        public @Nullable Connection pollAccepted() {
            boolean isFirst = !isAccepted;
            isAccepted = true;
            return isFirst ? this : null;
        }

        @Override
        public void idle(int workCount, long maxSleepNs) {}

        @Override
        public Grant grant() {
            Grant.Scope all = new Grant.Scope(RunningEngine.CONTAINER, "", EnumSet.allOf(Grant.Action.class));
            return new Grant("00000000-0000-0000-0000-000000000001", List.of(all), 0);
        }

        @Override
        public int poll(MessageHandler handler, int limit) {
            int count = 0;
            while (count < limit && !requests.isEmpty()) {
                byte[] request = requests.remove();
                handler.onMessage(0, MemorySegment.ofArray(request), 0, request.length);
                count++;
            }
            return count == 0 && isClosed ? Channel.CLOSED : count;
        }

        @Override
        public int offer(int kind, MemorySegment source, long offset, int length) {
            byte[] bytes = source.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            ReplyReader reply = new ReplyReader().wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
            long correlationId = reply.correlationId();
            if (kind == REPLY_IN_ARENA_KIND) {
                bytes = arena.asSlice(REPLY_OFFSET, reply.bodyLength()).toArray(ValueLayout.JAVA_BYTE);
            }
            replies.put(correlationId, bytes);
            return 0;
        }

        @Override
        public int maxMessageLength() {
            return 1 << 20;
        }

        @Override
        public MemorySegment arena() {
            return arena;
        }

        @Override
        public boolean watch() {
            return true;
        }

        @Override
        public void unwatch() {}

        @Override
        public boolean isClosed() {
            return isClosed;
        }

        @Override
        public void close(String reason) {
            isClosed = true;
        }
    }
}
