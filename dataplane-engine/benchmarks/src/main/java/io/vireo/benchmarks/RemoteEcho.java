package io.vireo.benchmarks;

import io.vireo.channel.ChannelConfig;
import io.vireo.channel.ChannelServer;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.MessageHandler;
import io.vireo.channel.ServerChannel;
import io.vireo.channel.remote.RemoteConfig;
import io.vireo.channel.remote.RemoteServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** The other process of the comparison over TCP: sends messages of a remote channel back, as an engine would, and on another port bytes as they come. */
final class RemoteEcho {
    private static final long SLEEP_NS = 1_000_000_000L;

    private RemoteEcho() {}

    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[0]);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        long spinNs = ChannelWaiter.spinNs(Runtime.getRuntime().availableProcessors());
        try (ServerSocketChannel bare = ServerSocketChannel.open().bind(anyPort);
                ChannelWaiter waiter = ChannelWaiter.open(spinNs);
                ChannelServer<String> server =
                        ChannelServer.listen(socket, ChannelConfig.ofEngine(1), _ -> "client", List.of(waiter));
                RemoteServer remote = RemoteServer.start(RemoteConfig.of(anyPort, null, 4), socket)) {
            Thread.ofPlatform().daemon().start(() -> echoBytes(bare));
            System.out.println("ready " + remote.address().getPort() + " "
                    + ((InetSocketAddress) bare.getLocalAddress()).getPort());
            ServerChannel<String> channel = server.pollAccepted(0);
            while (channel == null) {
                waiter.sleep(SLEEP_NS);
                channel = server.pollAccepted(0);
            }
            echoMessages(channel, waiter);
        }
    }

    private static void echoMessages(ServerChannel<String> channel, ChannelWaiter waiter) throws IOException {
        waiter.add(channel);
        MessageHandler echo = (kind, message, offset, length) -> channel.offer(kind, message, offset, length);
        while (!channel.isClosed()) {
            waiter.idle(Math.max(0, channel.poll(echo, 16)), SLEEP_NS);
        }
    }

    private static void echoBytes(ServerSocketChannel listener) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(4096);
        try (SocketChannel peer = listener.accept()) {
            peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
            while (peer.read(bytes.clear()) >= 0) {
                bytes.flip();
                while (bytes.hasRemaining()) {
                    peer.write(bytes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the bare peer broke", e);
        }
    }
}
