package io.vireo.client;

import io.vireo.channel.ClientEnd;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.ReplyWhich;
import io.vireo.channel.message.RequestWriter;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One request to the engine and what becomes of it. Made on any thread, then the I/O thread's alone.
 *
 * @param <T> what the reply is decoded to
 */
final class Call<T extends @Nullable Object> {
    /** Length of a reply that fits the ring: no room in the arena is kept for it. */
    static final int NO_ROOM = 0;

    private static final long NONE = -1;

    /** Fills a request; container, path, correlation and arena are set already. */
    interface Encoder {
        void encode(RequestWriter request);

        /** @param bodyOffset of what {@link #withBody} was given, in the arena */
        default void encode(RequestWriter request, long bodyOffset) {
            encode(request);
        }
    }

    /** Makes the result of a reply whose status is ok. What it needs of the two it copies. */
    interface Decoder<T extends @Nullable Object> {
        /**
         * @param body the bytes that the engine wrote to the room in the arena
         */
        T decode(ReplyReader reply, MemorySegment body);
    }

    private final long container;
    private final String path;
    private final Encoder encoder;
    private final Decoder<T> decoder;
    private final CompletableFuture<T> future = new CompletableFuture<>();

    private @Nullable EngineLink wantedLink;
    private @Nullable EngineLink link;
    private int reactor = -1;
    private int partition = -1;
    private @Nullable ByteBuffer body;
    private @Nullable Token token;
    private List<WriteRequest> items = List.of();
    private @Nullable Runnable sentAction;
    private int roomLength = NO_ROOM;
    private long deadlineNs;

    private long bodyOffset = NONE;
    private long roomOffset = NONE;
    private long messageOffset = NONE;
    private long sentNs;

    Call(long container, String path, Encoder encoder, Decoder<T> decoder) {
        this.container = container;
        this.path = path;
        this.encoder = encoder;
        this.decoder = decoder;
    }

    // ---- what the maker says

    /** Goes over this link and no other: what it is about lives there. */
    Call<T> over(EngineLink link) {
        wantedLink = link;
        return this;
    }

    /** Goes to this reactor, whatever the path says. */
    Call<T> toReactor(int index) {
        reactor = index;
        return this;
    }

    /** Goes to the reactor that has this partition, whatever the path says. */
    Call<T> toPartition(int number) {
        partition = number;
        return this;
    }

    /** Goes to the lowest-numbered reactor that has one of the items: of two transactions that are about the same, one always gets through. */
    Call<T> toLowestReactorOf(List<WriteRequest> requests) {
        items = requests;
        return this;
    }

    /** Is done once, however often it comes with this token; null: as often as it comes. */
    Call<T> withToken(@Nullable Token newToken) {
        token = newToken;
        return this;
    }

    /** Carries these bytes as its body. */
    Call<T> withBody(ByteBuffer bytes) {
        body = bytes;
        return this;
    }

    /** Keeps room in the arena for a body or a long reply. */
    Call<T> withRoom(int length) {
        roomLength = length;
        return this;
    }

    /** Runs this when the request is in the ring, and its body in the arena: the caller's buffer is free then. */
    Call<T> whenSent(Runnable action) {
        sentAction = action;
        return this;
    }

    CompletableFuture<T> future() {
        return future;
    }

    // ---- what the I/O thread asks

    long container() {
        return container;
    }

    String path() {
        return path;
    }

    @Nullable EngineLink wantedLink() {
        return wantedLink;
    }

    int reactor() {
        return reactor;
    }

    int partition() {
        return partition;
    }

    /** That it is about, when the lowest-numbered reactor of them is to have it. */
    List<WriteRequest> items() {
        return items;
    }

    int bodyLength() {
        ByteBuffer bytes = body;
        return bytes == null ? 0 : bytes.remaining();
    }

    int roomLength() {
        return roomLength;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    void setDeadlineNs(long deadline) {
        deadlineNs = deadline;
    }

    long sentNs() {
        return sentNs;
    }

    /** Takes what it needs of the arena, or nothing. */
    boolean takeArena(EngineArena arena) {
        int bytes = bodyLength();
        if (bytes > 0 && bodyOffset == NONE) {
            long taken = arena.allocate(bytes);
            if (taken < 0) {
                return false;
            }
            bodyOffset = taken;
            arena.write(taken, body());
        }
        if (roomLength > 0 && roomOffset == NONE) {
            long taken = arena.allocate(roomLength);
            if (taken < 0) {
                returnArena(arena);
                return false;
            }
            roomOffset = taken;
        }
        return true;
    }

    private ByteBuffer body() {
        ByteBuffer bytes = body;
        if (bytes == null) {
            throw new IllegalStateException("no body");
        }
        return bytes.duplicate();
    }

    /** Says which bytes of the arena the request is about. */
    void attachTo(ClientEnd channel) {
        if (bodyOffset != NONE) {
            channel.attach(bodyOffset, bodyLength());
        }
    }

    /** Takes a place for the request itself; negative when there is no room now. */
    long takeForMessage(EngineArena arena, int length) {
        messageOffset = arena.allocate(length);
        return messageOffset;
    }

    void returnArena(EngineArena arena) {
        if (messageOffset >= 0) {
            arena.free(messageOffset);
            messageOffset = NONE;
        }
        if (bodyOffset != NONE) {
            arena.free(bodyOffset);
            bodyOffset = NONE;
        }
        if (roomOffset != NONE) {
            arena.free(roomOffset);
            roomOffset = NONE;
        }
    }

    void encode(RequestWriter request, EngineLink over, long correlationId, long nowNs) {
        link = over;
        sentNs = nowNs;
        request.correlationId(correlationId).container(container).path(path);
        if (bodyOffset != NONE) {
            request.bodyOffset(bodyOffset).bodyLength(bodyLength());
        }
        if (roomOffset != NONE) {
            request.replyOffset(roomOffset).replyCapacity(roomLength);
        }
        if (token != null) {
            request.token(token.bytes());
            if (token.fingerprint().length > 0) {
                request.fingerprint(token.fingerprint());
            }
        }
        encoder.encode(request, Math.max(0, bodyOffset));
    }

    /** It is in the ring. */
    void sent() {
        Runnable action = sentAction;
        if (action != null) {
            action.run();
        }
    }

    /** The link that it went over. */
    EngineLink link() {
        EngineLink over = link;
        if (over == null) {
            throw new IllegalStateException("not sent");
        }
        return over;
    }

    long roomOffset() {
        return roomOffset;
    }

    /** Ends with what the reply says; the arena is returned before. */
    Runnable settle(ReplyReader reply, MemorySegment bodyBytes) {
        EngineStatus status = EngineStatus.of(reply.status());
        if (status != EngineStatus.OK) {
            byte[] resumePosition = reply.which() == ReplyWhich.CHANGES
                    ? reply.changes().nextPosition().toByteArray()
                    : new byte[0];
            String message = reply.hasMessage() ? reply.message() : "";
            int failedIndex = reply.which() == ReplyWhich.BATCH ? reply.batch().failedIndex() : -1;
            EngineException refusal = new EngineException(
                    status,
                    failedIndex < 0 ? message : message + ": request=" + failedIndex,
                    reply.replyLength(),
                    resumePosition,
                    reply.which() == ReplyWhich.LOCATION ? reply.location() : 0,
                    failedIndex);
            return () -> future.completeExceptionally(refusal);
        }
        T result = decoder.decode(reply, bodyBytes);
        return () -> future.complete(result);
    }

    void fail(RuntimeException failure) {
        future.completeExceptionally(failure);
    }
}
