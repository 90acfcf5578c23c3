package io.vireo.client;

import io.vireo.channel.ClientEnd;
import io.vireo.channel.MessageHandler;
import io.vireo.channel.capnp.MessageTooLongException;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A channel to one reactor of the engine, and the calls on it: under way, or waiting for room in the ring or the arena.
 *
 * <p>A correlation id is a slot in a table and the count of its uses, so that a stray reply finds nobody. Threads: the I/O thread.
 */
final class EngineLink {
    private static final int REQUEST = 0;
    /** Kind of a ring message that only says where in the arena the request lies. */
    private static final int LONG_REQUEST = 1;
    /** Kind of a ring message that only says how long the whole reply is, which lies in the arena. */
    private static final int LONG_REPLY = 1;

    private static final int MAX_REQUEST_LENGTH = 5 << 20;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int POLL_LIMIT = 256;
    private static final int SLOT_BITS = 16;
    private static final int SLOT_MASK = (1 << SLOT_BITS) - 1;
    private static final int FIRST_SLOTS = 64;

    private final ClientEnd channel;
    private final EngineArena arena;
    private final MemorySegment scratch;
    private MemorySegment longScratch =
            MemorySegment.NULL; // for requests that the ring cannot take; made when one comes
    private final MessageHandler handler = this::onMessage;
    private final RequestWriter request = new RequestWriter();
    private final ReplyReader reply = new ReplyReader();
    private final ArrayDeque<Call<?>> waiting = new ArrayDeque<>();

    private @Nullable Call<?>[] calls = new Call<?>[FIRST_SLOTS];
    private long[] uses = new long[FIRST_SLOTS];
    private int[] freeSlots = new int[FIRST_SLOTS];
    private int freeSlotCount;
    private int inFlight;
    private int transfers;
    private long nowNs;

    EngineLink(ClientEnd channel) {
        this.channel = channel;
        this.arena = new EngineArena(channel.bodies(), channel.arena());
        this.scratch = Arena.ofAuto().allocate(channel.maxMessageLength(), Long.BYTES);
        addSlots(0);
    }

    private void addSlots(int from) {
        for (int slot = calls.length - 1; slot >= from; slot--) {
            freeSlots[freeSlotCount++] = slot;
        }
    }

    // ---- calls

    /** Sends, or keeps to send when there is room. */
    void submit(Call<?> call, long now) {
        nowNs = now;
        if (call.bodyLength() > arena.capacity() || call.roomLength() > arena.capacity()) {
            call.fail(new EngineException(
                    EngineStatus.TOO_LARGE, "does not fit the arena: max_bytes=" + arena.capacity()));
        } else if (!waiting.isEmpty() || !send(call)) {
            waiting.add(call);
        }
    }

    private boolean send(Call<?> call) {
        if (freeSlotCount == 0 && !grow()) {
            return false;
        }
        if (!call.takeArena(arena)) {
            return false;
        }
        int slot = freeSlots[freeSlotCount - 1];
        long correlationId = uses[slot] << SLOT_BITS | slot;
        try {
            if (!offer(call, correlationId)) {
                call.returnArena(arena);
                return false; // full, or closed: poll finds that out
            }
        } catch (MessageTooLongException tooLong) {
            return end(call, EngineStatus.TOO_LARGE, "request is too long: max_bytes=" + MAX_REQUEST_LENGTH);
        } catch (RuntimeException wrong) {
            return end(call, EngineStatus.INVALID, "request cannot be encoded: " + wrong.getMessage());
        }
        freeSlotCount--;
        uses[slot]++;
        calls[slot] = call;
        inFlight++;
        call.sent();
        return true;
    }

    private boolean end(Call<?> call, EngineStatus status, String message) {
        call.returnArena(arena);
        call.fail(new EngineException(status, message));
        return true;
    }

    private boolean offer(Call<?> call, long correlationId) {
        int length;
        try {
            call.encode(request.wrap(scratch, 0, scratch.byteSize()), this, correlationId, nowNs);
            length = request.finish();
        } catch (MessageTooLongException tooLong) {
            return offerLong(call, correlationId);
        }
        call.attachTo(channel);
        return channel.offer(REQUEST, scratch, 0, length) == 0;
    }

