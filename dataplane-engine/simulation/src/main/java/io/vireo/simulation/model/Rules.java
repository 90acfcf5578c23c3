package io.vireo.simulation.model;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.Status;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What each operation does to plain maps: the engine's meaning, written down a second time as simply as can be. */
final class Rules {
    private static final int MODE_BITS = 07777;

    /**
     * An operation has taken effect.
     *
     * @param items after it
     */
    record Step(Items items, Expected expected) {}

    private Rules() {}

    /** @param damaged paths under which there is something whose record cannot be read, and need not be: see {@link #replaced} */
    static Step apply(Operation operation, Items items, Set<String> damaged) {
        return switch (operation) {
            case Put put -> put(put, items, damaged);
            case Update update -> update(update, items);
            case Delete delete -> delete(delete, items, damaged);
            case Rename rename -> rename(rename, items);
            case Get get -> new Step(items, get(get, items.find(get.path())));
            case CreateStream create -> create(create, items);
            case Append append -> append(append, items);
            case Seek seek -> new Step(items, shard(seek.path(), items));
            case Read read -> new Step(items, shard(read.path(), items));
            case Batch batch -> batch(batch, items, damaged);
        };
    }

    /** Paths whose items an operation does away with whatever they are: it may do so though their records are damaged. */
    static Set<String> replaced(Operation operation, Items items) {
        Set<String> replaced = new TreeSet<>();
        Set<String> touched = new HashSet<>();
        List<Operation> parts = operation instanceof Batch batch ? batch.parts() : List.of(operation);
        for (Operation part : parts) {
            boolean isReplacing =
                    switch (part) {
                        case Put put ->
                            put.mode() == RequestPutMode.REPLACE && put.guard().equals(Guard.ALWAYS);
                        case Delete delete -> delete.guard().equals(Guard.ALWAYS);
                        case Update _, Rename _, Get _, CreateStream _, Append _, Seek _, Read _, Batch _ -> false;
                    };
            if (touched.add(part.path()) && isReplacing && items.byPath().containsKey(part.path())) {
                replaced.add(part.path());
            }
            if (part instanceof Rename rename) {
                touched.add(rename.target());
            }
        }
        return replaced;
    }

    /** What an operation that replaces, or deletes, finds: also what has expired, when nobody can tell that it has. */
    private static @Nullable ItemState before(Operation operation, Items items, Set<String> damaged) {
        ItemState raw = items.byPath().get(operation.path());
        return raw != null && damaged.contains(operation.path())
                ? raw.damaged(operation.id())
                : items.find(operation.path());
    }

    private static @Nullable Status refusal(@Nullable ItemState before, Guard guard, long expectedVersion) {
        long version = before == null ? 0 : before.version();
        if (expectedVersion != 0 && expectedVersion != version) {
            return Status.VERSION_CHANGED;
        }
        return guard.holds(before) ? null : Status.CONDITION_FAILED;
    }

    private static Step refused(Items items, Status status) {
        return new Step(items, Expected.refused(status));
    }

    private static Step done(Items items, String path, ItemState after) {
        return new Step(items.with(path, after), Expected.done(after));
    }

    private static Step put(Put put, Items items, Set<String> damaged) {
        ItemState before = before(put, items, damaged);
        Status refusal = refusal(before, put.guard(), put.expectedVersion());
        if (refusal == null) {
            refusal = putRefusal(put, before, items);
        }
        if (refusal != null) {
            return refused(items, refusal);
        }
        ItemState after = before == null ? ItemState.created(put.kind(), put.id()) : before.next(put.id());
        Map<String, Object> attributes = new TreeMap<>();
        if ((put.mode() == RequestPutMode.MERGE || put.isEdit()) && before != null) {
            attributes.putAll(before.attributes());
        }
        attributes.putAll(put.attributes());
        after = after.withAttributes(attributes);
        Blob body = put.body();
        if (put.expiresNs() >= 0 || put.mode() == RequestPutMode.REPLACE) {
            after = after.withExpiry(Math.max(0, put.expiresNs()), false);
        }
        if (put.isEdit()) {
            int position = (int) put.position();
            after = after.withBody(
                    body == null
                            ? after.body().ofLength(position)
                            : after.body().with(position, body));
        } else if (body != null || put.mode() == RequestPutMode.REPLACE) {
            after = after.withBody(body == null ? Blob.EMPTY : body);
        }
        if (put.posixMode() != 0) {
            after = after.withMode(put.posixMode() & MODE_BITS);
        }
        return done(items, put.path(), after);
    }

