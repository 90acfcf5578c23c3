package io.vireo.client;

/**
 * A record of a shard.
 *
 * @param sequence 1 for the first record of a shard
 * @param arrivalNs nanoseconds since 1970-01-01T00:00:00Z
 * @param data what the record carries
 * @param clientInfo opaque bytes beside it; empty: none
 * @param partitionKey what the writer placed it by; empty: none
 */
public record StreamRecord(long sequence, long arrivalNs, byte[] data, byte[] clientInfo, String partitionKey) {}
