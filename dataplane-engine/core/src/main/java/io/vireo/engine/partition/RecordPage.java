package io.vireo.engine.partition;

import java.util.List;

/**
 * Records of a shard.
 *
 * @param nextLocation sequence number to go on at
 * @param behindRecords records after these
 * @param behindNs age of the newest record that is after these; 0 when there is none
 */
public record RecordPage(List<Record> records, long nextLocation, long behindRecords, long behindNs) {
    /**
     * A record, as bytes of a block.
     *
     * @param dataOffset in the block; client info and partition key follow the data
     */
    public record Record(
            long sequence,
            long arrivalNs,
            byte[] block,
            int dataOffset,
            int dataLength,
            int clientInfoLength,
            int partitionKeyLength) {}
}
