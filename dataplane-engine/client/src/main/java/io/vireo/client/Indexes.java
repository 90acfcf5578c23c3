package io.vireo.client;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.EntryReader;
import io.vireo.channel.message.IndexReader;
import io.vireo.channel.message.ReplyIndexesReader;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestCreateIndexWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestQueryRange;
import io.vireo.channel.message.RequestQueryWriter;
import io.vireo.channel.message.RequestScanKeyAttributeReader;
import io.vireo.channel.message.ValueWriter;
import io.vireo.client.ListRange.KeyAttribute;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Secondary indexes. The rows of one partition key are with one reactor. Which, any reactor can tell: one is asked, and says whom to ask instead; what was said last is tried first. A scan
 * goes from reactor to reactor, its marker says which is next.
 */
final class Indexes {
    private static final int ROOM_LENGTH = 512 * 1024;
    private static final int MAX_ROOM_LENGTH = 4 * 1024 * 1024;
    private static final int ROOM_SLACK = 4096;
    private static final byte[] NONE = {};

    private static final int MAX_OWNERS = 10_000;

    /** Whose rows were asked for: those of a partition key are with one reactor, whatever the range of sort keys is. */
    private record Asked(
            long container,
            String table,
            String index,
            @Nullable Object key) {
        Asked(long container, String table, String index, QueryRequest.Range range) {
            this(container, table, index, range.partition() != null ? range.partition() : range.keys());
        }
    }

    /** @param owner the reactor to ask instead; negative: none */
    private record Answer(QueryPage page, int owner) {}

    private final EngineLoop loop;
    private final Listing listing;
    private final Map<Asked, Integer> owners = new ConcurrentHashMap<>();

    Indexes(EngineLoop loop, Listing listing) {
        this.loop = loop;
        this.listing = listing;
    }

    CompletableFuture<@Nullable Void> create(
            long container, String table, IndexDefinition index, @Nullable Token token) {
        return define(container, table, token, call(container, table, writer -> {
            RequestCreateIndexWriter create = writer.initCreateIndex()
                    .name(index.name())
                    .local(index.isLocal())
                    .projection(Listing.projection(index.projection()));
            KeyAttribute partition = index.partition();
            if (partition != null) {
                Listing.encode(create.initPartition(), partition);
            }
            KeyAttribute sort = index.sort();
            if (sort != null) {
                Listing.encode(create.initSort(), sort);
            }
            if (index.projection() instanceof Projection.Named(List<String> names)) {
                ValueMessages.write(create.initNames(names.size()), names);
            }
        }));
    }

    CompletableFuture<@Nullable Void> drop(long container, String table, String name, @Nullable Token token) {
        return define(container, table, token, call(container, table, writer -> writer.initDropIndex()
                .name(name)));
    }

    private static Call<@Nullable Void> call(long container, String table, Call.Encoder encoder) {
        return new Call<>(container, table, encoder, (_, _) -> null);
    }

    /** Sends what the reactor decides that has the table's definition. */
    private CompletableFuture<@Nullable Void> define(
            long container, String table, @Nullable Token token, Call<@Nullable Void> call) {
        if (loop.reactorCount() == 0) {
            return listing.whenConnected().thenCompose(_ -> define(container, table, token, call));
        }
        return send(call.toReactor(loop.reactorOf(container, ".index/" + table + "/.definition"))
                .withToken(token));
    }

    private <T extends @Nullable Object> CompletableFuture<T> send(Call<T> call) {
        loop.execute(() -> loop.submit(call));
        return call.future();
    }