    private static @Nullable Status putRefusal(Put put, @Nullable ItemState before, Items items) {
        if (before == null && put.mode() == RequestPutMode.TRUNCATE) {
            return Status.NOT_FOUND;
        }
        if (before == null) {
            return items.isShardName(put.path()) ? Status.WRONG_KIND : null;
        }
        if (put.mode() == RequestPutMode.CREATE_ONLY) {
            return Status.EXISTS;
        }
        boolean isOtherKind = put.mode() == RequestPutMode.REPLACE
                ? before.kind() != put.kind()
                : (put.kind() == ItemKind.DIRECTORY && !before.isDirectory())
                        || ((put.body() != null || put.isEdit()) && before.kind() != ItemKind.ITEM);
        return isOtherKind ? Status.WRONG_KIND : null;
    }

    private static Step update(Update update, Items items) {
        ItemState before = items.find(update.path());
        Status versionRefusal = refusal(before, Guard.ALWAYS, update.expectedVersion());
        if (versionRefusal != null) {
            return refused(items, versionRefusal);
        }
        Change chosen = update.guard().holds(before) ? update.change() : update.alternate();
        if (chosen == null) {
            return refused(items, Status.CONDITION_FAILED);
        }
        if (before == null && !update.createIfMissing()) {
            return refused(items, Status.NOT_FOUND);
        }
        if (before == null && items.isShardName(update.path())) {
            return refused(items, Status.WRONG_KIND);
        }
        ItemState after = before == null ? ItemState.created(ItemKind.ITEM, update.id()) : before.next(update.id());
        Map<String, Object> attributes = new TreeMap<>(after.attributes());
        attributes.put("n", (attributes.get("n") instanceof Long number ? number : 0L) + chosen.add());
        attributes.put("w", update.id());
        if (chosen.remove()) {
            attributes.remove("m");
        }
        return done(items, update.path(), after.withAttributes(attributes));
    }

    private static Step delete(Delete delete, Items items, Set<String> damaged) {
        ItemState before = before(delete, items, damaged);
        Status refusal = refusal(before, delete.guard(), delete.expectedVersion());
        if (refusal != null) {
            return refused(items, refusal);
        }
        if ((before == null || before.isDirectory()) && items.hasChildren(delete.path())) {
            return refused(items, Status.NOT_EMPTY);
        }
        if (before == null) {
            return refused(items, Status.NOT_FOUND);
        }
        return new Step(items.with(delete.path(), null), Expected.done(null));
    }

    private static Step rename(Rename rename, Items items) {
        ItemState before = items.find(rename.path());
        Status refusal = refusal(before, rename.guard(), rename.expectedVersion());
        if (refusal != null || before == null) {
            return refused(items, refusal == null ? Status.NOT_FOUND : refusal);
        }
        if (before.kind() == ItemKind.DIRECTORY && items.hasChildren(rename.path())) {
            return refused(items, Status.NOT_EMPTY);
        }
        if (before.kind() != ItemKind.ITEM && before.kind() != ItemKind.DIRECTORY) {
            return refused(items, Status.WRONG_KIND);
        }
        if (rename.path().equals(rename.target())) {
            return new Step(items, Expected.done(before));
        }
        ItemState there = items.find(rename.target());
        if (there == null ? items.isShardName(rename.target()) : !rename.noReplace() && !isReplaceable(before, there)) {
            return refused(items, Status.WRONG_KIND);
        }
        if (there != null && rename.noReplace()) {
            return refused(items, Status.EXISTS);
        }
        ItemState moved = before.renamed(rename.id(), there == null ? 0 : there.version());
        return done(items.with(rename.path(), null), rename.target(), moved);
    }

