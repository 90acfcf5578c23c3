package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Item;
import org.jspecify.annotations.Nullable;

/** What a write makes of an item, before it has a version and times. Starts as the item was. */
final class ItemDraft {
    final ItemKind kind;
    Attributes attributes = Attributes.EMPTY;
    Body body = Body.EMPTY;
    int mode;
    int uid;
    int gid;
    int shardCount;
    int retentionSeconds;
    long lastSequence;
    long expiresNs;

    private final @Nullable Item before;

    /** @param newKind of the item when there is none yet; an item keeps its kind */
    ItemDraft(@Nullable Item before, ItemKind newKind) {
        this.before = before;
        if (before == null) {
            kind = newKind;
            boolean isDirectory = newKind == ItemKind.DIRECTORY || newKind == ItemKind.STREAM;
            mode = isDirectory ? Item.DIRECTORY_MODE : Item.FILE_MODE;
            return;
        }
        kind = before.kind();
        attributes = before.attributes();
        body = before.body();
        mode = before.mode();
        uid = before.uid();
        gid = before.gid();
        shardCount = before.shardCount();
        retentionSeconds = before.retentionSeconds();
        lastSequence = before.lastSequence();
        expiresNs = before.expiresNs();
    }

    /** Whether the body is that of the version before. */
    boolean keepsBody() {
        return before != null && body.equals(before.body());
    }

    /** What the version before has and the next one has not. */
    Released released() {
        return Released.between(before, keepsBody(), expiresNs);
    }

    /** The next version. */
    Item toItem(Partition partition, long nowNs) {
        long timeNs = partition.nextTimeNs(nowNs);
        return new Item(
                kind,
                before == null ? 1 : before.version() + 1,
                before == null || before.createdNs() == 0
                        ? timeNs
                        : before.createdNs(), // of a damaged one nobody knows it
                timeNs,
                before == null ? partition.nextInode() : before.inode(),
                mode,
                uid,
                gid,
                shardCount,
                retentionSeconds,
                lastSequence,
                expiresNs,
                attributes,
                body);
    }
}
