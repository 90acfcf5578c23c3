package io.vireo.e2e.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that does not rest: it writes objects, reads what was acknowledged, and calls a function that writes by its binding, each on a
 * thread of its own, until it is closed. It forgets nothing that was acknowledged, and counts what failed.
 */
public final class Traffic implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(15);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Of every so many objects one is long: its body takes more than one piece on every way. */
    private static final int LONG_ONE_IN = 16;

    private static final int LONG_BYTES = 300_000;

    /** What the client does. */
    public enum Kind {
        WRITE,
        READ,
        CALL
    }

    private final String endpoint;
    private final String container;
    private final String function;
    private final String key;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(Kind.values().length);
    private final Map<String, byte[]> acknowledged = new ConcurrentHashMap<>();
    private final List<String> newest = new ArrayList<>(); // guarded by itself: acknowledged since the last inventory
    private final List<String> wrong = new ArrayList<>(); // guarded by itself
    private final AtomicLong sequence = new AtomicLong();
    private volatile Mark mark = new Mark();

    private Traffic(String endpoint, String container, String function, String key) {
        this.endpoint = endpoint;
        this.container = container;
        this.function = function;
        this.key = key;
    }

    /**
     * Begins.
     *
     * @param endpoint of the tenant's native API
     * @param function that writes what it is sent to {@code calls/BODY} in the container, and answers with it
     */
    public static Traffic start(String endpoint, String container, String function, String key) {
        Traffic traffic = new Traffic(endpoint, container, function, key);
        traffic.repeat(Kind.WRITE, traffic::write);
        traffic.repeat(Kind.READ, traffic::read);
        traffic.repeat(Kind.CALL, traffic::call);
        return traffic;
    }

    /** Watches what begins from now on; the mark before is done with. */
    public Mark mark() {
        Mark next = new Mark();
        mark = next;
        return next;
    }

    /** Reads everything that was acknowledged since the call before; returns how much that was. */
    public int inventory() throws IOException, InterruptedException {
        List<String> paths;
        synchronized (newest) {
            paths = new ArrayList<>(newest);
            newest.clear();
        }
        for (String path : paths) {
            compare(path, send(request("/" + container + "/" + path).GET()));
        }
        return paths.size();
    }

    /** What was acknowledged and is not there as it was written. */
    public List<String> wrong() {
        synchronized (wrong) {
            return List.copyOf(wrong);
        }
    }

    /** Ends the client; what it is in the middle of is finished first. */
    @Override
    public void close() {
        threads.close();
        http.shutdownNow();
    }

    /** What happened to operations that began after a moment. */
    public final class Mark {
        private final long beginNs = System.nanoTime();
        private final EnumMap<Kind, Long> servedNs = new EnumMap<>(Kind.class); // guarded by this
        private final List<String> interruptions = new ArrayList<>(); // guarded by this

        /**
         * Waits until an operation of each kind that began after the mark has succeeded.
         *
         * @return from the mark to the last of these successes
         */
        public synchronized Duration awaitServed(Kind... kinds) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!servedNs.keySet().containsAll(List.of(kinds))) {
                long leftMs = (deadline - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new AssertionError("not served again within " + PATIENCE + ": only " + servedNs.keySet()
                            + "; last failures "
                            + interruptions.subList(Math.max(0, interruptions.size() - 5), interruptions.size()));
                }
                wait(leftMs);
            }
            return Duration.ofNanos(
                    Arrays.stream(kinds).mapToLong(servedNs::get).max().orElse(beginNs) - beginNs);
        }

        /** Since the mark was set. */
        public Duration age() {
            return Duration.ofNanos(System.nanoTime() - beginNs);
        }

        /** Operations that failed. */
        public synchronized List<String> interruptions() {
            return List.copyOf(interruptions);
        }

        private synchronized void succeeded(Kind kind) {
            servedNs.putIfAbsent(kind, System.nanoTime());
            notifyAll();
        }

        private synchronized void failed(String what) {
            interruptions.add(what);
        }
    }

    private interface Operation {
        void run() throws IOException, InterruptedException;
    }

    private void repeat(Kind kind, Operation operation) {
        var _ = threads.scheduleWithFixedDelay(
                () -> {
                    Mark current = mark;
                    try {
                        operation.run();
                        current.succeeded(kind);
                    } catch (IOException e) {
                        current.failed(kind + " " + e);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                },
                0,
                PACE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void write() throws IOException, InterruptedException {
        long number = sequence.incrementAndGet();
        String path = "written/" + number;
        byte[] body = new byte[number % LONG_ONE_IN == 0 ? LONG_BYTES : 100];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (number * 31 + i);
        }
        succeed(send(request("/" + container + "/" + path).PUT(BodyPublishers.ofByteArray(body))));
        remember(path, body);
    }

    private void read() throws IOException, InterruptedException {
        String path;
        synchronized (newest) {
            path = newest.isEmpty() ? "" : newest.getLast();
        }
        HttpResponse<byte[]> answer = path.isEmpty()
                ? send(request("/.vireo/health").GET())
                : send(request("/" + container + "/" + path).GET());
        if (path.isEmpty()) {
            succeed(answer);
        } else {
            compare(path, answer);
        }
    }

    private void call() throws IOException, InterruptedException {
        String body = "call-" + sequence.incrementAndGet();
        HttpResponse<byte[]> answer = send(request("/functions/" + function).POST(BodyPublishers.ofString(body)));
        succeed(answer);
        byte[] expected = body.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(answer.body(), expected)) {
            note("call answered wrongly: " + body + " by " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        remember("calls/" + body, expected);
    }

    private void remember(String path, byte[] body) {
        acknowledged.put(path, body);
        synchronized (newest) {
            newest.add(path);
        }
    }

    /** A refusal for want of a server is a failure; an answer that is not what was written is worse. */
    private void compare(String path, HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() >= 500) {
            throw new IOException("HTTP " + answer.statusCode());
        }
        if (answer.statusCode() != 200 || !Arrays.equals(answer.body(), acknowledged.get(path))) {
            note(path + " is HTTP " + answer.statusCode() + " with " + answer.body().length + " bytes");
        }
    }

    private void note(String what) {
        synchronized (wrong) {
            wrong.add(what);
        }
    }

    private static void succeed(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() != 200) {
            throw new IOException(
                    "HTTP " + answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(endpoint + path))
                .timeout(LIMIT)
                .header("X-v3io-session-key", key);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }
}