    /** What all reactors say, as the one that is furthest behind. */
    CompletableFuture<TableIndexes> describe(long container, String table) {
        int reactorCount = loop.reactorCount();
        if (reactorCount == 0) {
            return listing.whenConnected().thenCompose(_ -> describe(container, table));
        }
        List<CompletableFuture<TableIndexes>> answers = new ArrayList<>();
        for (int reactor = 0; reactor < reactorCount; reactor++) {
            answers.add(describe(container, table, reactor, false));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(_ -> answers.stream()
                        .map(CompletableFuture::join)
                        .reduce(Indexes::worse)
                        .orElseThrow());
    }

    private CompletableFuture<TableIndexes> describe(long container, String table, int reactor, boolean isCaughtUp) {
        return send(new Call<>(
                        container,
                        table,
                        writer -> writer.initIndexes().caughtUp(isCaughtUp),
                        (reply, _) -> read(reply.indexes()))
                .toReactor(reactor)
                .withRoom(ROOM_LENGTH));
    }

    private static TableIndexes worse(TableIndexes first, TableIndexes second) {
        Map<String, TableIndexes.Index> all = new LinkedHashMap<>();
        first.all().forEach(index -> all.put(index.definition().name(), index));
        for (TableIndexes.Index index : second.all()) {
            all.merge(
                    index.definition().name(),
                    index,
                    (one, other) -> new TableIndexes.Index(
                            one.definition(),
                            one.state() == TableIndexes.State.ACTIVE ? other.state() : one.state(),
                            one.unreadCount() + other.unreadCount()));
        }
        return new TableIndexes(
                List.copyOf(all.values()),
                Math.max(first.behindBytes(), second.behindBytes()),
                Math.max(first.behindMs(), second.behindMs()),
                first.fault().isEmpty() ? second.fault() : first.fault(),
                first.unfitCount() + second.unfitCount());
    }

    private static TableIndexes read(ReplyIndexesReader reply) {
        StructListReader<IndexReader> list = reply.list();
        List<TableIndexes.Index> all = new ArrayList<>(list.count());
        for (int i = 0; i < list.count(); i++) {
            IndexReader index = list.get(i);
            IndexDefinition definition = new IndexDefinition(
                    index.name(),
                    index.local() ? null : attribute(index.partition()),
                    index.sort().nameBytes().length() == 0 ? null : attribute(index.sort()),
                    projection(index));
            all.add(new TableIndexes.Index(
                    definition, TableIndexes.State.values()[index.state().number()], index.unreadCount()));
        }
        return new TableIndexes(
                all,
                reply.indexesBehindBytes(),
                reply.indexesBehindMs(),
                reply.hasIndexesFault() ? reply.indexesFault() : "",
                reply.unfitCount());
    }

    private static KeyAttribute attribute(RequestScanKeyAttributeReader source) {
        return new KeyAttribute(
                source.name(), ListRange.KeyType.values()[source.type().number()]);
    }

    private static Projection projection(IndexReader index) {
        if (index.projection() == RequestProjection.NAMED) {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < index.names().count(); i++) {
                names.add(index.names().get(i));
            }
            return new Projection.Named(names);
        }
        return index.projection() == RequestProjection.USER ? Projection.USER : Projection.NONE;
    }

    CompletableFuture<QueryPage> query(QueryRequest request) {
        int reactorCount = loop.reactorCount();
        if (reactorCount == 0) {
            return listing.whenConnected().thenCompose(_ -> query(request));
        }
        CompletableFuture<?> ready =
                request.consistent() ? whenCaughtUp(request) : CompletableFuture.completedFuture(true);
        return ready.thenCompose(_ -> request.range().comparison() == QueryRequest.Comparison.SCAN
                ? scan(request, reactorCount)
                : askOwner(request, reactorCount));
    }

    /** Waits until what was acknowledged of the rows of a sharding key is in the local indexes of their table. */
    private CompletableFuture<?> whenCaughtUp(QueryRequest request) {
        if (!(request.range().partition() instanceof AttributeValue.Text(String shardingKey))) {
            return CompletableFuture.failedFuture(globalRefusal(request));
        }
        int reactor = loop.reactorOf(request.container(), request.table() + "/" + shardingKey + ".");
        return describe(request.container(), request.table(), reactor, true).thenAccept(indexes -> {
            boolean isGlobal = indexes.all().stream()
                    .map(TableIndexes.Index::definition)
                    .anyMatch(index -> index.name().equals(request.index()) && !index.isLocal());
            if (isGlobal) {
                throw new CompletionException(globalRefusal(request));
            }
        });
    }

    private static EngineException globalRefusal(QueryRequest request) {
        return new EngineException(
                EngineStatus.INVALID,
                "consistent reads are of one sharding key of a local index: field=consistent index=" + request.index());
    }

    /** Asks the reactor that has the rows of the partition key, found by asking another one at most. */
    private CompletableFuture<QueryPage> askOwner(QueryRequest request, int reactorCount) {
        Asked asked = new Asked(request.container(), request.table(), request.index(), request.range());
        int guess = Math.min(owners.getOrDefault(asked, 0), reactorCount - 1);
        return ask(request, guess, request.marker(), request.limit(), ROOM_LENGTH)
                .thenCompose(answer -> {
                    if (answer.owner() < 0) {
                        return CompletableFuture.completedFuture(answer);
                    }
                    remember(asked, answer.owner());
                    return ask(request, answer.owner(), request.marker(), request.limit(), ROOM_LENGTH);
                })
                .thenApply(Answer::page);
    }

