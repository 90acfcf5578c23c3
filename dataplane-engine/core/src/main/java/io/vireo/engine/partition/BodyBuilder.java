package io.vireo.engine.partition;

import io.vireo.channel.Grant;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestPutPartReader;
import io.vireo.channel.message.RequestPutReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.PathRules;
import io.vireo.engine.journal.Journal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the bodies that requests bring: of bytes in the arena, of stages, of the bodies of other items, and of what was there. Threads: the reactor alone. */
final class BodyBuilder {
    /** An item whose body another one takes over. */
    record Consumed(Key key, Item item) {}

    /** A request cannot have its body. Caught where it is executed. */
    static final class RefusedBodyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Outcome outcome;

        RefusedBodyException(Status status, String message) {
            super(message, null, false, false);
            outcome = Outcome.refused(status, message);
        }

        Outcome outcome() {
            return outcome;
        }
    }

    private final Journal journal;
    private final Bodies bodies;
    private final ItemReader items;
    private final EpochClock clock;
    private final List<Long> consumedStages = new ArrayList<>();
    private final List<Consumed> consumed = new ArrayList<>();

    /** What the body of the record has so far. */
    private int recordLength;

    BodyBuilder(Journal journal, Bodies bodies, ItemReader items, EpochClock clock) {
        this.journal = journal;
        this.bodies = bodies;
        this.items = items;
        this.clock = clock;
    }

    /** Forgets the last request. */
    void clear() {
        consumedStages.clear();
    }

    /** A record is begun. */
    void begin() {
        recordLength = 0;
        consumed.clear();
    }

    /** Stages that the request took over. */
    List<Long> consumedStages() {
        return consumedStages;
    }

    /** Items whose bodies the record takes over. */
    List<Consumed> consumed() {
        return consumed;
    }

    /** The keys of the items whose bodies a request wants. */
    static List<Key> partKeys(RequestReader request) {
        RequestPutReader put = request.put();
        if (put.body() != RequestPutBodySource.PARTS) {
            return List.of();
        }
        StructListReader<RequestPutPartReader> parts = put.parts();
        if (parts.count() == 0 || parts.count() > Limits.PART_COUNT) {
            throw new InvalidRequestException("body has no parts, or too many: field=parts count=" + parts.count()
                    + " limit=" + Limits.PART_COUNT);
        }
        List<Key> keys = new ArrayList<>(parts.count());
        for (int i = 0; i < parts.count(); i++) {
            if (parts.get(i).stageId() == 0) {
                byte[] path = parts.get(i).pathBytes().toByteArray();
                PathRules.requireItem(path, "parts");
                keys.add(Key.of(request.container(), path));
            }
        }
        return keys;
    }

    /** What a put brings; null when the journal has no room for it. */
    @Nullable Body brought(RequestReader request, Key target, Partition partition, Client client) {
        return switch (request.put().body()) {
            case NONE -> Body.EMPTY;
            case ARENA -> {
                int offset = recordLength;
                @Nullable Extent extent = bodies.append(client.arena(), client.bodyOffset(request), request.bodyLength(), offset);
                if (extent == null) {
                    yield null;
                }
                recordLength += extent.length();
                yield bodies.of(extent, offset);
            }
            case STAGED -> staged(request.put().stageId(), "stageId", client);
            case PARTS -> joined(request, target, partition, client);
            case UNRECOGNIZED ->
                throw new InvalidRequestException("body source is not known to this engine: field=body");
        };
    }

    /** The body of a stage, which is taken over. */
    Body staged(long stageId, String field, Client client) {
        @Nullable BodyStage stage = client.stage(stageId);
        if (stage == null || consumedStages.contains(stageId)) {
            throw new InvalidRequestException("there is no such stage: field=" + field + " stageId=" + stageId);
        }
        if (stage.isTaken()) {
            throw new InvalidRequestException(
                    "stage is in a transaction that is not decided: field=" + field + " stageId=" + stageId);
        }
        consumedStages.add(stageId);
        return stage.body();
    }

    private Body joined(RequestReader request, Key target, Partition partition, Client client) {
        List<Key> keys = partKeys(request);
        Set<Key> known = new HashSet<>(Set.of(target));
        List<Extent> extents = new ArrayList<>();
        StructListReader<RequestPutPartReader> parts = request.put().parts();
        int next = 0;
        for (int i = 0; i < parts.count(); i++) {
            RequestPutPartReader part = parts.get(i);
            if (part.stageId() != 0) {
                extents.addAll(staged(part.stageId(), "parts", client).extents());
                continue;
            }
            Key key = keys.get(next++);
            if (!known.add(key)) {
                throw new InvalidRequestException(
                        "item is a part twice, or of itself: field=parts index=" + i + " item=" + key);
            }
            Item item = part(key, part.expectedVersion(), partition, client);
            consumed.add(new Consumed(key, item));
            extents.addAll(item.body().extents());
        }
        return Body.of(extents);
    }

    private Item part(Key key, long expectedVersion, Partition partition, Client client) {
        if (!client.allows(Grant.Action.READ, key) || !client.allows(Grant.Action.DELETE, key)) {
            throw new RefusedBodyException(Status.FORBIDDEN, "grant does not cover it: action=DELETE item=" + key);
        }
        if (!partition.owns(key)) {
            throw new RefusedBodyException(
                    Status.SPANS_PARTITIONS, "part is in another partition: field=parts item=" + key);
        }
        @Nullable Item item = partition.find(key);
        if (item == null || item.isExpired(partition.presentNs(clock.nowNs()))) {
            throw new RefusedBodyException(Status.NOT_FOUND, "there is no item: field=parts item=" + key);
        }
        if (item.kind() != ItemKind.ITEM) {
            throw new RefusedBodyException(
                    Status.WRONG_KIND, "part is not an item: field=parts item=" + key + " kind=" + item.kind());
        }
        if (expectedVersion != 0 && expectedVersion != item.version()) {
            throw new RefusedBodyException(
                    Status.VERSION_CHANGED,
                    "part has another version: field=parts item=" + key + " expected=" + expectedVersion + " version="
                            + item.version());
        }
        return item;
    }

    /** What a put of {@link RequestPutMode#WRITE} or {@link RequestPutMode#TRUNCATE} makes of a body; null when the journal has no room. */
    @Nullable Body edited(Body before, RequestReader request, Key key, Partition partition, Client client) {
        if (request.put().mode() == RequestPutMode.WRITE && bodyLength(request, client) == 0) {
            return brought(request, key, partition, client) == null ? null : before;
        }
        BodyEdit edit = edit(before, request, bodyLength(request, client), true);
        if (!isThere(edit)) {
            edit = edit(before, request, bodyLength(request, client), false);
        }
        if (!isThere(edit)) {
            // Bytes that an earlier part of a batch took over from a stage, or another item: nothing has them in
            // memory.
            throw new InvalidRequestException(
                    "batch writes into a body that it has made of others: field=position item=" + key);
        }
        List<Extent> between = new ArrayList<>();
        boolean isArena = request.put().body() == RequestPutBodySource.ARENA;
        int start = recordLength;
        if (!append(edit.head())) {
            return null;
        }
        if (isArena) {
            if (!bodies.appendArena(client.arena(), client.bodyOffset(request), request.bodyLength())) {
                return null;
            }
            recordLength += (int) request.bodyLength();
        } else {
            start = endExtent(start, between);
            @Nullable Body brought = brought(request, key, partition, client);
            between.addAll(brought == null ? List.of() : brought.extents());
        }
        if (!append(edit.tail())) {
            return null;
        }
        endExtent(start, between);
        return edit.body(between);
    }

    private static BodyEdit edit(Body before, RequestReader request, long length, boolean joins) {
        long position = request.put().position();
        return request.put().mode() == RequestPutMode.TRUNCATE
                ? BodyEdit.truncate(before, position)
                : BodyEdit.write(before, position, length, joins);
    }

    /** Of what a put brings. */
    private static long bodyLength(RequestReader request, Client client) {
        return switch (request.put().body()) {
            case ARENA -> request.bodyLength();
            case STAGED -> {
                @Nullable BodyStage stage = client.stage(request.put().stageId());
                yield stage == null ? 0 : stage.length();
            }
            case NONE, PARTS, UNRECOGNIZED -> 0;
        };
    }

    private boolean isThere(BodyEdit edit) {
        return isThere(edit.head()) && isThere(edit.tail());
    }

    private boolean isThere(BodyEdit.@Nullable Edge edge) {
        return edge == null || items.isThere(edge.at());
    }

    private boolean append(BodyEdit.@Nullable Edge edge) {
        if (edge == null) {
            return true;
        }
        recordLength += edge.to() - edge.from();
        return bodies.append(items.bytes(edge.at(), edge.from(), edge.to()));
    }

    /** Makes an extent of what the record's body got since; where the next one starts. */
    private int endExtent(int start, List<Extent> target) {
        if (recordLength > start) {
            target.add(bodies.extent(start, recordLength - start));
        }
        return recordLength;
    }

    /** Adds blocks of the body that is there which a write cuts, and which are not in memory. */
    void addNeeded(RequestReader request, Key key, Partition partition, Client client, List<Needed> target) {
        RequestPutMode mode = request.put().mode();
        boolean isEdit = mode == RequestPutMode.WRITE || mode == RequestPutMode.TRUNCATE;
        if (!isEdit || !isValid(request, client) || partition.kind(key) != ItemKind.ITEM) {
            return;
        }
        @Nullable Item item = partition.find(key);
        if (item != null) {
            BodyEdit edit = edit(item.body(), request, bodyLength(request, client), true);
            addNeeded(edit.head(), key, target);
            addNeeded(edit.tail(), key, target);
        }
    }

    private static boolean isValid(RequestReader request, Client client) {
        long position = request.put().position();
        return position >= 0 && position <= Limits.BODY_LENGTH - bodyLength(request, client);
    }

    private void addNeeded(BodyEdit.@Nullable Edge edge, Key key, List<Needed> target) {
        if (edge != null && !items.isThere(edge.at())) {
            target.add(new Needed("item=" + key, edge.at()));
        }
    }

    /** Refuses an edit whose place or source is wrong. */
    static void requireEdit(RequestReader request, Client client) {
        RequestPutReader put = request.put();
        boolean isTruncate = put.mode() == RequestPutMode.TRUNCATE;
        if (isTruncate && put.body() != RequestPutBodySource.NONE) {
            throw new InvalidRequestException("truncate takes no body: field=body");
        }
        if (!isTruncate && put.body() != RequestPutBodySource.ARENA && put.body() != RequestPutBodySource.STAGED) {
            throw new InvalidRequestException("write takes its bytes from the arena or a stage: field=body");
        }
        if (!isValid(request, client)) {
            throw new InvalidRequestException("position is out of range: field=position value="
                    + Long.toUnsignedString(put.position()) + " limit=" + Limits.BODY_LENGTH);
        }
    }

    /** Adds a part to a stage; false when the journal has no room. */
    boolean stage(RequestReader request, BodyStage stage, Client client) {
        @Nullable Extent extent = bodies.append(client.arena(), client.bodyOffset(request), request.bodyLength(), recordLength);
        if (extent == null) {
            return false;
        }
        stage.add(extent, journal.bodyView(recordLength, extent.length()));
        recordLength += extent.length();
        return true;
    }
}