    /** Sends a request that does not fit the ring: it lies in the arena, and the ring says where. */
    private boolean offerLong(Call<?> call, long correlationId) {
        if (longScratch.byteSize() == 0) {
            longScratch = Arena.ofAuto().allocate(MAX_REQUEST_LENGTH, Long.BYTES);
        }
        call.encode(request.wrap(longScratch, 0, MAX_REQUEST_LENGTH), this, correlationId, nowNs);
        int length = request.finish();
        long place = call.takeForMessage(arena, length);
        if (place < 0) {
            return false;
        }
        MemorySegment.copy(longScratch, 0, arena.slice(place, length), 0, length);
        scratch.set(LONG, 0, place);
        scratch.set(LONG, Long.BYTES, length);
        call.attachTo(channel);
        channel.attach(place, length);
        return channel.offer(LONG_REQUEST, scratch, 0, 2 * Long.BYTES) == 0;
    }

    private boolean grow() {
        int count = calls.length;
        if (count > SLOT_MASK) {
            return false;
        }
        calls = Arrays.copyOf(calls, count * 2);
        uses = Arrays.copyOf(uses, count * 2);
        freeSlots = Arrays.copyOf(freeSlots, count * 2);
        addSlots(count);
        return true;
    }

    /** Takes replies and sends what waited; returns how much was done. */
    int work(long now) {
        nowNs = now;
        int polled = Math.max(0, channel.poll(handler, POLL_LIMIT));
        int sent = 0;
        while (!waiting.isEmpty() && !channel.isClosed() && send(waiting.peek())) {
            waiting.remove();
            sent++;
        }
        return polled + sent;
    }

    private void onMessage(int kind, MemorySegment buffer, long offset, int length) {
        reply.wrap(buffer, offset, length);
        long correlationId = reply.correlationId();
        int slot = (int) (correlationId & SLOT_MASK);
        Call<?> call = slot < calls.length ? calls[slot] : null;
        if (call == null || uses[slot] - 1 != correlationId >>> SLOT_BITS) {
            return; // its call was given up
        }
        calls[slot] = null;
        freeSlots[freeSlotCount++] = slot;
        inFlight--;
        Runnable end = settle(call, kind);
        call.returnArena(arena);
        end.run();
    }

    private Runnable settle(Call<?> call, int kind) {
        try {
            long bodyLength = Math.min(reply.bodyLength(), call.roomLength());
            MemorySegment body =
                    call.roomOffset() < 0 ? MemorySegment.NULL : arena.slice(call.roomOffset(), bodyLength);
            if (kind == LONG_REPLY) {
                reply.wrap(body, 0, body.byteSize());
                body = MemorySegment.NULL;
            }
            return call.settle(reply, body);
        } catch (RuntimeException malformed) {
            return () -> call.fail(new EngineException(
                    EngineStatus.INTERNAL, "reply cannot be understood: " + malformed.getMessage()));
        }
    }

    // ---- transfers

    /** A body that begins or ends to depend on this link. */
    void addTransfers(int count) {
        transfers += count;
    }

    // ---- state

    boolean isOpen() {
        return !channel.isClosed();
    }

    boolean isIdle() {
        return inFlight == 0 && waiting.isEmpty() && transfers == 0;
    }

    boolean hasCalls() {
        return inFlight > 0 || !waiting.isEmpty();
    }

    /** Whether an answer is overdue that much. */
    boolean isStalled(long now, long timeoutNs) {
        if (inFlight == 0) {
            return false;
        }
        for (Call<?> call : calls) {
            if (call != null && now - call.sentNs() > timeoutNs) {
                return true;
            }
        }
        return false;
    }

    /** Closes the channel; all calls on it fail. */
    void close(String reason) {
        channel.close(reason);
        EngineUnavailableException failure = new EngineUnavailableException("engine is away: " + reason);
        for (int slot = 0; slot < calls.length; slot++) {
            Call<?> call = calls[slot];
            if (call != null) {
                calls[slot] = null;
                call.fail(failure);
            }
        }
        inFlight = 0;
        waiting.forEach(call -> call.fail(failure));
        waiting.clear();
    }

    String closeReason() {
        String reason = channel.closeReason();
        return reason.isEmpty() ? "connection ended" : reason;
    }
}
