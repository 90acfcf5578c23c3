package io.vireo.client;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.NewRecordWriter;
import io.vireo.channel.message.RequestUpdateMode;
import io.vireo.channel.message.RequestWriter;
import java.util.List;

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

    static void encode(RequestWriter target, List<NewRecord> records) {
        StructListWriter<NewRecordWriter> list = target.initAppend().initRecords(records.size());
        for (int i = 0; i < records.size(); i++) {
            NewRecord record = records.get(i);
            NewRecordWriter each = list.get(i).data(record.data());
            if (record.clientInfo().length > 0) {
                each.clientInfo(record.clientInfo());
            }
            if (!record.partitionKey().isEmpty()) {
                each.partitionKey(record.partitionKey());
            }
        }
    }

    static void encode(RequestWriter target, CheckRequest check) {
        target.expectedVersion(check.expectedVersion());
        ExpressionMessages.write(target, check.condition(), check.language());
        target.setCheck();
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
