package io.vireo.client;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.RecordReader;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestSeekKind;
import io.vireo.channel.message.RequestSeekWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

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
    static final int MAX_BODY_IN_ONE_CALL = 1024 * 1024;
    private static final int STAGE_LENGTH = 256 * 1024;
    private static final int RECORDS_ROOM_LENGTH = 512 * 1024;
    private static final int MAX_ROOM_LENGTH = 4 * 1024 * 1024;
    private static final int ROOM_SLACK = 4096;
    /** Bodies under way at a time; the engine keeps a bounded number of them for a channel. */
    private static final int MAX_STAGES = 250;

    private final EngineLoop loop;
    private final Thread thread;
    private final Semaphore permits;
    private final Semaphore stages = new Semaphore(MAX_STAGES);
    private final Downloads downloads;
    private final Listing listing;
    private final Changes changes;
    private final Counting counting;
    private final Reports reports;
    private final Indexes indexes;

    private DataClient(EngineLoop loop, Thread thread, int maxInFlight) {
        this.loop = loop;
        this.thread = thread;
        this.permits = new Semaphore(maxInFlight);
        this.downloads = new Downloads(loop);
        this.listing = new Listing(loop);
        this.changes = new Changes(loop);
        this.counting = new Counting(loop, listing);
        this.reports = new Reports(loop);
        this.indexes = new Indexes(loop, listing);
    }

    /**
     * Starts a client; the connection is made in the background.
     *
     * @param grant signed token that says what this client may touch
     */
    public static DataClient start(DataClientConfig config, byte[] grant) {
        try {
            EngineLoop loop = new EngineLoop(config, grant);
            Thread thread = Thread.ofPlatform().name("engine-io").daemon().start(loop);
            return new DataClient(loop, thread, config.maxInFlight());
        } catch (IOException noDescriptors) {
            throw new UncheckedIOException("cannot start a data client", noDescriptors);
        }
    }

    /** Goes on with this grant: new channels are opened with it, calls under way end on the old ones. */
    public void renew(byte[] grant) {
        loop.renew(grant);
    }

    /** Whether the engine is connected now. */
    public boolean isAvailable() {
        return loop.isAvailable();
    }

    /** How many partitions the engine has; at least 1. */
    public CompletableFuture<Integer> partitionCount() {
        return send(new Call<>(0, "", request -> request.setPing(), (reply, _) ->
                (int) Math.max(1, reply.engine().partitionCount())));
    }

    /** What the engine says of itself. */
    public CompletableFuture<EngineReport> report() {
        return reports.read();
    }

    /** State and attributes of an item. */
    public CompletableFuture<Item> get(GetRequest request) {
        return get(request, Call.NO_ROOM);
    }

    private CompletableFuture<Item> get(GetRequest request, int room) {
        Call<Item> call = new Call<>(
                        request.container(),
                        request.path(),
                        writer -> {
                            ExpressionMessages.write(writer, request.condition(), request.language());
                            Downloads.select(request.projection(), writer.initGet());
                        },
                        (reply, _) -> ValueMessages.readItem(reply.item()))
                .withRoom(room);
        return send(call).exceptionallyCompose(failure -> {
            int wanted = roomFor(failure);
            return wanted > room ? get(request, wanted) : CompletableFuture.failedFuture(failure);
        });
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
        return downloads.open(container, path, projection, start, length, expectedVersion);
    }

    /** Begins a body for an item. Asks the engine for nothing before it must. */
    public Upload upload(long container, String path) {
        return new Upload(loop, stages, container, path);
    }

    /** Writes an item; the answer is its state after it. */
    public CompletableFuture<ItemState> put(PutRequest request) {
        return put(request, null);
    }

    CompletableFuture<ItemState> put(PutRequest request, @Nullable Token token) {
        byte[] body = request.body();
        if (body == null || body.length <= MAX_BODY_IN_ONE_CALL) {
            return send(Puts.call(request).withToken(token));
        }
        Upload upload = upload(request.container(), request.path());
        return stage(upload, body, 0)
                .thenCompose(_ -> upload.commit(request.withoutBody(), token))
                .whenComplete((_, _) -> upload.close());
    }

    static CompletableFuture<Void> stage(Upload upload, byte[] body, int offset) {
        int length = Math.min(STAGE_LENGTH, body.length - offset);
        CompletableFuture<Void> written = upload.write(ByteBuffer.wrap(body, offset, length));
        return offset + length == body.length
                ? written
                : written.thenCompose(_ -> stage(upload, body, offset + length));
    }

    /** Changes attributes by an expression; the answer is the state after it. */
    public CompletableFuture<ItemState> update(UpdateRequest request) {
        return update(request, null);
    }

    CompletableFuture<ItemState> update(UpdateRequest request, @Nullable Token token) {
        Call<ItemState> call = new Call<>(
                request.container(),
                request.path(),
                writer -> WriteMessages.encode(writer, request),
                (reply, _) -> ValueMessages.readState(reply.item().state()));
        return send(call.withToken(token));
    }

    /**
     * Writes several items, all or none, wherever in the engine they are. {@link EngineStatus#BUSY}: another batch over the same items is not decided yet, or this one could not be in
     * time; it may be tried again. The message of a refusal ends with the index of the request that is refused.
     *
     * @param requests 1 to 256 of them; up to 100 when several reactors of the engine have the items, with 4 MiB of bodies that are shorter than 1 MiB: longer ones go before, in pieces
     * @return the states after it, by request, none of what is deleted; an empty list when they were too long to be told
     */
    public CompletableFuture<List<Optional<ItemState>>> write(List<WriteRequest> requests) {
        return write(requests, null);
    }

    CompletableFuture<List<Optional<ItemState>>> write(List<WriteRequest> requests, @Nullable Token token) {
        return requests.isEmpty()
                ? CompletableFuture.failedFuture(
                        new EngineException(EngineStatus.INVALID, "batch has no requests: field=requests"))
                : new StagedBatch(this, requests)
                        .run(stages -> send(Batches.call(requests, stages).withToken(token)));
    }

    /**
     * Writes that are done once, however often they are asked for.
     *
     * @param token null: as often as they are asked for
     */
    public WriteOnce once(@Nullable Token token) {
        return new WriteOnce(this, token);
    }

    /** Gives an item another path, wherever in the engine that is; the answer is its state under that. */
    public CompletableFuture<ItemState> rename(RenameRequest request) {
        return rename(request, null);
    }

    CompletableFuture<ItemState> rename(RenameRequest request, @Nullable Token token) {
        Call<ItemState> call = new Call<>(
                request.container(),
                request.path(),
                writer -> WriteMessages.encode(writer, request, 0),
                (reply, _) -> ValueMessages.readState(reply.item().state()));
        return send(call.withToken(token))
                .exceptionallyCompose(failure -> new ReactorRename(this, request, token).after(failure));
    }

    /**
     * Gives all that is below a directory, and the directory itself, another path: each item as one change, and not all of them as one. A reader sees each under the old path
     * or the new one. What was done stays done when it fails, or the client dies; the same call goes on with what is left. Streams are not moved.
     *
     * @param target not below the directory; items that are there already are replaced
     * @return how many items have moved
     */
    public CompletableFuture<Long> renameDirectory(long container, String path, String target) {
        return renameDirectory(container, path, target, (_, _) -> {});
    }

    /**
     * As {@link #renameDirectory(long, String, String)}, of what may be moved.
     *
     * @param guard is given each path and the one that takes its place; what it throws ends the rename
     */
    public CompletableFuture<Long> renameDirectory(
            long container, String path, String target, BiConsumer<String, String> guard) {
        return new DirectoryRename(this, container, path, target, guard).run();
    }

    /** Removes an item. */
    public CompletableFuture<@Nullable Void> delete(DeleteRequest request) {
        return delete(request, null);
    }

    CompletableFuture<@Nullable Void> delete(DeleteRequest request, @Nullable Token token) {
        Call<@Nullable Void> call = new Call<>(
                request.container(), request.path(), writer -> WriteMessages.encode(writer, request), (_, _) -> null);
        return send(call.withToken(token));
    }

    /** A page of what is below a directory. */
    public CompletableFuture<ListPage> list(ListRequest request) {
        return listing.list(request);
    }

    /** How many items there are below a directory. Of what is changed meanwhile it is not said whether it is counted. */
    public CompletableFuture<Long> count(CountRequest request) {
        return counting.count(request);
    }

    /**
     * Makes a stream; {@link EngineStatus#EXISTS} when the path is taken.
     *
     * @param shardCount 1 or more
     * @param retentionSeconds how long records stay
     */
    public CompletableFuture<ItemState> createStream(
            long container, String path, int shardCount, int retentionSeconds) {
        return createStream(container, path, shardCount, retentionSeconds, 0, false, null);
    }

    /**
     * As {@link #createStream(long, String, int, int)}, with a bound on what is kept.
     *
     * @param retentionBytes that each shard keeps at most, but for its newest records; 0: as many as come
     */
    public CompletableFuture<ItemState> createStream(
            long container, String path, int shardCount, int retentionSeconds, long retentionBytes) {
        return createStream(container, path, shardCount, retentionSeconds, retentionBytes, false, null);
    }

    /** Gives a stream more shards; never fewer. */
    public CompletableFuture<ItemState> growStream(long container, String path, int shardCount) {
        return updateStream(container, path, shardCount, 0, 0);
    }

    /**
     * Gives a stream more shards, never fewer, and has it keep its records for another time, or others of them.
     *
     * @param retentionSeconds 0: as it is
     * @param retentionBytes 0: as it is
     */
    public CompletableFuture<ItemState> updateStream(
            long container, String path, int shardCount, int retentionSeconds, long retentionBytes) {
        return createStream(container, path, shardCount, retentionSeconds, retentionBytes, true, null);
    }

    CompletableFuture<ItemState> createStream(
            long container,
            String path,
            int shardCount,
            int retentionSeconds,
            long retentionBytes,
            boolean isUpdate,
            @Nullable Token token) {
        Call<ItemState> call = new Call<>(
                container,
                path,
                writer -> writer.initCreateStream()
                        .shardCount(shardCount)
                        .retentionSeconds(retentionSeconds)
                        .retentionBytes(retentionBytes)
                        .update(isUpdate),
                (reply, _) -> ValueMessages.readState(reply.item().state()));
        return send(call.withToken(token));
    }

    /** Appends records to a shard, all or none. */
    public CompletableFuture<Appended> append(long container, String stream, int shard, List<NewRecord> records) {
        return append(container, stream, shard, records, null);
    }

    CompletableFuture<Appended> append(
            long container, String stream, int shard, List<NewRecord> records, @Nullable Token token) {
        Call<Appended> call = new Call<>(
                container,
                shardPath(stream, shard),
                writer -> WriteMessages.encode(writer, records),
                (reply, _) -> new Appended(
                        reply.appended().firstSequence(), (int) reply.appended().count()));
        return send(call.withToken(token));
    }

    /** The location of a place in a shard, for {@link #read}. */
    public CompletableFuture<Long> seek(long container, String stream, int shard, SeekTo place) {
        return send(new Call<>(
                container,
                shardPath(stream, shard),
                writer -> {
                    RequestSeekWriter seek = writer.initSeek();
                    switch (place) {
                        case SeekTo.Earliest _ -> seek.kind(RequestSeekKind.EARLIEST);
                        case SeekTo.Latest _ -> seek.kind(RequestSeekKind.LATEST);
                        case SeekTo.Sequence(long sequence) ->
                            seek.kind(RequestSeekKind.SEQUENCE).sequence(sequence);
                        case SeekTo.Time(long timeNs) ->
                            seek.kind(RequestSeekKind.TIME).timeNs(timeNs);
                    }
                },
                (reply, _) -> reply.location()));
    }

    /**
     * Records of a shard. {@link EngineStatus#TRIMMED}: those are not kept any more; {@link EngineException#resumeLocation} is that of the first which are.
     *
     * @param location from {@link #seek} or from the page before: the sequence number to go on at
     * @param limit records, 1 to 1000
     */
    public CompletableFuture<StreamPage> read(long container, String stream, int shard, long location, int limit) {
        return read(container, shardPath(stream, shard), location, limit, RECORDS_ROOM_LENGTH);
    }

    private CompletableFuture<StreamPage> read(long container, String path, long location, int limit, int room) {
        Call<StreamPage> call = new Call<>(
                        container,
                        path,
                        writer -> writer.initRead().location(location).limit(limit),
                        (reply, _) -> records(reply))
                .withRoom(room);
        return send(call).exceptionallyCompose(failure -> {
            int wanted = roomFor(failure);
            if (wanted > room) {
                return read(container, path, location, limit, wanted);
            }
            boolean isTooLarge =
                    cause(failure) instanceof EngineException refusal && refusal.status() == EngineStatus.TOO_LARGE;
            return isTooLarge && limit > 1
                    ? read(container, path, location, limit / 2, room)
                    : CompletableFuture.failedFuture(failure);
        });
    }

    private static StreamPage records(ReplyReader reply) {
        StructListReader<RecordReader> page = reply.records().page();
        List<StreamRecord> records = new ArrayList<>(page.count());
        for (int i = 0; i < page.count(); i++) {
            RecordReader record = page.get(i);
            records.add(new StreamRecord(
                    record.sequence(),
                    record.arrivalNs(),
                    record.data().toByteArray(),
                    record.clientInfo().toByteArray(),
                    record.partitionKey()));
        }
        return new StreamPage(
                records,
                reply.records().nextLocation(),
                reply.records().behindRecords(),
                reply.records().behindMs());
    }

    /**
     * A page of the changes of a partition. {@link EngineStatus#TRIMMED}: they are not kept any more; {@link EngineStatus#CORRUPT}: they cannot be read. Of both
     * {@link EngineException#resumePosition} says where to go on, with something missed.
     */
    public CompletableFuture<ChangePage> changes(ChangesRequest request) {
        return changes.read(request);
    }

    /**
     * Gives a table another index, which is filled in the background: until then it says {@link EngineStatus#BUILDING}. {@link EngineStatus#EXISTS}: it has one of this name.
     *
     * @param table path of a directory; its items are the rows
     */
    public CompletableFuture<@Nullable Void> createIndex(long container, String table, IndexDefinition index) {
        return createIndex(container, table, index, null);
    }

    CompletableFuture<@Nullable Void> createIndex(
            long container, String table, IndexDefinition index, @Nullable Token token) {
        return indexes.create(container, table, index, token);
    }

    /** Takes an index from a table; its entries are removed in the background. {@link EngineStatus#NOT_FOUND}: there is none of this name. */
    public CompletableFuture<@Nullable Void> dropIndex(long container, String table, String name) {
        return dropIndex(container, table, name, null);
    }

    CompletableFuture<@Nullable Void> dropIndex(long container, String table, String name, @Nullable Token token) {
        return indexes.drop(container, table, name, token);
    }

    /** What indexes a table has, and how far they are. */
    public CompletableFuture<TableIndexes> indexes(long container, String table) {
        return indexes.describe(container, table);
    }

    /** A page of rows by an index. What was acknowledged a moment ago may not be in it yet, unless the request is consistent. */
    public CompletableFuture<QueryPage> query(QueryRequest request) {
        return indexes.query(request);
    }

    /** Fails what is under way with {@link EngineUnavailableException} and closes the channels. */
    @Override
    public void close() {
        loop.close();
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> send(Call<T> call) {
        if (!permits.tryAcquire()) {
            return CompletableFuture.failedFuture(new EngineException(EngineStatus.BUSY, "too many calls at a time"));
        }
        call.future().whenComplete((_, _) -> permits.release());
        loop.execute(() -> loop.submit(call));
        return call.future();
    }

    /** Room for a reply that was too long, or 0 when more room does not help. */
    private static int roomFor(Throwable failure) {
        if (cause(failure) instanceof EngineException refusal && refusal.status() == EngineStatus.TOO_LARGE) {
            long needed = refusal.neededLength();
            return needed > 0 && needed + ROOM_SLACK <= MAX_ROOM_LENGTH ? (int) needed + ROOM_SLACK : 0;
        }
        return 0;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private static String shardPath(String stream, int shard) {
        return stream + "/" + shard;
    }
}
