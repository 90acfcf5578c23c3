package io.vireo.invoker.worker;

import io.vireo.gateway.FunctionAnswer;
import io.vireo.gateway.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a caller got, as one text: {@code 200 body}, or {@code 200 begin, piece, end}. */
final class RecordingAnswer implements FunctionAnswer {
    final List<String> parts = new ArrayList<>();
    final List<Header> headers = new ArrayList<>();
    boolean writable = true;
    boolean cancelled;
    private Runnable onWritable = () -> {};

    String text() {
        return String.join(", ", parts);
    }

    void becomeWritable() {
        writable = true;
        onWritable.run();
    }

    @Override
    public void respond(int status, List<Header> given, ByteBuffer body) {
        headers.addAll(given);
        parts.add(status + " " + StandardCharsets.UTF_8.decode(body));
    }

    @Override
    public void begin(int status, List<Header> given) {
        headers.addAll(given);
        parts.add(status + " begin");
    }

    @Override
    public void write(ByteBuffer chunk) {
        parts.add(StandardCharsets.UTF_8.decode(chunk).toString());
    }

    @Override
    public void end() {
        parts.add("end");
    }

    @Override
    public void abort(String reason) {
        parts.add("abort: " + reason);
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void onWritable(Runnable action) {
        onWritable = action;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void onCancel(Runnable action) {}
}
