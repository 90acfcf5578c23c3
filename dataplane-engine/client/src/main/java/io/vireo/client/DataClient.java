package io.vireo.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Items, bodies and streams of one engine.
 *
 * <p>Every call returns at once. Its future fails with {@link EngineException} when the engine refuses and with {@link
 * EngineUnavailableException} when it cannot be reached or dies; no future hangs. Futures complete on the client's I/O thread,
 * which must not be blocked. The client reconnects by itself.
 *
 * <p>Threads: any.
 */
public final class DataClient implements AutoCloseable {
    private DataClient() {}

    /**
     * Starts a client; the connection is made in the background.
     *
     * @param grant signed token that says what this client may touch
     */
    public static DataClient start(DataClientConfig config, byte[] grant) {
        throw new UnsupportedOperationException();
    }

    /** Goes on with this grant: new channels are opened with it, calls under way end on the old ones. */
    public void renew(byte[] grant) {
        throw new UnsupportedOperationException();
    }

    /** Whether the engine is connected now. */
    public boolean isAvailable() {
        throw new UnsupportedOperationException();
    }

    /** How many partitions the engine has; at least 1. */
    public CompletableFuture<Integer> partitionCount() {
        throw new UnsupportedOperationException();
    }

    /** State and attributes of an item. */
    public CompletableFuture<Item> get(GetRequest request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens the body of an item.
     *
     * @param start first byte; past the end there is nothing to read
     * @param length of the range in bytes; {@link Long#MAX_VALUE}: to the end
     * @param expectedVersion of the item; 0: any
     */
    public CompletableFuture<Download> open(
            long container, String path, Projection projection, long start, long length, long expectedVersion) {
        throw new UnsupportedOperationException();
    }

    /** Begins a body for an item. Asks the engine for nothing before it must. */
    public Upload upload(long container, String path) {
        throw new UnsupportedOperationException();
    }

    /** Writes an item; the answer is its state after it. */
    public CompletableFuture<ItemState> put(PutRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Changes attributes by an expression; the answer is the state after it. */
    public CompletableFuture<ItemState> update(UpdateRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Removes an item. */
    public CompletableFuture<Void> delete(DeleteRequest request) {
        throw new UnsupportedOperationException();
    }

    /** A page of what is below a directory. */
    public CompletableFuture<ListPage> list(ListRequest request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a stream; {@link EngineStatus#EXISTS} when the path is taken.
     *
     * @param shardCount 1 or more
     * @param retentionSeconds how long records stay
     */
    public CompletableFuture<ItemState> createStream(
            long container, String path, int shardCount, int retentionSeconds) {
        throw new UnsupportedOperationException();
    }

    /** Gives a stream more shards; never fewer. */
    public CompletableFuture<ItemState> growStream(long container, String path, int shardCount) {
        throw new UnsupportedOperationException();
    }

    /** Appends records to a shard, all or none. */
    public CompletableFuture<Appended> append(long container, String stream, int shard, List<NewRecord> records) {
        throw new UnsupportedOperationException();
    }

    /** The location of a place in a shard, for {@link #read}. */
    public CompletableFuture<Long> seek(long container, String stream, int shard, SeekTo place) {
        throw new UnsupportedOperationException();
    }

    /**
     * Records of a shard.
     *
     * @param location from {@link #seek} or from the page before: the sequence number to go on at
     * @param limit records, 1 to 1000
     */
    public CompletableFuture<StreamPage> read(long container, String stream, int shard, long location, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Fails what is under way with {@link EngineUnavailableException} and closes the channels. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
