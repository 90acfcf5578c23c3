package io.vireo.gateway;

import io.vireo.client.DataClient;
import io.vireo.client.DataClientConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;

/** A gateway in a process of its own, so that a test can give it the heap of an installation: {@code SOCKET GRANT}. Prints its port. */
final class SmallGateway {
    private SmallGateway() {}

    public static void main(String[] arguments) throws InterruptedException {
        DataClient data = DataClient.start(
                DataClientConfig.of(Path.of(arguments[0])), Base64.getDecoder().decode(arguments[1]));
        Gateway gateway = Gateway.start(
                GatewayConfig.defaults(),
                data,
                (call, answer) -> answer.respond(200, List.of(), java.nio.ByteBuffer.wrap(call.body())),
                (query, answer) -> answer.end(),
                Clock.systemUTC());
        gateway.apply(GatewayUnderTest.view());
        System.out.println(gateway.address().getPort() + " " + gateway.transport());
        Thread.currentThread().join();
    }
}