    /** What is forgotten is asked for once more. */
    private void remember(Asked asked, int owner) {
        if (owners.size() >= MAX_OWNERS) {
            owners.clear();
        }
        owners.put(asked, owner);
    }

    private CompletableFuture<QueryPage> scan(QueryRequest request, int reactorCount) {
        byte[] marker = request.marker();
        int reactor =
                marker.length < Integer.BYTES ? 0 : ByteBuffer.wrap(marker).getInt();
        if ((marker.length > 0 && marker.length < Integer.BYTES) || reactor < 0 || reactor >= reactorCount) {
            return CompletableFuture.failedFuture(
                    new EngineException(EngineStatus.INVALID, "marker was not given out by a scan: field=marker"));
        }
        byte[] inReactor = marker.length == 0 ? NONE : Arrays.copyOfRange(marker, Integer.BYTES, marker.length);
        return ask(request, reactor, inReactor, request.limit(), ROOM_LENGTH).thenApply(answer -> {
            QueryPage page = answer.page();
            if (page.isLast()) {
                return new QueryPage(page.rows(), reactor + 1 < reactorCount ? marker(reactor + 1, NONE) : NONE);
            }
            return new QueryPage(page.rows(), marker(reactor, page.marker()));
        });
    }

    private static byte[] marker(int reactor, byte[] inReactor) {
        return ByteBuffer.allocate(Integer.BYTES + inReactor.length)
                .putInt(reactor)
                .put(inReactor)
                .array();
    }

    private CompletableFuture<Answer> ask(QueryRequest request, int reactor, byte[] marker, int limit, int room) {
        Call<Answer> call = new Call<>(
                        request.container(),
                        request.table(),
                        writer -> {
                            ExpressionMessages.write(writer, "", request.language());
                            encode(writer.initQuery(), request, marker, limit);
                        },
                        (reply, _) -> new Answer(page(reply), (int) reply.rows().owner() - 1))
                .toReactor(reactor)
                .withRoom(room);
        return send(call).exceptionallyCompose(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof EngineException refusal && refusal.status() == EngineStatus.TOO_LARGE) {
                long needed = refusal.neededLength() + ROOM_SLACK;
                if (needed > room && needed <= MAX_ROOM_LENGTH) {
                    return ask(request, reactor, marker, limit, (int) needed);
                }
            }
            return CompletableFuture.failedFuture(cause);
        });
    }

    private static void encode(RequestQueryWriter query, QueryRequest request, byte[] marker, int limit) {
        QueryRequest.Range range = request.range();
        query.index(request.index())
                .range(RequestQueryRange.of(range.comparison().ordinal()))
                .backwards(request.backwards())
                .limit(limit)
                .attributes(Listing.projection(request.projection()))
                .segment(request.segment())
                .segmentCount(request.segmentCount());
        AttributeValue partition = range.partition();
        if (partition != null) {
            ValueMessages.write(query.initPartition(), partition);
        }
        StructListWriter<ValueWriter> operands =
                query.initOperands(range.operands().size());
        for (int i = 0; i < operands.count(); i++) {
            ValueMessages.write(operands.get(i), range.operands().get(i));
        }
        if (!request.filter().isEmpty()) {
            query.filter(request.filter());
        }
        if (request.projection() instanceof Projection.Named(List<String> names)) {
            ValueMessages.write(query.initNames(names.size()), names);
        }
        if (request.projection() instanceof Projection.Expression(String text)) {
            query.projection(text);
        }
        if (marker.length > 0) {
            query.marker(marker);
        }
        ListRange.Keys keys = range.keys();
        if (keys != null) {
            query.keyCondition(keys.condition());
            Listing.encode(query.initKeySchema(), keys);
        }
    }

    private static QueryPage page(ReplyReader reply) {
        StructListReader<EntryReader> found = reply.rows().found();
        List<Item> rows = new ArrayList<>(found.count());
        for (int i = 0; i < found.count(); i++) {
            rows.add(ValueMessages.readItem(found.get(i)));
        }
        return new QueryPage(rows, reply.rows().nextKey().toByteArray());
    }
}
