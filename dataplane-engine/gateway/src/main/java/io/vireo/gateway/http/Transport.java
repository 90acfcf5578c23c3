package io.vireo.gateway.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** How sockets are driven. The order is that of preference. */
public enum Transport {
    /** Submission and completion rings shared with the kernel. */
    IO_URING("io_uring", IoUringServerSocketChannel.class) {
        @Override
        public boolean isAvailable() {
            return IoUring.isAvailable();
        }

        @Override
        IoHandlerFactory handlers() {
            return IoUringIoHandler.newFactory();
        }
    },
    /** Linux readiness notification. */
    EPOLL("epoll", EpollServerSocketChannel.class) {
        @Override
        public boolean isAvailable() {
            return Epoll.isAvailable();
        }

        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }
    },
    /** What the JDK offers everywhere. */
    NIO("nio", NioServerSocketChannel.class) {
        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }
    };

    private final String label;
    private final Class<? extends ServerChannel> channelType;

    Transport(String label, Class<? extends ServerChannel> channelType) {
        this.label = label;
        this.channelType = channelType;
    }

    /** The best that this machine offers. */
    public static Transport best() {
        for (Transport transport : values()) {
            if (transport.isAvailable()) {
                return transport;
            }
        }
        return NIO;
    }

    /** Whether this machine offers it to this process. */
    public abstract boolean isAvailable();

    abstract IoHandlerFactory handlers();

    /** Its name in reports. */
    public String label() {
        return label;
    }

    Class<? extends ServerChannel> channelType() {
        return channelType;
    }

    EventLoopGroup newGroup(int threads) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("gateway-io"), handlers());
    }
}
