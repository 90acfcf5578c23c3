package io.vireo.benchmarks;

import io.vireo.channel.ChannelConfig;
import io.vireo.channel.ChannelServer;
import io.vireo.channel.ChannelWaiter;
import io.vireo.channel.MessageHandler;
import io.vireo.channel.ServerChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The other process of the channel benchmark: sends every message back, as a listener does, until its client leaves. */
final class ChannelEcho {
    private static final long SPIN_NS = 1_000_000_000L;

    private ChannelEcho() {}

    public static void main(String[] arguments) throws IOException {
        try (ChannelWaiter waiter = ChannelWaiter.open(SPIN_NS);
                ChannelServer<String> server = ChannelServer.listen(
                        Path.of(arguments[0]), ChannelConfig.ofEngine(1), _ -> "client", List.of(waiter))) {
            Cpu.pin(Integer.parseInt(arguments[1]));
            System.out.println("ready");
            ServerChannel<String> channel = server.pollAccepted(0);
            while (channel == null) {
                waiter.sleep(SPIN_NS);
                channel = server.pollAccepted(0);
            }
            serve(channel, waiter);
        }
    }

    private static void serve(ServerChannel<String> channel, ChannelWaiter waiter) throws IOException {
        waiter.add(channel);
        MessageHandler echo = (kind, message, offset, length) -> channel.offer(kind, message, offset, length);
        while (!channel.isClosed()) {
            waiter.idle(Math.max(0, channel.poll(echo, 16)), SPIN_NS);
        }
    }
}