    private static boolean isReplaceable(ItemState before, ItemState there) {
        return before.kind() == ItemKind.ITEM && there.kind() == ItemKind.ITEM;
    }

    private static Expected get(Get get, @Nullable ItemState item) {
        if (item == null) {
            return Expected.refused(Status.NOT_FOUND);
        }
        Status refusal = refusal(item, get.guard(), get.expectedVersion());
        return refusal == null ? Expected.done(item) : Expected.refused(refusal);
    }

    private static Step create(CreateStream create, Items items) {
        ItemState before = items.find(create.path());
        if (create.isUpdate()) {
            if (before == null) {
                return refused(items, Status.NOT_FOUND);
            }
            if (before.kind() != ItemKind.STREAM) {
                return refused(items, Status.WRONG_KIND);
            }
            if (create.shardCount() < before.shardCount()) {
                return refused(items, Status.INVALID);
            }
        } else if (before != null || items.hasChildren(create.path())) {
            return refused(items, Status.EXISTS);
        }
        ItemState after = before == null ? ItemState.created(ItemKind.STREAM, create.id()) : before.next(create.id());
        int retention = before == null || create.retentionSeconds() != 0
                ? create.retentionSeconds()
                : before.retentionSeconds();
        return done(items, create.path(), after.asStream(create.shardCount(), retention));
    }

    private static Step append(Append append, Items items) {
        Expected refusal = shard(append.path(), items);
        if (!refusal.isDone()) {
            return new Step(items, refusal);
        }
        ItemState before = items.find(append.path());
        ItemState after = before == null ? ItemState.created(ItemKind.SHARD, append.id()) : before.next(append.id());
        List<ItemState.Block> blocks = new ArrayList<>(after.blocks());
        blocks.add(new ItemState.Block(after.lastSequence() + 1, append.records(), append.id()));
        return done(items, append.path(), after.withBlocks(blocks));
    }

    /** Whether a path is a shard, and which: the state of one that has no records yet is null. */
    private static Expected shard(String path, Items items) {
        String parent = path.substring(0, path.lastIndexOf('/'));
        ItemState stream = items.find(parent);
        if (stream == null) {
            return Expected.refused(Status.NOT_FOUND);
        }
        if (stream.kind() != ItemKind.STREAM) {
            // A reactor that does not own the parent knows of streams alone.
            return Expected.refused(Status.WRONG_KIND, Status.NOT_FOUND);
        }
        int number = Items.shardNumber(path);
        if (number < 0 || number >= stream.shardCount()) {
            return Expected.refused(Status.INVALID);
        }
        ItemState shard = items.find(path);
        return shard != null && shard.kind() != ItemKind.SHARD
                ? Expected.refused(Status.WRONG_KIND)
                : Expected.done(shard);
    }

    private static Step batch(Batch batch, Items items, Set<String> damaged) {
        Items after = items;
        List<Expected> parts = new ArrayList<>();
        Set<String> left = new HashSet<>(damaged);
        int failedIndex = -1;
        for (Operation part : batch.parts()) {
            Step step = apply(part, after, left);
            left.remove(part.path());
            parts.add(step.expected());
            if (step.expected().isDone()) {
                after = step.items();
            } else if (failedIndex < 0) {
                failedIndex = parts.size() - 1;
            }
            if (failedIndex >= 0 && !batch.isSpread()) {
                break;
            }
        }
        if (failedIndex >= 0) {
            Expected failed = parts.get(failedIndex);
            return new Step(items, new Expected(failed.status(), failed.also(), null, parts, failedIndex));
        }
        return new Step(after, new Expected(Status.OK, Status.OK, null, parts, -1));
    }
}
