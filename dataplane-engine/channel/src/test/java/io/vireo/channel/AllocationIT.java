package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationIT {
    private static final int WARM_UP = 30_000;
    private static final int MESSAGES = 100_000;

    @TempDir
    Path folder;

    private final MemorySegment buffer = Arena.ofAuto().allocate(4096, 8);
    private final RequestWriter writer = new RequestWriter();
    private final RequestReader reader = new RequestReader();
    private long checksum;

    @Test
    void allocatesNothing() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path socket = folder.resolve("s");
        try (ChannelWaiter serverWaiter = ChannelWaiter.open(0);
                ChannelWaiter clientWaiter = ChannelWaiter.open(0);
                ChannelServer<String> server =
                        ChannelServer.listen(socket, ChannelConfig.ofEngine(1), _ -> "peer", List.of(serverWaiter));
                ClientChannel client = ClientChannel.connect(socket, new byte[0], 0)) {
            serverWaiter.sleep(5_000_000_000L);
            ServerChannel<String> peer = server.pollAccepted(0);
            assertThat(peer).isNotNull();
            serverWaiter.add(peer);
            clientWaiter.add(client);
            MessageHandler echo = (kind, message, offset, length) -> {
                reader.wrap(message, offset, length);
                checksum += reader.correlationId()
                        + reader.pathBytes().length()
                        + reader.put().attributes().get(1).value().textBytes().byteAt(0);
                peer.offer(kind, message, offset, length);
            };
            MessageHandler count = (_, _, _, length) -> checksum += length;

            exchange(WARM_UP, client, peer, echo, count, serverWaiter, clientWaiter);
            long before = threads.getCurrentThreadAllocatedBytes();
            exchange(MESSAGES, client, peer, echo, count, serverWaiter, clientWaiter);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat(allocated).as("bytes in %d messages", MESSAGES).isLessThan(MESSAGES / 100);
            assertThat(checksum).isPositive();
            peer.close();
        }
    }

    private void exchange(
            int messages,
            ClientChannel client,
            ServerChannel<String> peer,
            MessageHandler echo,
            MessageHandler count,
            ChannelWaiter serverWaiter,
            ChannelWaiter clientWaiter) {
        for (int i = 0; i < messages; i++) {
            writer.wrap(buffer, 0, 4096).correlationId(i).container(7).path("photos/2026/a.jpg");
            var attributes = writer.initPut().mode(RequestPutMode.MERGE).initAttributes(2);
            attributes.get(0).name("width").initValue().integer(i);
            attributes.get(1).name("text").initValue().text("plain");
            int length = writer.finish();
            long body = client.bodies().allocate(1000);
            client.offer(1, buffer, 0, length);
            serverWaiter.idle(0, 1000); // there is a message, so it does not sleep, but goes through all of it
            peer.poll(echo, 16);
            clientWaiter.idle(0, 1000);
            client.poll(count, 16);
            client.bodies().free(body);
        }
    }
}
