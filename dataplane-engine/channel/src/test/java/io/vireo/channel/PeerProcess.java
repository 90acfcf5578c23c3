package io.vireo.channel;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;

/** A second JVM for the tests: listens and echoes, or connects and floods. Says "ready" when it is. */
final class PeerProcess {
    private static final long SECOND_NS = 1_000_000_000L;

    private PeerProcess() {}

    static Process start(String mode, Path socket) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PeerProcess.class.getName(),
                        mode,
                        socket.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader().readLine();
        if (!"ready".equals(line)) {
            process.destroyForcibly();
            throw new IOException("peer did not start: " + line);
        }
        return process;
    }

    public static void main(String[] arguments) throws IOException {
        Path socket = Path.of(arguments[1]);
        try (ChannelWaiter waiter = ChannelWaiter.open(0)) {
            switch (arguments[0]) {
                case "echo-listener" -> listen(socket, waiter, System.out);
                case "flooding-client" -> flood(socket, waiter, System.out);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
    }

    private static void listen(Path socket, ChannelWaiter waiter, PrintStream out) throws IOException {
        try (ChannelServer<String> server =
                ChannelServer.listen(socket, ChannelConfig.ofEngine(1), _ -> "peer", List.of(waiter))) {
            out.println("ready");
            ServerChannel<String> channel = null;
            while (channel == null) {
                waiter.sleep(SECOND_NS);
                channel = server.pollAccepted(0);
            }
            ServerChannel<String> accepted = channel;
            waiter.add(accepted);
            MessageHandler echo = (kind, buffer, offset, length) -> accepted.offer(kind, buffer, offset, length);
            while (!accepted.isClosed()) {
                waiter.idle(Math.max(0, accepted.poll(echo, 64)), SECOND_NS);
            }
        }
    }

    private static void flood(Path socket, ChannelWaiter waiter, PrintStream out) throws IOException {
        MemorySegment message = Arena.ofAuto().allocate(1024, 8);
        try (ClientChannel channel = ClientChannel.connect(socket, new byte[0], 0)) {
            waiter.add(channel);
            out.println("ready");
            int kind = 0;
            while (!channel.isClosed()) {
                while (channel.offer(kind, message, 0, kind & 1023) == 0) {
                    kind++;
                }
                waiter.idle(Math.max(0, channel.poll((_, _, _, _) -> {}, 64)), SECOND_NS / 1000);
            }
        }
    }
}
