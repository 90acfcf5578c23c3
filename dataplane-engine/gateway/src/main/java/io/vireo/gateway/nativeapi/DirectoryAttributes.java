package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vireo.client.AttributeValue;
import io.vireo.client.EngineStatus;
import io.vireo.client.GetRequest;
import io.vireo.client.Item;
import io.vireo.client.ItemKind;
import io.vireo.client.ItemState;
import io.vireo.client.Projection;
import io.vireo.client.PutRequest;
import io.vireo.client.Token;
import io.vireo.client.WriteOnce;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * DirSetAttr: mode, owner and times of a directory, as far as the body names them.
 *
 * <p>The engine's own times move on every write, because conditions rely on that. So times that somebody sets are hidden attributes
 * of the directory, and listings show them in place of the engine's.
 */
final class DirectoryAttributes {
    private static final long NANOS = 1_000_000_000L;
    private static final int DIRECTORY_TYPE = 0040000;
    private static final int TYPES = 0170000;
    private static final int PERMISSIONS = 07777;
    private static final long MAX_ID = 0xFFFF_FFFFL;
    private static final long MIN_SECONDS =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECONDS =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    /** The times that can be set: by their names in the body, and as attributes. */
    enum Time {
        ACCESSED("atime"),
        MODIFIED("mtime"),
        CREATED("ctime");

        private final String field;

        Time(String field) {
            this.field = field;
        }

        private String attribute() {
            return "__set_" + field;
        }
    }

    /** The attributes that a listing asks for, to show what was set. */
    static final Projection TIMES = new Projection.Named(
            List.of(Time.ACCESSED.attribute(), Time.MODIFIED.attribute(), Time.CREATED.attribute()));

    private final NativeCall call;
    private final byte[] meaning;
    private final long[] seconds = new long[Time.values().length];
    private final long[] nanos = new long[Time.values().length];
    private final boolean[] hasSeconds = new boolean[Time.values().length];
    private final boolean[] hasNanos = new boolean[Time.values().length];
    private int mode; // with the type: 0 when none was given
    private @Nullable Integer uid;
    private @Nullable Integer gid;

    private DirectoryAttributes(NativeCall call, byte[] meaning) {
        this.call = call;
        this.meaning = meaning;
    }

    /** What is asked for, whatever is there: the put that comes of it depends on that, also when the request comes again. */
    private static byte[] meaning(NativeCall call, ByteBuf body) {
        return IdempotencyKey.digest(call.path().path().getBytes(StandardCharsets.UTF_8), ByteBufUtil.getBytes(body));
    }

    /** The time to show of an entry of a listing that was read with {@link #TIMES}. */
    static Instant shown(Item entry, Time time) {
        if (entry.attributes().get(time.attribute()) instanceof AttributeValue.Timestamp(long seconds, int nanos)) {
            return Instant.ofEpochSecond(seconds, nanos);
        }
        long ns =
                time == Time.CREATED ? entry.state().createdNs() : entry.state().modifiedNs();
        return Instant.ofEpochSecond(Math.floorDiv(ns, NANOS), Math.floorMod(ns, NANOS));
    }

    static void set(NativeCall call, ByteBuf body) {
        call.require(Action.ITEM_WRITE);
        if (call.path().path().isEmpty()) {
            throw new RefusedException(403, NativeErrors.NOT_PERMITTED, "Operation not permitted");
        }
        DirectoryAttributes wanted = new DirectoryAttributes(call, meaning(call, body));
        JsonBody.readObject(body, wanted::property);
        wanted.check();
        wanted.write();
    }

    private void property(String name, JsonParser parser) {
        switch (name) {
            case "mode" -> mode = mode(JsonBody.wholeNumber(parser, name, 0, TYPES | PERMISSIONS));
            case "uid" -> uid = (int) JsonBody.wholeNumber(parser, name, 0, MAX_ID);
            case "gid" -> gid = (int) JsonBody.wholeNumber(parser, name, 0, MAX_ID);
            default -> {
                for (Time time : Time.values()) {
                    timeProperty(time, name, parser);
                }
            }
        }
    }

    private void timeProperty(Time time, String name, JsonParser parser) {
        int index = time.ordinal();
        if (name.equals(time.field + ".sec")) {
            seconds[index] = JsonBody.wholeNumber(parser, name, MIN_SECONDS, MAX_SECONDS);
            hasSeconds[index] = true;
        } else if (name.equals(time.field + ".nsec")) {
            nanos[index] = JsonBody.wholeNumber(parser, name, 0, NANOS - 1);
            hasNanos[index] = true;
        }
    }

    private static int mode(long value) {
        int type = (int) value & TYPES;
        if (type != 0 && type != DIRECTORY_TYPE) {
            throw RefusedException.invalid("mode", "is not that of a directory");
        }
        return DIRECTORY_TYPE | (int) value & PERMISSIONS;
    }

    private void check() {
        for (Time time : Time.values()) {
            if (hasNanos[time.ordinal()] && !hasSeconds[time.ordinal()]) {
                throw RefusedException.invalid(time.field + ".sec", "is missing beside " + time.field + ".nsec");
            }
        }
    }

    /** Over what is there now; who writes in between makes it start again. */
    private void write() {
        if (call.exchange().isCancelled()) {
            return;
        }
        call.then(
                call.data().get(GetRequest.of(call.container().id(), call.path().path(), Projection.NONE)),
                item -> put(item.state()),
                failure -> {
                    if (ObjectReads.isStatus(failure, EngineStatus.NOT_FOUND)) {
                        Directory.require(call, () -> put(null));
                    } else {
                        call.exchange().fail(NativeErrors.of(failure));
                    }
                });
    }

    /** @param before null when the directory is only a prefix of others, and gets an item now */
    private void put(@Nullable ItemState before) {
        if (before != null && before.kind() != ItemKind.DIRECTORY && before.kind() != ItemKind.STREAM) {
            throw RefusedException.invalid("path", "is not a directory");
        }
        PutRequest request = new PutRequest(
                call.container().id(),
                call.path().path(),
                before == null ? PutRequest.Mode.CREATE_ONLY : PutRequest.Mode.MERGE,
                ItemKind.DIRECTORY,
                times(),
                null,
                "",
                before == null ? 0 : before.version(),
                mode,
                owner(before));
        Token token = call.token();
        WriteOnce writes = call.data().once(token == null ? null : token.withFingerprint(meaning));
        call.then(writes.put(request), call::respondWritten, failure -> {
            boolean isOvertaken = ObjectReads.isStatus(failure, EngineStatus.VERSION_CHANGED)
                    || ObjectReads.isStatus(failure, EngineStatus.EXISTS);
            if (isOvertaken) {
                write();
            } else {
                call.exchange().fail(NativeErrors.of(failure));
            }
        });
    }

    private SequencedMap<String, AttributeValue> times() {
        SequencedMap<String, AttributeValue> times = new LinkedHashMap<>();
        for (Time time : Time.values()) {
            int index = time.ordinal();
            if (hasSeconds[index]) {
                times.put(time.attribute(), new AttributeValue.Timestamp(seconds[index], (int) nanos[index]));
            }
        }
        return times;
    }

    private PutRequest.@Nullable Owner owner(@Nullable ItemState before) {
        Integer newUid = uid;
        Integer newGid = gid;
        if (newUid == null && newGid == null) {
            return null;
        }
        int oldUid = before == null ? 0 : before.uid();
        int oldGid = before == null ? 0 : before.gid();
        return new PutRequest.Owner(newUid == null ? oldUid : newUid, newGid == null ? oldGid : newGid);
    }
}
