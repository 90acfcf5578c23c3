package io.vireo.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes that the engine does once, however often they are asked for, as {@link Token} tells: after a connection that broke, or a process that died, the same is asked for again. A body that comes
 * in pieces has {@link Upload#commit(PutRequest, Token)}. Threads: any.
 */
public final class WriteOnce {
    private final DataClient client;
    private final @Nullable Token token;

    WriteOnce(DataClient client, @Nullable Token token) {
        this.client = client;
        this.token = token;
    }

    /** As {@link DataClient#put}. */
    public CompletableFuture<ItemState> put(PutRequest request) {
        return client.put(request, token);
    }

    /** As {@link DataClient#update}. */
    public CompletableFuture<ItemState> update(UpdateRequest request) {
        return client.update(request, token);
    }

    /** As {@link DataClient#delete}. */
    public CompletableFuture<@Nullable Void> delete(DeleteRequest request) {
        return client.delete(request, token);
    }

    /** As {@link DataClient#append}. */
    public CompletableFuture<Appended> append(long container, String stream, int shard, List<NewRecord> records) {
        return client.append(container, stream, shard, records, token);
    }

    /** As {@link DataClient#createStream(long, String, int, int, long)}. */
    public CompletableFuture<ItemState> createStream(
            long container, String path, int shardCount, int retentionSeconds, long retentionBytes) {
        return client.createStream(container, path, shardCount, retentionSeconds, retentionBytes, false, token);
    }

    /** As {@link DataClient#updateStream}. */
    public CompletableFuture<ItemState> updateStream(
            long container, String path, int shardCount, int retentionSeconds, long retentionBytes) {
        return client.createStream(container, path, shardCount, retentionSeconds, retentionBytes, true, token);
    }

    /** As {@link DataClient#createIndex}. */
    public CompletableFuture<@Nullable Void> createIndex(long container, String table, IndexDefinition index) {
        return client.createIndex(container, table, index, token);
    }

    /** As {@link DataClient#dropIndex}. */
    public CompletableFuture<@Nullable Void> dropIndex(long container, String table, String name) {
        return client.dropIndex(container, table, name, token);
    }

    /** As {@link DataClient#write}. */
    public CompletableFuture<List<Optional<ItemState>>> write(List<WriteRequest> requests) {
        return client.write(requests, token);
    }

    /** As {@link DataClient#rename}. */
    public CompletableFuture<ItemState> rename(RenameRequest request) {
        // To another reactor it takes other requests the second time, for the item is not there any more.
        Token given = token;
        return client.rename(
                request,
                given == null || given.fingerprint().length > 0 ? given : given.withFingerprint(fingerprint(request)));
    }

    private static byte[] fingerprint(RenameRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(2 * Long.BYTES + 1)
                    .putLong(request.container())
                    .putLong(request.expectedVersion())
                    .put((byte) (request.replaces() ? 1 : 0))
                    .array());
            for (String text : List.of(request.path(), request.target(), request.condition())) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
