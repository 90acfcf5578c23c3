package io.vireo.e2e.platform;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bytes over TCP, as a client may send them that keeps to no rules. */
public final class RawConnection {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private RawConnection() {}

    /** The head of a request: method and target, each of whose characters is a byte, an access key, further fields. */
    public static byte[] head(String line, String key, String... fields) {
        return (line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-v3io-session-key: " + key + "\r\n"
                        + String.join("\r\n", fields) + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Text, bytes in hexadecimal, text. */
    public static byte[] bytes(String head, String hexadecimal, String tail) {
        byte[] middle = HexFormat.of().parseHex(hexadecimal.replace(" ", ""));
        return ByteBuffer.allocate(head.length() + middle.length + tail.length())
                .put(head.getBytes(StandardCharsets.UTF_8))
                .put(middle)
                .put(tail.getBytes(StandardCharsets.UTF_8))
                .array();
    }

    /**
     * Sends a head, then a piece again and again until the other side has answered and closed, or enough was sent.
     *
     * @param url of the server
     * @param count of pieces at most
     * @return the whole answer
     */
    public static String exchange(String url, byte[] head, byte[] piece, long count) throws Exception {
        URI address = URI.create(url);
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            // Read meanwhile: an answer that is not taken before the other side hangs up would be lost.
            Thread.ofVirtual().start(() -> answer.complete(readAll(socket)));
            try {
                OutputStream out = socket.getOutputStream();
                out.write(head);
                for (long i = 0; i < count && !answer.isDone(); i++) {
                    out.write(piece);
                }
                out.flush();
            } catch (IOException _) {
                // Hung up on; what it said before counts.
            }
            return answered(socket, answer);
        }
    }

    private static String answered(Socket socket, CompletableFuture<String> answer)
            throws IOException, ExecutionException, InterruptedException {
        try {
            socket.shutdownOutput();
        } catch (IOException _) {
            // It is closed already.
        }
        try {
            return answer.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw new AssertionError("neither answered nor hung up within " + LIMIT);
        }
    }

    private static String readAll(Socket socket) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(); read >= 0; read = in.read()) {
                answer.write(read);
            }
        } catch (IOException _) {
            // Reset after the answer.
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
