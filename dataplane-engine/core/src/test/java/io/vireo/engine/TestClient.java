package io.vireo.engine;

import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.ClientChannel;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A client of the engine, as a test needs it: asks and waits. Threads: one. */
public final class TestClient implements AutoCloseable {
    static final int REQUEST_KIND = 0;
    private static final int REPLY_IN_ARENA_KIND = 1;
    private static final long DEADLINE_NS = 20_000_000_000L;

    /** Where replies go in the arena; bodies are sent from its start. */
    static final long REPLY_OFFSET = 8 << 20;

    private final ClientChannel channel;
    private final ChannelWaiter waiter;
    private final MemorySegment message = Arena.ofAuto().allocate(1 << 20, 8);
    private final RequestWriter request = new RequestWriter();
    private final Map<Long, byte[]> replies = new HashMap<>();
    private long lastCorrelationId;

    private TestClient(ClientChannel channel, ChannelWaiter waiter) {
        this.channel = channel;
        this.waiter = waiter;
    }

    /** Connects; fails when the engine does not listen or refuses. */
    static TestClient connect(Path socket, byte[] token) throws IOException {
        return connect(socket, token, 0);
    }

    static TestClient connect(Path socket, byte[] token, int reactor) throws IOException {
        ClientChannel channel = ClientChannel.connect(socket, token, reactor);
        ChannelWaiter waiter = ChannelWaiter.open(20_000);
        waiter.add(channel);
        return new TestClient(channel, waiter);
    }

    ClientChannel channel() {
        return channel;
    }

    /** Sends a request; the id of its reply. Gives up with an exception when the channel is closed. */
    long send(Consumer<RequestWriter> content) {
        long correlationId = ++lastCorrelationId;
        content.accept(request.wrap(message, 0, message.byteSize())
                .correlationId(correlationId)
                .container(1));
        int length = request.finish();
        while (channel.offer(REQUEST_KIND, message, 0, length) != 0) {
            if (channel.isClosed()) {
                throw new IllegalStateException("channel is closed: " + channel.closeReason());
            }
            poll();
        }
        return correlationId;
    }

    /** Waits for a reply. */
    ReplyReader await(long correlationId) {
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (!replies.containsKey(correlationId)) {
            int count = poll();
            if (channel.isClosed()) {
                throw new IllegalStateException("channel is closed: " + channel.closeReason());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no reply: correlationId=" + correlationId);
            }
            waiter.idle(Math.max(0, count), 1_000_000_000L);
        }
        byte[] bytes = replies.remove(correlationId);
        return new ReplyReader().wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
    }

    /** Whether a reply is there; takes what came. */
    boolean hasReply(long correlationId) {
        poll();
        return replies.containsKey(correlationId);
    }

    /** Sends a request and waits for its reply. */
    ReplyReader ask(Consumer<RequestWriter> content) {
        return await(send(content));
    }

    int poll() {
        return channel.poll(
                (kind, buffer, offset, length) -> {
                    ReplyReader reply = new ReplyReader().wrap(buffer, offset, length);
                    byte[] bytes = kind == REPLY_IN_ARENA_KIND
                            ? arena(REPLY_OFFSET, (int) reply.bodyLength())
                            : buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
                    replies.put(reply.correlationId(), bytes);
                },
                Integer.MAX_VALUE);
    }

    /** Puts a body at the start of the arena. */
    void fillArena(byte[] bytes) {
        fillArena(0, bytes);
    }

    /** Puts a body into the arena. */
    void fillArena(long offset, byte[] bytes) {
        MemorySegment.copy(bytes, 0, channel.arena(), ValueLayout.JAVA_BYTE, offset, bytes.length);
    }

    byte[] arena(long offset, int length) {
        return channel.arena().asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    void sleepUntilMessageOr(long ns) {
        waiter.sleep(ns);
    }

    boolean isClosed() {
        return channel.isClosed();
    }

    @Override
    public void close() {
        channel.close();
        waiter.close();
    }
}
