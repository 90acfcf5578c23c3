package io.vireo.engine.reactor;

import io.vireo.channel.Channel;
import io.vireo.channel.Grant;
import io.vireo.channel.MessageHandler;
import io.vireo.engine.Limits;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.Location;
import io.vireo.engine.partition.BodyStage;
import io.vireo.engine.partition.Client;
import io.vireo.engine.store.SegmentUse;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client's channel, and what the engine keeps for it: staged and pinned bodies, and replies that its ring has no room for. Threads: the reactor alone. */
final class Session implements Client {
    /** A version of an item that the client keeps readable. */
    record Pin(Key key, Item item) {}

    private record Reply(int kind, byte[] bytes) {}

    /** A scope of the client's grant, container and prefix as keys have them: {@link Grant#allows} without making a text of each path. */
    private record Allowed(byte[] prefix, Set<Grant.Action> actions) {
        static Allowed of(Grant.Scope scope) {
            return new Allowed(Key.of(scope.container(), scope.pathPrefix()).encoded(), scope.actions());
        }

        boolean allows(Grant.Action action, byte[] key, int keyLength) {
            int length = prefix.length;
            boolean isBelow = keyLength >= length
                    && Arrays.equals(key, 0, length, prefix, 0, length)
                    && (length == Long.BYTES || keyLength == length || key[length] == '/');
            return isBelow && actions.contains(action);
        }
    }

    private final Connection connection;
    private final List<Allowed> scopes;
    private final MessageHandler handler;
    private final SegmentUse use;
    private final Stages ofReactor;
    private final Map<Long, BodyStage> stages = new HashMap<>();
    private final Map<Long, Pin> pins = new HashMap<>();
    private final ArrayDeque<Reply> waiting = new ArrayDeque<>();
    private long lastPin;
    private long backPressuredSinceNs;

    Session(Connection connection, Requests requests, Stages ofReactor, SegmentUse use) {
        this.connection = connection;
        this.scopes = connection.grant().scopes().stream().map(Allowed::of).toList();
        this.ofReactor = ofReactor;
        this.use = use;
        this.handler = (kind, buffer, offset, length) -> requests.onMessage(this, kind, buffer, offset, length);
    }

    /** Takes requests; how many. */
    int poll(int limit) {
        return Math.max(0, connection.poll(handler, limit));
    }

    Connection connection() {
        return connection;
    }

    @Override
    public MemorySegment arena() {
        return connection.arena();
    }

    @Override
    public boolean allows(Grant.Action action, Key key) {
        return allows(action, key.encoded(), key.length());
    }

    /** The same of a key that an array starts with. */
    boolean allows(Grant.Action action, byte[] key, int keyLength) {
        for (int i = 0; i < scopes.size(); i++) {
            if (scopes.get(i).allows(action, key, keyLength)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable BodyStage stage(long id) {
        return stages.get(id);
    }

    /** Keeps a body that was begun; its id. */
    long beginStage(BodyStage stage) {
        if (stages.size() == Limits.STAGE_COUNT) {
            throw new InvalidRequestException(
                    "channel has too many bodies under way: field=stageId limit=" + Limits.STAGE_COUNT);
        }
        long id = ofReactor.begin(this);
        stages.put(id, stage);
        return id;
    }

    boolean forgetStage(long id) {
        @Nullable BodyStage stage = stages.remove(id);
        if (stage != null) {
            ofReactor.forget(id);
            stage.release();
        }
        return stage != null;
    }

    /** Keeps a version readable; its handle. */
    long pin(Key key, Item item) {
        if (pins.size() == Limits.PIN_COUNT) {
            throw new InvalidRequestException("channel has too many pins: field=pin limit=" + Limits.PIN_COUNT);
        }
        pins.put(++lastPin, new Pin(key, item));
        for (Extent extent : item.body().stored()) {
            use.pin(Location.segment(extent.location()));
        }
        return lastPin;
    }

    @Nullable Pin pinned(long handle) {
        return pins.get(handle);
    }

    boolean forgetPin(long handle) {
        @Nullable Pin pin = pins.remove(handle);
        if (pin != null) {
            for (Extent extent : pin.item().body().stored()) {
                use.unpin(Location.segment(extent.location()));
            }
        }
        return pin != null;
    }

    /** The client is gone: gives up what it had. */
    void release() {
        List.copyOf(stages.keySet()).forEach(this::forgetStage);
        List.copyOf(pins.keySet()).forEach(this::forgetPin);
    }

    /** Sends a reply now, or as soon as the ring has room. */
    void reply(int kind, MemorySegment source, int length) {
        reply(kind, source, 0, length);
    }

    /** The same with a reply that does not start where its memory does. */
    void reply(int kind, MemorySegment source, long offset, int length) {
        if (connection.isClosed()) {
            return;
        }
        if (!waiting.isEmpty() || connection.offer(kind, source, offset, length) == Channel.BACK_PRESSURED) {
            waiting.add(new Reply(kind, source.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)));
        }
    }

    /** Whether replies wait for room. */
    boolean isBackPressured() {
        return !waiting.isEmpty();
    }

    /** Notes that the client does not take its replies; whether that is new. */
    boolean beginBackPressure(long nowNs) {
        boolean isNew = backPressuredSinceNs == 0;
        backPressuredSinceNs = isNew ? nowNs : backPressuredSinceNs;
        return isNew;
    }

    /** Notes that the client took its replies; whether that is new. */
    boolean endBackPressure() {
        boolean isNew = backPressuredSinceNs != 0;
        backPressuredSinceNs = 0;
        return isNew;
    }

    /** For how long the client has taken no replies. */
    long backPressuredNs(long nowNs) {
        return nowNs - backPressuredSinceNs;
    }

    /** Sends replies that wait; whether none does any more. Until then no request is taken from this client: that bounds how many can wait. */
    boolean flush() {
        while (!waiting.isEmpty()) {
            Reply reply = waiting.peek();
            if (connection.offer(reply.kind(), MemorySegment.ofArray(reply.bytes()), 0, reply.bytes().length)
                    == Channel.BACK_PRESSURED) {
                return false;
            }
            waiting.remove();
        }
        return true;
    }
}
