package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestPutReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestUpdateMode;
import io.vireo.channel.message.RequestUpdateReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.Condition;
import io.vireo.engine.expression.Update;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.ValueDecoder;
import org.jspecify.annotations.Nullable;

/** Put, update and delete. A null outcome: the journal had no room. Threads: the reactor alone. */
final class ItemWrites {
    private static final int MODE_BITS = 07777;

    private final RecordBuilder record;
    private final PartitionSet partitions;
    private final StreamDirectory streams;
    private final RequestExpressions expressions;
    private final ValueDecoder decoder = new ValueDecoder();

    ItemWrites(RecordBuilder record, PartitionSet partitions, StreamDirectory streams, RequestExpressions expressions) {
        this.record = record;
        this.partitions = partitions;
        this.streams = streams;
        this.expressions = expressions;
    }

    @Nullable Outcome put(RequestReader request, Key key, @Nullable Item before, Partition partition, Client client) {
        RequestPutReader put = request.put();
        @Nullable Outcome refusal = putRefusal(put, key, before);
        if (refusal != null) {
            return refusal;
        }
        Attributes.Draft attributes =
                isMerge(put.mode()) && before != null ? before.attributes().edit() : new Attributes.Draft();
        decoder.decode(put.attributes(), attributes);
        ItemDraft draft = new ItemDraft(before, put.kind());
        draft.attributes = attributes.build();
        if (put.posixMode() != 0) {
            draft.mode = (int) put.posixMode() & MODE_BITS;
        }
        if (put.setOwner()) {
            draft.uid = (int) put.uid();
            draft.gid = (int) put.gid();
        }
        boolean isReplaced = put.mode() == RequestPutMode.REPLACE;
        setExpiry(draft, put.setExpiry(), put.expiresNs(), isReplaced);
        if (isReplaced || put.body() != RequestPutBodySource.NONE || put.mode() == RequestPutMode.TRUNCATE) {
            @Nullable Body body = body(request, key, draft.body, partition, client);
            if (body == null) {
                return null;
            }
            draft.body = body;
        }
        return record.put(partition, key, draft);
    }

    /** Whether a put leaves attributes that it does not name as they are. */
    private static boolean isMerge(RequestPutMode mode) {
        return switch (mode) {
            case MERGE, APPEND, WRITE, TRUNCATE -> true;
            case REPLACE, CREATE_ONLY, REPLACE_ATTRIBUTES, UNRECOGNIZED -> false;
        };
    }

    private static void setExpiry(ItemDraft draft, boolean isGiven, long expiresNs, boolean isReplaced) {
        if (!isGiven) {
            draft.expiresNs = isReplaced ? 0 : draft.expiresNs;
            return;
        }
        if (expiresNs < 0) {
            throw new InvalidRequestException("time is out of range: field=expiresNs value=" + expiresNs);
        }
        if (expiresNs != 0 && draft.kind != ItemKind.ITEM) {
            throw new InvalidRequestException("only an item expires: field=expiresNs kind=" + draft.kind);
        }
        draft.expiresNs = expiresNs;
    }

    /** What the body becomes; null when the journal has no room for it. */
    private @Nullable Body body(RequestReader request, Key key, Body before, Partition partition, Client client) {
        return switch (request.put().mode()) {
            case WRITE, TRUNCATE -> edited(request, key, before, partition, client);
            case APPEND -> {
                @Nullable Body added = record.bodies().brought(request, key, partition, client);
                if (added == null) {
                    yield null;
                }
                requireWhole(before, added.length(), key);
                if (added.length() > Limits.BODY_LENGTH - before.length()) {
                    throw new InvalidRequestException("body is too long: field=bodyLength limit=" + Limits.BODY_LENGTH);
                }
                yield before.followedBy(added);
            }
            case REPLACE, MERGE, CREATE_ONLY, REPLACE_ATTRIBUTES, UNRECOGNIZED -> {
                @Nullable Body brought = record.bodies().brought(request, key, partition, client);
                if (brought != null && brought.length() > Limits.BODY_LENGTH) {
                    throw new InvalidRequestException("body is too long: field=parts limit=" + Limits.BODY_LENGTH);
                }
                yield brought;
            }
        };
    }

    private @Nullable Body edited(RequestReader request, Key key, Body before, Partition partition, Client client) {
        BodyBuilder.requireEdit(request, client);
        @Nullable Body after = record.bodies().edited(before, request, key, partition, client);
        if (after != null && after.extents().size() > before.extents().size()) {
            requireWhole(before, request.bodyLength(), key);
        }
        return after;
    }

    /** Refuses to add to a body that lies in too many short pieces. */
    private static void requireWhole(Body body, long addedLength, Key key) {
        if (body.isCrumbled(addedLength)) {
            throw new BodyBuilder.RefusedBodyException(
                    Status.TOO_LARGE,
                    "body lies in too many short pieces to append to: item=" + key + " pieces="
                            + body.extents().size() + " limit=" + Limits.BODY_SHORT_EXTENT_COUNT);
        }
    }

