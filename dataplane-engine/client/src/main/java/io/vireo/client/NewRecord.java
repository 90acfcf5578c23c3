package io.vireo.client;

/**
 * A record to append to a shard. Arrays are handed over, not copied.
 *
 * @param data what the record carries
 * @param clientInfo opaque bytes beside it; empty: none
 * @param partitionKey what the writer placed it by; empty: none
 */
public record NewRecord(byte[] data, byte[] clientInfo, String partitionKey) {
    private static final byte[] NONE = {};

    /** Data and nothing else. */
    public static NewRecord of(byte[] data) {
        return new NewRecord(data, NONE, "");
    }
}
