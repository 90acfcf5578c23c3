package io.vireo.channel.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LineConnectionTest {
    /** Longer than what is read at once, so that a line may end in the piece in which it becomes too long, or in a later one. */
    private static final int MAX_LINE_LENGTH = (1 << 20) + 100;

    @TempDir
    Path folder;

    private LineConnection connection;
    private SocketChannel peer;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address =
                UnixDomainSocketAddress.of(folder.resolve("line" + System.nanoTime() + ".sock"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            peer = SocketChannel.open(address);
            connection = new LineConnection(server.accept(), MAX_LINE_LENGTH);
        }
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        peer.close();
    }

    @Test
    void handsOnLinesHoweverTheyWereCutUp() throws IOException {
        send("one\ntw");
        send("o\n\nthree of ünïcödé\nhalf of a li");
        peer.shutdownOutput();

        assertThat(received()).containsExactly("one", "two", "", "three of ünïcödé");
    }

    @Test
    void handsOnALineThatIsLongerThanOneRead() throws Exception {
        String line = "x".repeat(1 << 20);

        assertThat(receivedWhileSending(line + "\n")).containsExactly(line);
    }

    @Test
    void handsOnALineOfTheGreatestLength() throws Exception {
        String line = "x".repeat(MAX_LINE_LENGTH);

        assertThat(receivedWhileSending(line + "\nnext\n")).containsExactly(line, "next");
    }

    @Test
    void endsAtALineThatIsTooLongWhetherItEndsOrNot() throws Exception {
        for (String end : List.of("\n", "")) {
            String tooLong = "x".repeat(MAX_LINE_LENGTH + 1) + end;

            assertThatThrownBy(() -> receivedWhileSending("first\n" + tooLong))
                    .isInstanceOf(IOException.class)
                    .hasMessage("a line is longer than " + MAX_LINE_LENGTH + " characters");
            close();
            connect();
        }
    }

    private List<String> receivedWhileSending(String text) throws Exception {
        Thread sender = Thread.ofVirtual().start(() -> {
            try {
                send(text);
                peer.shutdownOutput();
            } catch (IOException e) {
                // the other end has had enough
            }
        });
        try {
            return received();
        } finally {
            sender.join();
        }
    }

    @Test
    void sendsLinesInTheirOrder() throws IOException {
        connection.offer("first");
        connection.offer("sécond");

        assertThat(heard("first\nsécond\n".getBytes(StandardCharsets.UTF_8).length))
                .isEqualTo("first\nsécond\n");
    }

    @Test
    void cutsOffAPeerThatDoesNotRead() {
        String line = "x".repeat(1_000);
        int accepted = 0;
        while (connection.offer(line)) {
            accepted++;
        }

        assertThat(accepted).isGreaterThanOrEqualTo(LineConnection.MAX_PENDING_LINES);
        assertThatThrownBy(this::received).isInstanceOf(IOException.class);
    }

    @Test
    void endsTheOneThatReceivesWhenItIsClosed() throws Exception {
        List<Throwable> ends = new ArrayList<>();
        Thread receiver = Thread.ofVirtual().start(() -> {
            try {
                received();
            } catch (IOException e) {
                ends.add(e);
            }
        });

        connection.close();

        receiver.join();
        assertThat(ends).hasSize(1);
    }

    private List<String> received() throws IOException {
        List<String> lines = new ArrayList<>();
        connection.receiveAll(lines::add);
        return lines;
    }

    private void send(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            peer.write(bytes);
        }
    }

    private String heard(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && peer.read(bytes) >= 0) {
            // the rest of it
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }
}
