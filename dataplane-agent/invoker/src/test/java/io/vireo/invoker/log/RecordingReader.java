package io.vireo.invoker.log;

import io.vireo.gateway.LogAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a log got. */
final class RecordingReader implements LogAnswer {
    final List<String> lines = new ArrayList<>();
    String end = "";
    boolean writable = true;
    boolean cancelled;
    private Runnable onWritable = () -> {};
    private Runnable onCancel = () -> {};

    void becomeWritable() {
        writable = true;
        onWritable.run();
    }

    void cancel() {
        cancelled = true;
        onCancel.run();
    }

    @Override
    public void line(byte[] json) {
        lines.add(new String(json, StandardCharsets.UTF_8));
    }

    @Override
    public void end() {
        end += "end";
    }

    @Override
    public void refuse(int status, String message) {
        end += status + " " + message;
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
    public void onCancel(Runnable action) {
        onCancel = action;
    }
}
