package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.vireo.client.Appended;
import io.vireo.client.NewRecord;
import io.vireo.client.Token;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * PutRecords: up to 1000 records, each to the shard that it names, else to the one of its partition key, else to the next in turn.
 * Records of one shard stay in order; a record that fails fails alone, or with those of its shard. Of a request that may come again
 * each shard knows its own part.
 */
final class RecordWrites {
    private static final int MAX_RECORDS = 1000;
    private static final int NO_SHARD = -1;
    /** Bytes that go to the engine in one step; a single record may be longer. */
    private static final int MAX_APPEND_BYTES = 1024 * 1024;

    private static final int RECORD_OVERHEAD = 64;

    private static final byte[] NOTHING = {};
    private static final AtomicInteger TURN = new AtomicInteger();

    private final NativeCall call;
    private final List<Entry> entries = new ArrayList<>();
    private String streamName = "";

    private RecordWrites(NativeCall call) {
        this.call = call;
    }

    /** One record of the request, and in time its outcome. */
    private static final class Entry {
        private byte @Nullable [] data;
        private byte[] clientInfo = NOTHING;
        private String partitionKey = "";
        private int shard = NO_SHARD;
        private long sequence;
        private int errorCode;
        private String errorMessage = "";

        private void fail(int code, String message) {
            errorCode = code;
            errorMessage = message;
        }

        private long length() {
            byte[] bytes = data;
            return RECORD_OVERHEAD
                    + (bytes == null ? 0L : bytes.length)
                    + clientInfo.length
                    + 3L * partitionKey.length();
        }

        private NewRecord record() {
            byte[] bytes = data;
            return new NewRecord(bytes == null ? NOTHING : bytes, clientInfo, partitionKey);
        }
    }

    static void putRecords(NativeCall call, ByteBuf body) {
        RecordWrites writes = new RecordWrites(call);
        JsonBody.readObject(body, writes::property);
        if (writes.entries.isEmpty()) {
            throw RefusedException.invalid("Records", "is missing or empty");
        }
        NativeCall stream =
                writes.streamName.isEmpty() ? call : call.at(call.path().resolve(writes.streamName, "StreamName"));
        stream.require(Action.STREAM_WRITE);
        StreamOperations.withStream(stream, state -> writes.write(stream, state.shardCount()));
    }

    // ---- reading

    private void property(String name, JsonParser parser) {
        switch (name) {
            case "StreamName" -> streamName = JsonBody.text(parser, name);
            case "Records" -> readRecords(parser);
            default -> {
                // newer clients send properties that mean nothing here
            }
        }
    }

