package io.vireo.gateway.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Listens and makes a {@link HttpConnection} of whatever connects. Where it listens may change while it runs; connections that are
 * there go on.
 *
 * <p>Threads: any; {@link #listen} one call at a time.
 */
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int LOW_WATER_BYTES = 32 * 1024;
    private static final int HIGH_WATER_BYTES = 96 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    private static final int PAGE_BYTES = 8 * 1024;
    private static final int CHUNK_ORDER =
            7; // pooled chunks of 1 MiB: a gateway's heap is small, and so is its off-heap memory
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);

    private final Transport transport;
    private final HttpLimits limits;
    private final RequestHandler handler;
    private final EventLoopGroup group;
    private final PooledByteBufAllocator allocator;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger connectionCount = new AtomicInteger();
    private final BodyBudget budget;
    private final DateField date;
    private volatile @Nullable Channel listener;
    private volatile boolean isDraining;

    public HttpServer(Transport transport, int ioThreads, HttpLimits limits, RequestHandler handler, Clock clock) {
        this.transport = transport;
        this.limits = limits;
        this.handler = handler;
        this.group = transport.newGroup(ioThreads);
        this.allocator = new PooledByteBufAllocator(
                true,
                0,
                ioThreads,
                PAGE_BYTES,
                CHUNK_ORDER,
                PooledByteBufAllocator.defaultSmallCacheSize(),
                PooledByteBufAllocator.defaultNormalCacheSize(),
                true);
        this.budget = new BodyBudget(limits.wholeBodyBudgetBytes());
        this.date = new DateField(clock);
    }

    /**
     * Listens here and no longer where it did before.
     *
     * @throws IOException if the address cannot be bound; it goes on listening where it did
     */
    public void listen(InetSocketAddress address) throws IOException {
        Channel previous = listener;
        if (previous != null && isSame(address, previous.localAddress())) {
            return;
        }
        var bound = new ServerBootstrap()
                .group(group)
                .channel(transport.channelType())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES))
                .childHandler(new Initializer())
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen: address=" + address, bound.cause());
        }
        listener = bound.channel();
        if (previous != null) {
            previous.close();
        }
    }

    /** Where it listens, or null. */
    public @Nullable InetSocketAddress address() {
        Channel current = listener;
        return current == null ? null : (InetSocketAddress) current.localAddress();
    }

    /** How sockets are driven. */
    public Transport transport() {
        return transport;
    }

    /** Connections that are open. */
    public int connectionCount() {
        return connectionCount.get();
    }

    /** Bytes of request bodies that are held whole. */
    public long wholeBodyBytes() {
        return budget.usedBytes();
    }

    /** Stops listening, lets requests under way end for up to 5 s, closes what is left. */
    @Override
    public void close() {
        isDraining = true;
        Channel current = listener;
        if (current != null) {
            current.close().awaitUninterruptibly();
        }
        for (Channel connection : connections) {
            HttpConnection http = connection.pipeline().get(HttpConnection.class);
            if (http != null) {
                http.drainAndClose();
            }
        }
        connections.newCloseFuture().awaitUninterruptibly(DRAIN_NS, TimeUnit.NANOSECONDS);
        connections.close().awaitUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    boolean isDraining() {
        return isDraining;
    }

    String dateNow() {
        return date.now();
    }

    BodyBudget budget() {
        return budget;
    }

    private static boolean isSame(InetSocketAddress wanted, SocketAddress bound) {
        return bound instanceof InetSocketAddress there
                && wanted.getPort() != 0
                && wanted.getPort() == there.getPort()
                && wanted.getAddress().equals(there.getAddress());
    }

    /** The pipeline of a connection: bytes to messages, messages to exchanges. */
    private final class Initializer extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline().addLast(newCodec());
            connectionCount.incrementAndGet();
            channel.closeFuture().addListener(_ -> connectionCount.decrementAndGet());
            if (connectionCount.get() > limits.maxConnections()) {
                channel.writeAndFlush(HttpConnection.overloaded()).addListener(ChannelFutureListener.CLOSE);
                return;
            }
            connections.add(channel);
            channel.pipeline().addLast(new HttpConnection(HttpServer.this, handler, limits));
        }
    }

    private HttpServerCodec newCodec() {
        return new HttpServerCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(limits.maxRequestLineBytes())
                .setMaxHeaderSize(limits.maxHeaderBytes())
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setValidateHeaders(true)
                .setAllowDuplicateContentLengths(false));
    }
}