    private @Nullable Outcome putRefusal(RequestPutReader put, Key key, @Nullable Item before) {
        RequestPutMode mode = put.mode();
        ItemKind kind = put.kind();
        boolean hasBody = put.body() != RequestPutBodySource.NONE;
        if (mode == RequestPutMode.UNRECOGNIZED) {
            throw new InvalidRequestException("put mode is not known to this engine: field=mode");
        }
        if (kind != ItemKind.ITEM && kind != ItemKind.DIRECTORY) {
            throw new InvalidRequestException("put makes items and directories alone: field=kind kind=" + kind);
        }
        boolean addsBody = mode == RequestPutMode.APPEND || mode == RequestPutMode.WRITE;
        if (addsBody && !hasBody) {
            throw new InvalidRequestException("there is nothing to append or write: field=body");
        }
        boolean isOfBody = hasBody || mode == RequestPutMode.TRUNCATE;
        if (kind == ItemKind.DIRECTORY && isOfBody) {
            throw new InvalidRequestException("directory has no body: field=body");
        }
        if (before == null && mode == RequestPutMode.TRUNCATE) {
            return Outcome.refused(Status.NOT_FOUND, "there is no item: item=" + key);
        }
        if (before == null) {
            return isShardName(key)
                    ? Outcome.refused(Status.WRONG_KIND, "name is that of a shard, which append makes: item=" + key)
                    : null;
        }
        if (mode == RequestPutMode.CREATE_ONLY) {
            return Outcome.refused(Status.EXISTS, "there is an item already: item=" + key + " kind=" + before.kind());
        }
        boolean isOtherKind = mode == RequestPutMode.REPLACE
                ? before.kind() != kind
                : (kind == ItemKind.DIRECTORY && !before.isDirectory()) || (isOfBody && before.kind() != ItemKind.ITEM);
        return isOtherKind
                ? Outcome.refused(
                        Status.WRONG_KIND,
                        "item is of another kind: item=" + key + " kind=" + before.kind() + " put=" + kind)
                : null;
    }

    /** Whether this name is kept for a shard of a stream. */
    private boolean isShardName(Key key) {
        return Paths.shardNumber(key) >= 0 && streams.find(key.parent()) != null;
    }

    @Nullable Outcome update(RequestReader request, Key key, @Nullable Item before, Partition partition) {
        RequestUpdateReader update = request.update();
        Condition condition = expressions.of(request).condition();
        // Compiled whether it runs or not: a mistake in it must not wait for the day on which it does.
        Update first = expressions.update();
        @Nullable Update second = expressions.alternate();
        expressions.requireAllUsed();
        @Nullable Outcome refusal = updateRefusal(update.mode(), key, before);
        if (refusal != null) {
            return refusal;
        }
        boolean holds = condition.holds(ItemScope.of(key, before));
        @Nullable Update chosen = holds ? first : second;
        if (chosen == null) {
            return Writes.conditionFailed();
        }
        if (before == null && !update.createIfMissing()) {
            return Outcome.refused(Status.NOT_FOUND, "there is no item: item=" + key);
        }
        if (before == null && isShardName(key)) {
            return Outcome.refused(Status.WRONG_KIND, "name is that of a shard, which append makes: item=" + key);
        }
        boolean isReplace = update.mode() == RequestUpdateMode.REPLACE;
        Attributes.Draft attributes = before == null || isReplace
                ? new Attributes.Draft()
                : before.attributes().edit();
        chosen.apply(attributes, isReplace ? ItemScope.of(key, before) : ItemScope.systemOf(key, before));
        ItemDraft draft = new ItemDraft(before, ItemKind.ITEM);
        draft.attributes = attributes.build();
        setExpiry(draft, update.setExpiry(), update.expiresNs(), isReplace);
        if (isReplace) {
            draft.body = Body.EMPTY;
        }
        return record.put(partition, key, draft);
    }

    private static @Nullable Outcome updateRefusal(RequestUpdateMode mode, Key key, @Nullable Item before) {
        if (mode == RequestUpdateMode.UNRECOGNIZED) {
            throw new InvalidRequestException("update mode is not known to this engine: field=mode");
        }
        if (before == null || mode == RequestUpdateMode.MERGE) {
            return null;
        }
        if (mode == RequestUpdateMode.CREATE_ONLY) {
            return Outcome.refused(Status.EXISTS, "there is an item already: item=" + key + " kind=" + before.kind());
        }
        return before.kind() == ItemKind.ITEM
                ? null
                : Outcome.refused(
                        Status.WRONG_KIND, "only an item can be replaced: item=" + key + " kind=" + before.kind());
    }

    Outcome delete(RequestReader request, Key key, @Nullable Item before, Partition partition) {
        if (request.delete().recursive()) {
            throw new InvalidRequestException("engine deletes one item at a time: field=recursive");
        }
        boolean hasChildren = (before == null || before.isDirectory()) && partitions.hasChildren(key);
        if (hasChildren) {
            return Outcome.refused(Status.NOT_EMPTY, "directory is not empty: item=" + key);
        }
        if (before == null) {
            return Outcome.refused(Status.NOT_FOUND, "there is no item: item=" + key);
        }
        return record.delete(partition, key, before);
    }
}
