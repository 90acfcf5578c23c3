package io.vireo.simulation;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestScanDirectories;
import io.vireo.channel.message.RequestSeekKind;
import io.vireo.simulation.model.Blob;
import io.vireo.simulation.model.Guard;
import io.vireo.simulation.model.ItemState;
import io.vireo.simulation.model.ListingCheck;
import io.vireo.simulation.model.Model;
import io.vireo.simulation.model.Operation;
import io.vireo.simulation.model.Operation.Append;
import io.vireo.simulation.model.Operation.Batch;
import io.vireo.simulation.model.Operation.Change;
import io.vireo.simulation.model.Operation.CreateStream;
import io.vireo.simulation.model.Operation.Delete;
import io.vireo.simulation.model.Operation.Get;
import io.vireo.simulation.model.Operation.Put;
import io.vireo.simulation.model.Operation.Read;
import io.vireo.simulation.model.Operation.Rename;
import io.vireo.simulation.model.Operation.Seek;
import io.vireo.simulation.model.Operation.Update;
import io.vireo.simulation.model.Values;
import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.SimulatedClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Thinks of what clients ask. Threads: one. */
final class Workload {
    private static final List<String> DIRECTORIES =
            List.of("", "", "a", "b", "c", "dir0", "streams", "streams/s0", "nowhere");
    private static final List<String> PREFIXES = List.of("", "", "", "b", "a", "s", "ä");

    /** How long items are to stay that expire, about. */
    private static final long EXPIRY_NS = 3_000_000;

    private final Plan plan;
    private final Keyspace keys;
    private final Model model;
    private final SimulatedClock clock;
    private final Dice dice;
    private long lastId;

    Workload(Plan plan, Keyspace keys, Model model, SimulatedClock clock, Dice dice) {
        this.plan = plan;
        this.keys = keys;
        this.model = model;
        this.clock = clock;
        this.dice = dice;
    }

    long nextId() {
        return ++lastId;
    }

    /** A group that this kind of request is about, if there is one with nothing in its way. */
    Keyspace.@Nullable Group group(Plan.Kind kind) {
        Keyspace.Group group =
                switch (kind) {
                    case PUT, UPDATE, DELETE, GET, PINNED ->
                        keys.any(
                                dice,
                                Keyspace.Kind.SINGLE,
                                Keyspace.Kind.SINGLE,
                                Keyspace.Kind.BATCH,
                                Keyspace.Kind.SPREAD,
                                Keyspace.Kind.DIRECTORY,
                                Keyspace.Kind.STREAM);
                    case STAGED -> keys.any(dice, Keyspace.Kind.SINGLE, Keyspace.Kind.BATCH, Keyspace.Kind.SPREAD);
                    case TRANSACTION -> keys.any(dice, Keyspace.Kind.SPREAD);
                    case BATCH -> keys.any(dice, Keyspace.Kind.BATCH, Keyspace.Kind.STREAM);
                    case STREAM, APPEND, SEEK, READ -> keys.any(dice, Keyspace.Kind.STREAM);
                    case LIST -> null;
                };
        return group != null && model.underWayCount(group.paths().getFirst()) < group.limit() ? group : null;
    }

    /** A request of a kind; for staged bodies the put at the end, for pins the get that pins. */
    Operation operation(Plan.Kind kind, Keyspace.Group group) {
        String path = any(group.paths());
        return switch (kind) {
            case PUT, STAGED -> put(group, path);
            case UPDATE -> update(group, path);
            case DELETE -> delete(group, path);
            case GET, PINNED -> get(path, kind == Plan.Kind.PINNED);
            case BATCH -> group.kind() == Keyspace.Kind.BATCH && dice.chance(0.3) ? rename(group) : batch(group);
            case STREAM ->
                new CreateStream(
                        nextId(),
                        group.paths().getFirst(),
                        dice.between(1, 3),
                        plan.hasRetention() && dice.nextBoolean() ? dice.between(1, 60) : 0,
                        dice.chance(0.4));
            case APPEND -> append(shard(group));
            case SEEK -> seek(shard(group));
            case READ -> read(shard(group));
            case TRANSACTION -> transaction(group);
            case LIST -> throw new IllegalArgumentException("kind=" + kind);
        };
    }

