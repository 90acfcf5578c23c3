package io.vireo.invoker.worker;

import io.vireo.gateway.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A worker that a test plays. */
final class FakeChannel implements WorkerChannel {
    final List<Invocation> ring = new ArrayList<>();
    final List<Invocation> released = new ArrayList<>();
    boolean drained;
    boolean full;
    boolean tooLong;
    boolean peerGone;
    boolean paused;
    String closed = "";
    private final ArrayDeque<Consumer<Messages>> said = new ArrayDeque<>();
    private long consumed;

    void say(Consumer<Messages> message) {
        said.add(message);
    }

    void sayReady(int concurrency) {
        say(messages -> messages.onReady(4711, "python 3.11.7", concurrency));
    }

    /** Takes the next event out of the ring. */
    Invocation take() {
        return ring.get((int) consumed++);
    }

    void answer(Invocation invocation, String body) {
        say(messages -> messages.onResponse(response(invocation, 200, body, false, false)));
    }

    static WorkerResponse response(Invocation invocation, int status, String body, boolean more, boolean failed) {
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        List<Header> headers = List.of(new Header("Content-Type", "text/plain"));
        return new WorkerResponse(invocation.correlationId(), status, headers, bytes, more, 1_000, failed);
    }

    @Override
    public long offer(Invocation invocation) {
        if (tooLong) {
            return TOO_LONG;
        }
        if (full) {
            return BACK_PRESSURED;
        }
        ring.add(invocation);
        return ring.size();
    }

    @Override
    public boolean offerDrain() {
        drained = true;
        return true;
    }

    @Override
    public long consumedPosition() {
        return consumed;
    }

    @Override
    public void release(Invocation invocation) {
        released.add(invocation);
    }

    @Override
    public int poll(Messages messages, int limit) {
        int count = 0;
        while (count < limit && !said.isEmpty() && closed.isEmpty()) {
            said.poll().accept(messages);
            count++;
        }
        if (count == 0 && peerGone && closed.isEmpty()) {
            closed = "peer is gone";
        }
        return count;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public boolean isClosed() {
        return !closed.isEmpty();
    }

    @Override
    public String closeReason() {
        return closed;
    }

    @Override
    public void close(String reason) {
        if (closed.isEmpty()) {
            closed = reason;
        }
    }
}