    private void readRecords(JsonParser parser) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw RefusedException.invalid("Records", "is not a list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (entries.size() == MAX_RECORDS) {
                throw RefusedException.invalid("Records", "has too many records: max=" + MAX_RECORDS);
            }
            entries.add(readRecord(parser, "Records[" + entries.size() + "]"));
        }
    }

    private static Entry readRecord(JsonParser parser, String field) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw RefusedException.invalid(field, "is not an object");
        }
        Entry entry = new Entry();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String nested = field + "." + name;
            parser.nextToken();
            switch (name) {
                case "Data" -> entry.data = JsonBody.base64(JsonBody.text(parser, nested), nested);
                case "ClientInfo" -> entry.clientInfo = JsonBody.base64(JsonBody.text(parser, nested), nested);
                case "PartitionKey" -> entry.partitionKey = JsonBody.text(parser, nested);
                case "ShardId" -> {
                    if (parser.currentToken() != JsonToken.VALUE_NULL) {
                        long wanted = JsonBody.wholeNumber(parser, nested, Integer.MIN_VALUE, Integer.MAX_VALUE);
                        entry.shard = wanted < 0 ? Integer.MAX_VALUE : (int) wanted; // both are out of range
                    }
                }
                default -> parser.skipChildren();
            }
        }
        if (entry.data == null) {
            throw RefusedException.invalid(field + ".Data", "is missing");
        }
        return entry;
    }

    // ---- writing

    private void write(NativeCall stream, int shardCount) {
        List<List<Entry>> byShard = new ArrayList<>();
        for (int shard = 0; shard < shardCount; shard++) {
            byShard.add(List.of());
        }
        IdempotencyKey key = call.key();
        IntSupplier turn = key == null ? TURN::getAndIncrement : new AtomicInteger(key.number())::getAndIncrement;
        for (Entry entry : entries) {
            int shard = place(entry, shardCount, turn);
            if (shard >= shardCount) {
                entry.fail(NativeErrors.SHARD_OUT_OF_RANGE, "ShardIDOutOfRangeException");
                continue;
            }
            entry.shard = shard;
            if (byShard.get(shard).isEmpty()) {
                byShard.set(shard, new ArrayList<>());
            }
            byShard.get(shard).add(entry);
        }
        List<CompletableFuture<?>> appends = new ArrayList<>();
        for (int shard = 0; shard < shardCount; shard++) {
            if (!byShard.get(shard).isEmpty()) {
                appends.add(append(stream, shard, byShard.get(shard), 0));
            }
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new));
        call.then(all, _ -> call.respondJson(Exchange.newHeaders(), this::write));
    }

    /** @param turn of records that nothing places; of a request that may come again, the same each time */
    private static int place(Entry entry, int shardCount, IntSupplier turn) {
        if (entry.shard != NO_SHARD) {
            return entry.shard;
        }
        if (!entry.partitionKey.isEmpty()) {
            return Math.floorMod(mixed(entry.partitionKey.hashCode()), shardCount);
        }
        return Math.floorMod(turn.getAsInt(), shardCount);
    }

    /** Spreads the bits of a string hash, whose low ones follow the last characters alone. */
    private static int mixed(int hash) {
        int h = hash;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return h ^ h >>> 16;
    }

    /** Appends the records of a shard, in as many steps as their length asks for; what follows a step that failed fails with it. */
    private static CompletableFuture<?> append(NativeCall stream, int shard, List<Entry> records, int number) {
        int count = countOfOneAppend(records);
        List<Entry> step = records.subList(0, count);
        List<Entry> rest = records.subList(count, records.size());
        List<NewRecord> newRecords = step.stream().map(Entry::record).toList();
        IdempotencyKey key = stream.key();
        Token token = key == null ? null : key.part(stream.path().path() + "/" + shard + "#" + number);
        return stream.data()
                .once(token)
                .append(stream.container().id(), stream.path().path(), shard, newRecords)
                .handle((appended, failure) -> {
                    settle(step, appended, failure);
                    if (failure != null) {
                        settle(rest, null, failure);
                    }
                    return failure == null && !rest.isEmpty();
                })
                .thenCompose(goesOn ->
                        goesOn ? append(stream, shard, rest, number + 1) : CompletableFuture.completedFuture(null));
    }

    private static int countOfOneAppend(List<Entry> records) {
        long bytes = 0;
        for (int i = 0; i < records.size(); i++) {
            bytes += records.get(i).length();
            if (bytes > MAX_APPEND_BYTES) {
                return Math.max(1, i);
            }
        }
        return records.size();
    }

    private static void settle(List<Entry> records, @Nullable Appended appended, @Nullable Throwable failure) {
        for (int i = 0; i < records.size(); i++) {
            if (appended != null) {
                records.get(i).sequence = appended.firstSequence() + i;
            } else if (failure != null) {
                Throwable cause = NativeErrors.of(failure);
                records.get(i)
                        .fail(
                                cause instanceof RefusedException refusal ? refusal.errorCode() : NativeErrors.FAULT,
                                cause.getMessage() == null ? "internal error" : cause.getMessage());
            }
        }
    }

    private void write(JsonGenerator json) {
        json.writeNumberProperty(
                "FailedRecordCount",
                entries.stream().filter(entry -> entry.errorCode != 0).count());
        json.writeArrayPropertyStart("Records");
        for (Entry entry : entries) {
            json.writeStartObject();
            if (entry.errorCode == 0) {
                json.writeNumberProperty("SequenceNumber", entry.sequence);
                json.writeNumberProperty("ShardId", entry.shard);
            } else {
                json.writeNumberProperty("ErrorCode", entry.errorCode);
                json.writeStringProperty("ErrorMessage", entry.errorMessage);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
