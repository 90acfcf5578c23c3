package io.vireo.client;

import io.vireo.channel.message.RequestUpdateMode;
import io.vireo.channel.message.RequestWriter;

/** Fills requests that write one item, whether they go alone or in a batch. Puts are in {@link Puts}. */
final class WriteMessages {
    private WriteMessages() {}

    static void encode(RequestWriter target, UpdateRequest update) {
        target.expectedVersion(update.expectedVersion());
        ExpressionMessages.write(target, update.condition(), update.language());
        target.initUpdate()
                .expression(update.expression())
                .alternate(update.alternate())
                .createIfMissing(update.createIfMissing())
                .mode(RequestUpdateMode.of(update.mode().ordinal()))
                .setExpiry(update.expiry().isGiven())
                .expiresNs(Math.max(0, update.expiry().expiresNs()));
    }

    static void encode(RequestWriter target, DeleteRequest delete) {
        target.expectedVersion(delete.expectedVersion());
        ExpressionMessages.write(target, delete.condition(), delete.language());
        target.initDelete();
    }

    /** @param stageId of the body, with the reactor of the target; 0: it stays where it is, or there is none */
    static void encode(RequestWriter target, RenameRequest rename, long stageId) {
        target.expectedVersion(rename.expectedVersion());
        if (!rename.condition().isEmpty()) {
            target.condition(rename.condition());
        }
        target.initRename()
                .target(rename.target())
                .noReplace(!rename.replaces())
                .stageId(stageId);
    }
}
