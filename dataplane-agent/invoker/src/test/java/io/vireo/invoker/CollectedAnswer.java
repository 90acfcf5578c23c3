package io.vireo.invoker;

import io.vireo.gateway.FunctionAnswer;
import io.vireo.gateway.Header;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A caller that waits for its answer. */
final class CollectedAnswer implements FunctionAnswer {
    private final CompletableFuture<Answer> done = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int status;

    record Answer(int status, Map<String, String> headers, byte[] body, boolean aborted) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String contentType() {
            return headers.getOrDefault("Content-Type", "").toLowerCase(Locale.ROOT);
        }
    }

    Answer await() throws Exception {
        return done.get(30, TimeUnit.SECONDS);
    }

    CompletableFuture<Answer> future() {
        return done;
    }

    @Override
    public void respond(int code, List<Header> given, ByteBuffer bytes) {
        begin(code, given);
        write(bytes);
        end();
    }

    @Override
    public void begin(int code, List<Header> given) {
        status = code;
        given.forEach(header -> headers.put(header.name(), header.value()));
    }

    @Override
    public void write(ByteBuffer chunk) {
        byte[] bytes = new byte[chunk.remaining()];
        chunk.get(bytes);
        body.writeBytes(bytes);
    }

    @Override
    public void end() {
        done.complete(new Answer(status, headers, body.toByteArray(), false));
    }

    @Override
    public void abort(String reason) {
        done.complete(new Answer(status, headers, body.toByteArray(), true));
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void onWritable(Runnable action) {
        action.run();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void onCancel(Runnable action) {}
}