    private <T> T any(List<T> choices) {
        return choices.get(dice.nextInt(choices.size()));
    }

    private String shard(Keyspace.Group group) {
        return dice.chance(0.05)
                ? group.paths().getFirst() + "/note"
                : group.paths().get(dice.between(1, 3));
    }

    private Put put(Keyspace.Group group, String path) {
        RequestPutMode mode = any(List.of(
                RequestPutMode.REPLACE,
                RequestPutMode.REPLACE,
                RequestPutMode.MERGE,
                RequestPutMode.CREATE_ONLY,
                RequestPutMode.REPLACE_ATTRIBUTES));
        boolean isDirectory = group.kind() == Keyspace.Kind.DIRECTORY
                && dice.chance(path.equals(group.paths().getFirst()) ? 0.7 : 0.1);
        if (!isDirectory && dice.chance(0.25)) {
            mode = dice.chance(0.7) ? RequestPutMode.WRITE : RequestPutMode.TRUNCATE;
        }
        boolean isEdit = mode == RequestPutMode.WRITE || mode == RequestPutMode.TRUNCATE;
        boolean hasBody = isEdit ? mode == RequestPutMode.WRITE : !isDirectory && !dice.chance(0.4);
        long id = nextId();
        Blob body = hasBody ? Blob.of(id, isEdit ? bodyLength() / 2 : bodyLength()) : null;
        return new Put(
                id,
                path,
                mode,
                isDirectory ? ItemKind.DIRECTORY : ItemKind.ITEM,
                attributes(id),
                body,
                0,
                isEdit ? bodyLength() / 2 : 0,
                plan.hasExpiry() && Keyspace.mayExpire(path) ? expiresNs() : -1,
                dice.chance(0.1) ? 0640 : 0,
                guard(group),
                expectedVersion(group, path));
    }

    /** Soon, mostly; sometimes at once, never, or as it was. */
    private long expiresNs() {
        return switch (dice.nextInt(6)) {
            case 0 -> -1;
            case 1 -> 0;
            default -> clock.nowNs() + dice.around(EXPIRY_NS) - EXPIRY_NS / 10;
        };
    }

    /** Mostly short; sometimes of any length, so that segments fill. */
    private int bodyLength() {
        return dice.chance(0.3) ? dice.between(0, plan.bodyLengthMax()) : dice.skewed(plan.bodyLengthMax());
    }

    /** Every write leaves its mark in {@code w}, so that a reader can tell whose it sees. */
    private Map<String, Object> attributes(long id) {
        Map<String, Object> attributes = new TreeMap<>();
        attributes.put("w", id);
        if (dice.chance(0.6)) {
            attributes.put("n", (long) dice.between(-5, 20));
        }
        if (dice.chance(0.4)) {
            attributes.put("m", (long) dice.between(0, 9));
        }
        if (dice.chance(0.4)) {
            attributes.put("x" + dice.nextInt(3), Values.any(dice));
        }
        return attributes;
    }

    private Update update(Keyspace.Group group, String path) {
        return new Update(
                nextId(),
                path,
                new Change(dice.between(1, 9), dice.chance(0.3)),
                dice.chance(0.3) ? new Change(-1, false) : null,
                dice.chance(0.8),
                guard(group),
                expectedVersion(group, path));
    }

    private Delete delete(Keyspace.Group group, String path) {
        return new Delete(nextId(), path, deleteGuard(group), isAlone(group) ? expectedVersion(group, path) : 0);
    }

    private Guard deleteGuard(Keyspace.Group group) {
        return isAlone(group) ? guard(group) : Guard.ALWAYS;
    }

