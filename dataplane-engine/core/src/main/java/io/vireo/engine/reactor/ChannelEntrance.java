package io.vireo.engine.reactor;

import io.vireo.channel.ChannelServer;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.Grant;
import io.vireo.channel.MessageHandler;
import io.vireo.channel.ServerChannel;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The entrance of a real engine: channels in shared memory, which clients open over the engine's socket. */
public final class ChannelEntrance implements Entrance {
    private final ChannelServer<Grant> server;
    private final ChannelWaiter waiter;
    private final int reactorIndex;

    /** @param waiter of the reactor, which the server wakes when a client has come */
    public ChannelEntrance(ChannelServer<Grant> server, ChannelWaiter waiter, int reactorIndex) {
        this.server = server;
        this.waiter = waiter;
        this.reactorIndex = reactorIndex;
    }

    @Override
    public @Nullable Connection pollAccepted() {
        @Nullable ServerChannel<Grant> channel = server.pollAccepted(reactorIndex);
        return channel == null ? null : new ChannelConnection(channel, waiter);
    }

    @Override
    public void idle(int workCount, long maxSleepNs) {
        waiter.idle(workCount, maxSleepNs);
    }

    /** The only kind of connection in a real engine, so that its calls are inlined. */
    private static final class ChannelConnection implements Connection {
        private final ServerChannel<Grant> channel;
        private final ChannelWaiter waiter;

        ChannelConnection(ServerChannel<Grant> channel, ChannelWaiter waiter) {
            this.channel = channel;
            this.waiter = waiter;
        }

        @Override
        public Grant grant() {
            return channel.peer();
        }

        @Override
        public int poll(MessageHandler handler, int limit) {
            return channel.poll(handler, limit);
        }

        @Override
        public int offer(int kind, MemorySegment source, long offset, int length) {
            return channel.offer(kind, source, offset, length);
        }

        @Override
        public int maxMessageLength() {
            return channel.maxMessageLength();
        }

        @Override
        public MemorySegment arena() {
            return channel.arena();
        }

        @Override
        public boolean watch() {
            try {
                waiter.add(channel);
            } catch (IOException e) {
                channel.close("engine has no descriptors left: " + e.getMessage());
            }
            return !channel.isClosed();
        }

        @Override
        public void unwatch() {
            waiter.remove(channel);
        }

        @Override
        public boolean isClosed() {
            return channel.isClosed();
        }

        @Override
        public void close(String reason) {
            channel.close(reason);
        }
    }
}
