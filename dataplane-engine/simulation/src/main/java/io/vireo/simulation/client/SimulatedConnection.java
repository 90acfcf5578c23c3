package io.vireo.simulation.client;

import io.vireo.channel.Channel;
import io.vireo.channel.Grant;
import io.vireo.channel.MessageHandler;
import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.engine.reactor.Connection;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A channel without processes: the engine's end is the {@link Connection}, the rest is the client's. Rings are bounded as real ones are; a message is the engine's own
 * copy, which is spoilt when the handler returns. Threads: one.
 */
public final class SimulatedConnection implements Connection {
    private static final int HEADER_LENGTH = 8;
    private static final byte SPOILT = (byte) 0xA5;

    /**
     * A message in a ring.
     *
     * @param kind as the sender gave it
     */
    public record Message(int kind, byte[] bytes) {
        int length() {
            return HEADER_LENGTH + (bytes.length + 7 & ~7);
        }
    }

    private final Grant grant;
    private final int capacity;
    private final Runnable onReply;
    private final Runnable onFull;
    private final Arena memory = Arena.ofConfined();
    private final MemorySegment arena;
    private final MemorySegment copy;
    private final ArrayDeque<Message> requests = new ArrayDeque<>();
    private final ArrayDeque<Message> replies = new ArrayDeque<>();
    private Runnable wake = () -> {};
    private int requestBytes;
    private int replyBytes;
    private boolean isWatched;
    private boolean isPeerGone;
    private @Nullable String closeReason;

    /**
     * Makes both ends.
     *
     * @param capacity of each ring, in bytes
     * @param onReply runs when the engine has sent something, or has closed
     * @param onFull runs when the engine has no room to send something
     */
    public SimulatedConnection(Grant grant, int capacity, int arenaLength, Runnable onReply, Runnable onFull) {
        this.grant = grant;
        this.capacity = capacity;
        this.onReply = onReply;
        this.onFull = onFull;
        this.arena = memory.allocate(arenaLength, 8);
        this.copy = memory.allocate(capacity, 8);
    }

    /** @param wake ends the sleep of the reactor that serves it */
    void servedBy(Runnable newWake) {
        wake = newWake;
    }

    /** Sends a request; false when there is no room. */
    public boolean send(int kind, byte[] bytes) {
        Message message = new Message(kind, bytes);
        if (bytes.length > maxMessageLength() || requestBytes + message.length() > capacity) {
            return false;
        }
        requests.add(message);
        requestBytes += message.length();
        if (isWatched) {
            wake.run();
        }
        return true;
    }

    /** Takes a reply, or null. */
    public @Nullable Message take() {
        Message message = replies.poll();
        if (message != null) {
            replyBytes -= message.length();
        }
        return message;
    }

    /** The client's process dies. */
    public void die() {
        isPeerGone = true;
        if (isWatched) {
            wake.run();
        }
    }

    /** Why the engine closed it; empty while it has not. */
    public String closeReason() {
        return closeReason == null ? "" : closeReason;
    }

    /** Whether it ends the reactor's sleep, and there is cause to. */
    boolean hasWork() {
        return isWatched && closeReason == null && (isPeerGone || !requests.isEmpty());
    }

    @Override
    public Grant grant() {
        return grant;
    }

    @Override
    public int poll(MessageHandler handler, int limit) {
        if (closeReason != null) {
            return Channel.CLOSED;
        }
        int count = 0;
        try {
            while (count < limit && closeReason == null) {
                Message message = requests.poll();
                if (message == null) {
                    if (isPeerGone) {
                        close("peer is gone");
                    }
                    break;
                }
                requestBytes -= message.length();
                count++;
                deliver(handler, message);
            }
        } catch (MalformedMessageException e) {
            close("peer sent a malformed message: " + e.getMessage());
        }
        return count == 0 && closeReason != null ? Channel.CLOSED : count;
    }

    private void deliver(MessageHandler handler, Message message) {
        byte[] bytes = message.bytes();
        MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
        try {
            handler.onMessage(message.kind(), copy, 0, bytes.length);
        } finally {
            if (closeReason == null) {
                copy.asSlice(0, bytes.length).fill(SPOILT);
            }
        }
    }

    @Override
    public int offer(int kind, MemorySegment source, long offset, int length) {
        if (closeReason != null) {
            return Channel.CLOSED;
        }
        Objects.checkIndex(length, maxMessageLength() + 1);
        Message message = new Message(kind, source.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
        if (replyBytes + message.length() > capacity) {
            onFull.run();
            return Channel.BACK_PRESSURED;
        }
        replies.add(message);
        replyBytes += message.length();
        onReply.run();
        return 0;
    }

    @Override
    public int maxMessageLength() {
        return capacity / 4 - HEADER_LENGTH;
    }

    @Override
    public MemorySegment arena() {
        return arena;
    }

    @Override
    public boolean watch() {
        isWatched = true;
        return closeReason == null;
    }

    @Override
    public void unwatch() {
        isWatched = false;
    }

    /** The engine's process is gone, and its end with it. */
    void vanish() {
        close("engine is gone");
    }

    @Override
    public boolean isClosed() {
        return closeReason != null;
    }

    @Override
    public void close(String reason) {
        if (closeReason == null) {
            closeReason = reason;
            memory.close(); // as the mapping of a real one is gone
            onReply.run();
        }
    }
}