    /** Whether nothing can be below the group's items: with several reactors it is not defined which of two refusals a client is told. */
    private static boolean isAlone(Keyspace.Group group) {
        return group.kind() == Keyspace.Kind.SINGLE
                || group.kind() == Keyspace.Kind.BATCH
                || group.kind() == Keyspace.Kind.SPREAD;
    }

    private Guard guard(Keyspace.Group group) {
        if (dice.chance(0.7)) {
            return Guard.ALWAYS;
        }
        return switch (dice.nextInt(group.kind() == Keyspace.Kind.STREAM ? 3 : 4)) {
            case 0 -> new Guard.Exists("m", true);
            case 1 -> new Guard.Exists("n", false);
            case 2 -> new Guard.More("n", dice.between(-5, 20));
            default -> new Guard.Longer(dice.skewed(plan.bodyLengthMax()));
        };
    }

    private long expectedVersion(Keyspace.Group group, String path) {
        List<ItemState> states = model.statesOf(path);
        return group.kind() == Keyspace.Kind.STREAM || dice.chance(0.8)
                ? 0
                : states.isEmpty() ? 1 : Math.max(1, any(states).version() + dice.between(-1, 1));
    }

    private Get get(String path, boolean isPin) {
        RequestProjection projection = any(List.of(
                RequestProjection.USER,
                RequestProjection.USER,
                RequestProjection.NONE,
                RequestProjection.ALL,
                RequestProjection.NAMED));
        boolean withBody = dice.chance(0.6);
        boolean isRange = withBody && dice.chance(0.3);
        return new Get(
                nextId(),
                path,
                projection,
                projection == RequestProjection.NAMED ? List.of("w", "n", "__size", "nothing") : List.of(),
                isRange ? dice.skewed(plan.bodyLengthMax()) : 0,
                withBody ? (isRange ? 1 + dice.skewed(plan.bodyLengthMax()) : RequestEncoder.BODY_ROOM) : 0,
                isPin,
                0,
                dice.chance(0.1) ? new Guard.Exists("m", true) : Guard.ALWAYS,
                0);
    }

    /** A read of everything that there is to see of an item. */
    Get whole(String path) {
        return new Get(
                nextId(),
                path,
                RequestProjection.USER,
                List.of(),
                0,
                RequestEncoder.BODY_ROOM,
                false,
                0,
                Guard.ALWAYS,
                0);
    }

    private Batch batch(Keyspace.Group group) {
        List<Operation> parts = new ArrayList<>();
        int count = dice.between(1, 6);
        boolean isStream = group.kind() == Keyspace.Kind.STREAM;
        String first = group.paths().get(isStream ? 1 : 0);
        for (int i = 0; i < count; i++) {
            String path = any(group.paths());
            if (!keys.isSameReactor(path, first)) {
                path = first;
            }
            parts.add(
                    switch (dice.nextInt(isStream ? 4 : 5)) {
                        case 0 -> delete(group, path);
                        case 1 -> update(group, path);
                        case 4 -> rename(group);
                        case 2 -> isStream ? append(first) : withoutBody(put(group, path));
                        default -> withoutBody(put(group, path));
                    });
        }
        return new Batch(nextId(), parts, false);
    }

    /** About items of several reactors, with one body at most: there is one room for bodies. */
    private Batch transaction(Keyspace.Group group) {
        List<Operation> parts = new ArrayList<>();
        int count = dice.between(2, 6);
        boolean hasBody = false;
        for (int i = 0; i < count; i++) {
            String path = any(group.paths());
            switch (dice.nextInt(5)) {
                case 0 -> parts.add(delete(group, path));
                case 1 -> parts.add(update(group, path));
                default -> {
                    Put put = put(group, path);
                    boolean keepsBody = !hasBody && put.body() != null;
                    parts.add(keepsBody ? put : withoutBody(put));
                    hasBody |= keepsBody;
                }
            }
        }
        boolean isSpread = parts.stream()
                .anyMatch(part ->
                        !keys.isSameReactor(part.path(), parts.getFirst().path()));
        return new Batch(nextId(), parts, isSpread);
    }

