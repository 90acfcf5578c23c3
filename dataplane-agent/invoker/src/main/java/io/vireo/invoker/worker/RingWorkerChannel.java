package io.vireo.invoker.worker;

import io.vireo.channel.BodyArena;
import io.vireo.channel.Channel;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.capnp.MessageTooLongException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A worker's channel in shared memory. */
public final class RingWorkerChannel implements WorkerChannel {
    private final Channel channel;
    private final ChannelWaiter waiter;
    private @Nullable BodyArena bodies;
    private final MemorySegment buffer;
    private final EventEncoder encoder = new EventEncoder();
    private final MessageDecoder decoder = new MessageDecoder();
    private final Map<Long, Long> placed = new HashMap<>();

    /**
     * Takes in a worker.
     *
     * @param channel accepted from the worker
     * @param waiter of the loop
     */
    public RingWorkerChannel(Channel channel, ChannelWaiter waiter) {
        this.channel = channel;
        this.waiter = waiter;
        this.buffer = Arena.ofAuto().allocate(channel.maxMessageLength(), 8);
    }

    @Override
    public long offer(Invocation invocation) {
        byte[] body = invocation.call().body();
        if (body.length <= EventEncoder.MAX_INLINE_BODY_LENGTH) {
            return offer(invocation, -1);
        }
        if (body.length > channel.arena().byteSize()) {
            return TOO_LONG;
        }
        if (bodies == null) {
            bodies = new BodyArena(channel.arena().byteSize()); // late: most functions never need it
        }
        long arenaOffset = bodies.allocate(body.length);
        if (arenaOffset == BodyArena.NO_ROOM) {
            return BACK_PRESSURED;
        }
        MemorySegment.copy(body, 0, channel.arena(), ValueLayout.JAVA_BYTE, arenaOffset, body.length);
        long position = offer(invocation, arenaOffset);
        if (position < 0) {
            bodies.free(arenaOffset);
        } else {
            placed.put(invocation.correlationId(), arenaOffset);
        }
        return position;
    }

    private long offer(Invocation invocation, long arenaOffset) {
        int length;
        try {
            length = encoder.encode(invocation, arenaOffset, buffer, buffer.byteSize());
        } catch (MessageTooLongException e) {
            return TOO_LONG;
        }
        return channel.offer(0, buffer, 0, length) < 0 ? BACK_PRESSURED : channel.offeredPosition();
    }

    @Override
    public boolean offerDrain() {
        int length = encoder.encodeDrain(buffer, buffer.byteSize());
        return channel.offer(0, buffer, 0, length) == 0;
    }

    @Override
    public long consumedPosition() {
        return channel.consumedPosition();
    }

    @Override
    public void release(Invocation invocation) {
        Long offset = placed.isEmpty() ? null : placed.remove(invocation.correlationId());
        if (offset != null && bodies != null) {
            bodies.free(offset);
        }
    }

    @Override
    public int poll(Messages messages, int limit) {
        return Math.max(
                0, channel.poll((_, bytes, offset, length) -> decoder.decode(bytes, offset, length, messages), limit));
    }

    @Override
    public void pause() {
        waiter.remove(channel);
    }

    @Override
    public void resume() {
        try {
            waiter.add(channel);
        } catch (IOException e) {
            channel.close("no resources to wait for it: " + e.getMessage());
        }
    }

    @Override
    public boolean isClosed() {
        return channel.isClosed();
    }

    @Override
    public String closeReason() {
        return channel.closeReason();
    }

    @Override
    public void close(String reason) {
        channel.close(reason);
    }
}
