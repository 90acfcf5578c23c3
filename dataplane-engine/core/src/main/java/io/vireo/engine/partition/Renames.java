package io.vireo.engine.partition;

import io.vireo.channel.Grant;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.channel.message.Status;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.PathRules;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives an item another path, in the same partition or another one of the reactor. Its bytes stay where they are. A null outcome: the journal had no room. Threads: the
 * reactor alone.
 */
final class Renames {
    private final RecordBuilder record;
    private final PartitionSet partitions;
    private final StreamDirectory streams;
    private final EpochClock clock;

    Renames(RecordBuilder record, PartitionSet partitions, StreamDirectory streams, EpochClock clock) {
        this.record = record;
        this.partitions = partitions;
        this.streams = streams;
        this.clock = clock;
    }

    /** The path that an item is to have, checked. */
    static Key target(RequestReader request) {
        byte[] path = request.rename().targetBytes().toByteArray();
        PathRules.requireItem(path, "target");
        return Key.of(request.container(), path);
    }

    /** @param before the item, whose conditions hold; null: there is none */
    @Nullable Outcome rename(RequestReader request, Key key, @Nullable Item before, Partition source, Client client) {
        Key targetKey = target(request);
        Writes.requireOwn(RequestWhich.RENAME, targetKey);
        if (!client.allows(Grant.Action.READ, key) || !client.allows(Grant.Action.WRITE, targetKey)) {
            return Outcome.refused(
                    Status.FORBIDDEN, "grant does not cover it: action=RENAME item=" + key + " target=" + targetKey);
        }
        @Nullable Partition target = partitions.ownerOf(targetKey);
        if (target == null) {
            return Outcome.refused(
                    Status.SPANS_PARTITIONS, "target is with another reactor: field=target item=" + targetKey);
        }
        if (before == null) {
            return Outcome.refused(Status.NOT_FOUND, "there is no item: item=" + key);
        }
        @Nullable Outcome refusal = sourceRefusal(key, before);
        if (refusal != null || key.equals(targetKey)) {
            return refusal == null ? Outcome.done(key, before) : refusal;
        }
        @Nullable Item there = target.find(targetKey);
        if (there != null && there.isExpired(target.presentNs(clock.nowNs()))) {
            if (!record.remove(target, targetKey, there)) {
                return null;
            }
            there = null;
        }
        refusal = targetRefusal(request, targetKey, before, there);
        return refusal == null ? move(key, before, source, targetKey, there, target) : refusal;
    }

    /**
     * The half of a rename to another reactor that the item's own does: it is deleted. What is answered is what it was.
     *
     * @param before the item, whose conditions hold; null: there is none
     */
    @Nullable Outcome depart(RequestReader request, Key key, @Nullable Item before, Partition source, Client client) {
        Key targetKey = target(request);
        if (!client.allows(Grant.Action.READ, key) || !client.allows(Grant.Action.WRITE, targetKey)) {
            return Outcome.refused(
                    Status.FORBIDDEN, "grant does not cover it: action=RENAME item=" + key + " target=" + targetKey);
        }
        if (before == null) {
            return Outcome.refused(Status.NOT_FOUND, "there is no item: item=" + key);
        }
        @Nullable Outcome refusal = sourceRefusal(key, before);
        if (refusal != null) {
            return refusal;
        }
        return record.remove(source, key, before) ? Outcome.done(key, before) : null;
    }

    /** The other half: what another reactor had is put under the target, with the body that the client has staged here. */
    @Nullable Outcome arrive(RequestReader request, Item moved, Client client) {
        Key targetKey = target(request);
        Partition target = Objects.requireNonNull(partitions.ownerOf(targetKey));
        record.clear();
        long stageId = request.rename().stageId();
        Body body = stageId == 0 ? Body.EMPTY : record.bodies().staged(stageId, "stageId", client);
        if (body.length() != moved.body().length()
                || body.checksum() != moved.body().checksum()) {
            return Outcome.refused(
                    Status.SPANS_PARTITIONS,
                    "target is with another reactor, and what is staged there is not the item's body: field=stageId item="
                            + targetKey);
        }
        @Nullable Item there = target.find(targetKey);
        if (there != null && there.isExpired(target.presentNs(clock.nowNs()))) {
            if (!record.remove(target, targetKey, there)) {
                return null;
            }
            there = null;
        }
        @Nullable Outcome refusal = targetRefusal(request, targetKey, moved, there);
        return refusal == null ? put(moved.withBody(body), targetKey, there, target) : refusal;
    }

    private @Nullable Outcome sourceRefusal(Key key, Item before) {
        if (before.kind() == ItemKind.DIRECTORY && partitions.hasChildren(key)) {
            return Outcome.refused(Status.NOT_EMPTY, "directory is not empty: item=" + key);
        }
        return before.kind() == ItemKind.ITEM || before.kind() == ItemKind.DIRECTORY
                ? null
                : Outcome.refused(
                        Status.WRONG_KIND,
                        "only items and directories are renamed: item=" + key + " kind=" + before.kind());
    }

    private @Nullable Outcome targetRefusal(RequestReader request, Key target, Item before, @Nullable Item there) {
        if (there == null) {
            boolean isShardName = Paths.shardNumber(target) >= 0 && streams.find(target.parent()) != null;
            return isShardName
                    ? Outcome.refused(Status.WRONG_KIND, "name is that of a shard, which append makes: item=" + target)
                    : null;
        }
        if (request.rename().noReplace()) {
            return Outcome.refused(Status.EXISTS, "there is an item already: item=" + target + " kind=" + there.kind());
        }
        return before.kind() == ItemKind.ITEM && there.kind() == ItemKind.ITEM
                ? null
                : Outcome.refused(
                        Status.WRONG_KIND,
                        "an item alone replaces an item: item=" + target + " kind=" + there.kind() + " by="
                                + before.kind());
    }

    private @Nullable Outcome move(
            Key key, Item before, Partition source, Key targetKey, @Nullable Item there, Partition target) {
        if (!record.begin(source)) {
            return null;
        }
        record.delete(source, key, 0, Released.of(before));
        return record.end() ? put(before, targetKey, there, target) : null;
    }

    private @Nullable Outcome put(Item before, Key targetKey, @Nullable Item there, Partition target) {
        if (!record.begin(target)) {
            return null;
        }
        long version = Math.max(before.version(), there == null ? 0 : there.version()) + 1;
        Item moved = before.moved(version, target.nextTimeNs(Math.max(clock.nowNs(), before.modifiedNs() + 1)));
        record.putTaken(target, targetKey, moved, Released.between(there, false, moved.expiresNs()));
        return record.end() ? Outcome.done(targetKey, moved) : null;
    }
}