    /** Of an item of a group all of which one reactor has. */
    private Rename rename(Keyspace.Group group) {
        String path = any(group.paths());
        return new Rename(
                nextId(),
                path,
                any(group.paths()),
                dice.chance(0.3),
                deleteGuard(group),
                dice.chance(0.8) ? 0 : expectedVersion(group, path));
    }

    /** In a batch there is one room for bodies, so there are none; what writes one merges. */
    private static Put withoutBody(Put put) {
        return new Put(
                put.id(),
                put.path(),
                put.mode() == RequestPutMode.WRITE ? RequestPutMode.MERGE : put.mode(),
                put.kind(),
                put.attributes(),
                null,
                0,
                put.position(),
                put.expiresNs(),
                put.posixMode(),
                put.guard(),
                put.expectedVersion());
    }

    private Append append(String path) {
        long id = nextId();
        List<String> records = new ArrayList<>();
        int count = 1 + dice.skewed(6);
        for (int i = 0; i < count; i++) {
            records.add("r" + id + "-" + i + "x".repeat(dice.skewed(300)) + "|k" + i);
        }
        return new Append(id, path, records);
    }

    private Seek seek(String path) {
        List<ItemState> states = model.statesOf(path);
        long last = states.isEmpty() ? 0 : any(states).lastSequence();
        RequestSeekKind kind = any(List.of(
                RequestSeekKind.EARLIEST, RequestSeekKind.LATEST, RequestSeekKind.EARLIEST, RequestSeekKind.TIME));
        return new Seek(nextId(), path, kind, last, 0);
    }

    private Read read(String path) {
        List<ItemState> states = model.statesOf(path);
        long last = states.isEmpty() ? 0 : any(states).lastSequence();
        return new Read(
                nextId(),
                path,
                dice.chance(0.5) ? 1 : dice.between(0, last + 2),
                dice.chance(0.5) ? 1_000 : dice.between(1, 5));
    }

    /** All of a shard that a reply can hold. */
    Read wholeShard(String path, long from) {
        return new Read(nextId(), path, from, 1_000);
    }

    ListingCheck.Request listing(String marker) {
        String directory = any(DIRECTORIES);
        boolean hasSegments = dice.chance(0.2);
        int segmentCount = hasSegments ? dice.between(1, 4) : 0;
        return new ListingCheck.Request(
                nextId(),
                directory,
                marker,
                dice.chance(0.5) ? 1_000 : dice.between(1, 4),
                dice.nextBoolean(),
                dice.chance(0.7) ? Guard.ALWAYS : new Guard.More("n", dice.between(-5, 20)),
                dice.nextBoolean() ? RequestProjection.USER : RequestProjection.NONE,
                any(List.of(
                        RequestScanDirectories.INCLUDE,
                        RequestScanDirectories.INCLUDE,
                        RequestScanDirectories.ONLY,
                        RequestScanDirectories.EXCLUDE)),
                hasSegments ? dice.nextInt(segmentCount) : 0,
                segmentCount,
                any(PREFIXES),
                dice.nextInt(plan.reactors()),
                keys::reactor);
    }

    /** The next page of the same. */
    ListingCheck.Request next(ListingCheck.Request request, String marker) {
        return new ListingCheck.Request(
                nextId(),
                request.directory(),
                marker,
                request.limit(),
                request.isRecursive(),
                request.filter(),
                request.projection(),
                request.directories(),
                request.segment(),
                request.segmentCount(),
                request.prefix(),
                request.reactor(),
                request.reactorOf());
    }

    /** Everything that a reactor has. */
    ListingCheck.Request everything(int reactor, boolean isRecursive) {
        return new ListingCheck.Request(
                nextId(),
                "",
                "",
                7,
                isRecursive,
                Guard.ALWAYS,
                RequestProjection.USER,
                RequestScanDirectories.INCLUDE,
                0,
                0,
                "",
                reactor,
                keys::reactor);
    }
}
