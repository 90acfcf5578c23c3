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
import io.vireo.engine.expression.ExpressionCache;
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
    private final ExpressionCache expressions;
    private final ValueDecoder decoder = new ValueDecoder();

    ItemWrites(RecordBuilder record, PartitionSet partitions, StreamDirectory streams, ExpressionCache expressions) {
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
        boolean isAppend = put.mode() == RequestPutMode.APPEND;
        boolean isMerge = isAppend || put.mode() == RequestPutMode.MERGE;
        Attributes.Draft attributes =
                isMerge && before != null ? before.attributes().edit() : new Attributes.Draft();
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
        if (put.mode() == RequestPutMode.REPLACE || put.body() != RequestPutBodySource.NONE) {
            @Nullable Body body = record.newBody(request, client);
            if (body == null) {
                return null;
            }
            if (isAppend && draft.body.isCrumbled(body.length())) {
                return Outcome.refused(
                        Status.TOO_LARGE,
                        "body lies in too many short pieces to append to: item=" + key + " pieces="
                                + draft.body.extents().size() + " limit=" + Limits.BODY_SHORT_EXTENT_COUNT);
            }
            if (isAppend && body.length() > Limits.BODY_LENGTH - draft.body.length()) {
                throw new InvalidRequestException("body is too long: field=bodyLength limit=" + Limits.BODY_LENGTH);
            }
            draft.body = isAppend ? draft.body.followedBy(body) : body;
        }
        return record.put(partition, key, draft);
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
        if (mode == RequestPutMode.APPEND && !hasBody) {
            throw new InvalidRequestException("there is nothing to append: field=body");
        }
        if (kind == ItemKind.DIRECTORY && hasBody) {
            throw new InvalidRequestException("directory has no body: field=body");
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
                : (kind == ItemKind.DIRECTORY && !before.isDirectory()) || (hasBody && before.kind() != ItemKind.ITEM);
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
        byte[] expression = update.expressionBytes().toByteArray();
        byte[] alternate = update.alternateBytes().toByteArray();
        Condition condition = expressions.condition(request.conditionBytes().toByteArray(), "condition");
        // Compiled whether it runs or not: a mistake in it must not wait for the day on which it does.
        Update first = expressions.update(expression, "update.expression");
        @Nullable Update second = alternate.length == 0 ? null : expressions.update(alternate, "update.alternate");
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
