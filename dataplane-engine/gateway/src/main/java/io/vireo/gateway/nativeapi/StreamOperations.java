package io.vireo.gateway.nativeapi;

import io.netty.buffer.ByteBuf;
import io.vireo.client.EngineException;
import io.vireo.client.EngineStatus;
import io.vireo.client.GetRequest;
import io.vireo.client.ItemKind;
import io.vireo.client.ItemState;
import io.vireo.client.Projection;
import io.vireo.client.PutRequest;
import io.vireo.client.SeekTo;
import io.vireo.client.StreamPage;
import io.vireo.client.StreamRecord;
import io.vireo.gateway.http.Exchange;
import io.vireo.gateway.http.RefusedException;
import io.vireo.policy.Action;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** CreateStream, UpdateStream, DescribeStream, Seek and GetRecords. */
final class StreamOperations {
    private static final int MAX_SHARDS = 4096;
    private static final int MAX_RETENTION_HOURS = 24 * 365;
    private static final int SECONDS_AN_HOUR = 3600;
    private static final int DEFAULT_RETENTION_HOURS = 24;
    private static final int MAX_RECORDS = 1000;
    private static final long NANOS = 1_000_000_000L;

    private StreamOperations() {}

    /** The body of any of these requests. */
    static final class Body {
        private String streamName = "";
        private String shardId = "";
        private int shardCount;
        private int retentionHours;
        private long retentionBytes;
        private String type = "";
        private long sequence;
        private long timestampSeconds;
        private long timestampNanos;
        private String location = "";
        private int limit = MAX_RECORDS;

        static Body read(ByteBuf content) {
            Body body = new Body();
            JsonBody.readObject(content, body::property);
            return body;
        }

        private void property(String name, JsonParser parser) {
            switch (name) {
                case "StreamName" -> streamName = JsonBody.text(parser, name);
                case "ShardId" -> shardId = JsonBody.text(parser, name);
                case "ShardCount" -> shardCount = shardCount(parser);
                case "RetentionPeriodHours" ->
                    retentionHours = (int) JsonBody.wholeNumber(parser, name, 1, MAX_RETENTION_HOURS);
                case "RetentionBytes" -> retentionBytes = JsonBody.wholeNumber(parser, name, 1, Long.MAX_VALUE);
                case "Type" -> type = JsonBody.text(parser, name);
                case "StartingSequenceNumber" -> sequence = JsonBody.wholeNumber(parser, name, 0, Long.MAX_VALUE);
                case "TimestampSec" ->
                    timestampSeconds = JsonBody.wholeNumber(parser, name, 0, Long.MAX_VALUE / NANOS - 1);
                case "TimestampNSec" -> timestampNanos = JsonBody.wholeNumber(parser, name, 0, NANOS - 1);
                case "Location" -> location = JsonBody.text(parser, name);
                case "Limit" -> {
                    long wanted = JsonBody.wholeNumber(parser, name, 0, Integer.MAX_VALUE);
                    limit = wanted == 0 ? limit : (int) Math.min(wanted, MAX_RECORDS);
                }
                default -> {
                    // newer clients send properties that mean nothing here
                }
            }
        }

        private static int shardCount(JsonParser parser) {
            try {
                return (int) JsonBody.wholeNumber(parser, "ShardCount", 1, MAX_SHARDS);
            } catch (RefusedException refusal) {
                throw NativeErrors.named(400, "InvalidShardCountException", "min=1 max=" + MAX_SHARDS);
            }
        }

        NativeCall stream(NativeCall call) {
            NativeCall located =
                    streamName.isEmpty() ? call : call.at(call.path().resolve(streamName, "StreamName"));
            if (located.path().path().isEmpty()) {
                throw RefusedException.invalid("path", "names no stream");
            }
            return located;
        }
    }

    /** A shard, split into its stream and its number. */
    private record ShardPath(String stream, int shard) {
        static ShardPath of(NativeCall call) {
            String path = call.path().path();
            int slash = path.lastIndexOf('/');
            try {
                int shard = Integer.parseInt(path.substring(slash + 1));
                if (slash > 0 && shard >= 0) {
                    return new ShardPath(path.substring(0, slash), shard);
                }
            } catch (NumberFormatException notANumber) {
                // told below, like a path without a stream
            }
            throw RefusedException.invalid("path", "does not end in a shard");
        }
    }

    static void create(NativeCall call, ByteBuf content) {
        Body body = Body.read(content);
        NativeCall stream = body.stream(call);
        stream.require(Action.STREAM_WRITE);
        requireShardCount(body);
        stream.then(
                makeParents(stream).thenCompose(_ -> stream.writes()
                        .createStream(
                                stream.container().id(),
                                stream.path().path(),
                                body.shardCount,
                                (body.retentionHours == 0 ? DEFAULT_RETENTION_HOURS : body.retentionHours)
                                        * SECONDS_AN_HOUR,
                                body.retentionBytes)),
                stream::respondWritten,
                failure -> fail(stream, failure));
    }

    /** Makes the directories above a stream by name: clients list them after they have deleted the last stream there. */
    private static CompletableFuture<Void> makeParents(NativeCall stream) {
        String path = stream.path().path();
        List<CompletableFuture<?>> made = new ArrayList<>();
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            made.add(stream.data()
                    .put(PutRequest.directory(stream.container().id(), path.substring(0, slash)))
                    .exceptionallyCompose(failure -> ObjectReads.isStatus(failure, EngineStatus.EXISTS)
                            ? CompletableFuture.completedFuture(null) // it stays what it is
                            : CompletableFuture.failedFuture(failure)));
        }
        return CompletableFuture.allOf(made.toArray(CompletableFuture[]::new));
    }

    static void update(NativeCall call, ByteBuf content) {
        Body body = Body.read(content);
        NativeCall stream = body.stream(call);
        stream.require(Action.STREAM_WRITE);
        requireShardCount(body);
        stream.then(
                stream.writes()
                        .updateStream(
                                stream.container().id(),
                                stream.path().path(),
                                body.shardCount,
                                body.retentionHours * SECONDS_AN_HOUR,
                                body.retentionBytes),
                stream::respondWritten,
                failure -> {
                    if (failureOf(failure) instanceof EngineException refusal
                            && refusal.status() == EngineStatus.INVALID) {
                        throw NativeErrors.named(400, "InvalidShardCountException", refusal.getMessage());
                    }
                    fail(stream, failure);
                });
    }

    private static void requireShardCount(Body body) {
        if (body.shardCount == 0) {
            throw NativeErrors.named(400, "InvalidShardCountException", "ShardCount is missing");
        }
    }

    static void describe(NativeCall call, ByteBuf content) {
        NativeCall stream = Body.read(content).stream(call);
        stream.require(Action.STREAM_READ);
        withStream(
                stream,
                state -> stream.respondJson(Exchange.newHeaders(), json -> {
                    json.writeNumberProperty("ShardCount", state.shardCount());
                    json.writeNumberProperty("RetentionPeriodHours", state.retentionSeconds() / SECONDS_AN_HOUR);
                }));
    }

    /** Runs the action with the state of the stream, or refuses when there is none. */
    static void withStream(NativeCall call, Consumer<ItemState> action) {
        call.then(
                call.data().get(GetRequest.of(call.container().id(), call.path().path(), Projection.NONE)),
                item -> {
                    if (item.state().kind() != ItemKind.STREAM) {
                        throw NativeErrors.named(
                                400,
                                "ResourceIsnotStream",
                                "path=" + call.path().path());
                    }
                    action.accept(item.state());
                },
                failure -> fail(call, failure));
    }

    static void seek(NativeCall call, ByteBuf content) {
        Body body = Body.read(content);
        NativeCall located = shardCall(call, body);
        located.require(Action.STREAM_READ);
        ShardPath path = ShardPath.of(located);
        SeekTo place =
                switch (body.type) {
                    case "EARLIEST" -> new SeekTo.Earliest();
                    case "LATEST" -> new SeekTo.Latest();
                    case "SEQUENCE" -> new SeekTo.Sequence(body.sequence);
                    case "TIME" -> new SeekTo.Time(body.timestampSeconds * NANOS + body.timestampNanos);
                    default -> throw RefusedException.invalid("Type", "is not EARLIEST, LATEST, SEQUENCE or TIME");
                };
        located.then(
                located.data().seek(located.container().id(), path.stream, path.shard, place),
                location -> located.respondJson(
                        Exchange.newHeaders(), json -> json.writeStringProperty("Location", encoded(location))),
                failure -> fail(located, failure));
    }

    static void getRecords(NativeCall call, ByteBuf content) {
        Body body = Body.read(content);
        NativeCall located = shardCall(call, body);
        located.require(Action.STREAM_READ);
        ShardPath path = ShardPath.of(located);
        long location = decoded(body.location);
        located.then(
                located.data().read(located.container().id(), path.stream, path.shard, location, body.limit),
                page -> located.respondJson(Exchange.newHeaders(), json -> write(json, page)),
                failure -> {
                    if (failureOf(failure) instanceof EngineException refusal
                            && refusal.status() == EngineStatus.INVALID) {
                        throw illegalLocation(refusal.getMessage());
                    }
                    fail(located, failure);
                });
    }

    private static NativeCall shardCall(NativeCall call, Body body) {
        NativeCall stream = body.stream(call);
        return body.shardId.isEmpty() ? stream : stream.at(stream.path().resolve(body.shardId, "ShardId"));
    }

    private static void write(JsonGenerator json, StreamPage page) {
        json.writeStringProperty("NextLocation", encoded(page.nextLocation()));
        json.writeNumberProperty("MSecBehindLatest", page.behindMs());
        json.writeNumberProperty("RecordsBehindLatest", page.behindRecords());
        json.writeArrayPropertyStart("Records");
        for (StreamRecord record : page.records()) {
            json.writeStartObject();
            json.writeNumberProperty("ArrivalTimeSec", Math.floorDiv(record.arrivalNs(), NANOS));
            json.writeNumberProperty("ArrivalTimeNSec", Math.floorMod(record.arrivalNs(), NANOS));
            json.writeNumberProperty("SequenceNumber", record.sequence());
            if (record.clientInfo().length > 0) {
                json.writeBinaryProperty("ClientInfo", record.clientInfo());
            }
            if (!record.partitionKey().isEmpty()) {
                json.writeStringProperty("PartitionKey", record.partitionKey());
            }
            json.writeBinaryProperty("Data", record.data());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A place in a shard, as clients are told it. */
    static String encoded(long location) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(Long.BYTES).putLong(location).array());
    }

    /** The place that a client was told. */
    static long decoded(String location) {
        try {
            byte[] bytes = Base64.getDecoder().decode(location);
            if (bytes.length == Long.BYTES) {
                return ByteBuffer.wrap(bytes).getLong();
            }
        } catch (IllegalArgumentException notBase64) {
            // told below, like a wrong length
        }
        throw illegalLocation("not a location of this service");
    }

    private static RefusedException illegalLocation(@Nullable String detail) {
        return NativeErrors.named(400, "IllegalLocationException", detail == null ? "" : detail);
    }

    static Throwable failureOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Answers with a failed operation on a stream, in the words for streams. */
    static void fail(NativeCall call, Throwable failure) {
        String path = "path=" + call.path().path();
        call.exchange()
                .fail(
                        failureOf(failure) instanceof EngineException refusal
                                ? switch (refusal.status()) {
                                    case NOT_FOUND ->
                                        new RefusedException(
                                                404, NativeErrors.NOT_FOUND, "ResourceNotFoundException: " + path);
                                    case EXISTS -> NativeErrors.named(400, "ResourceInUseException", path);
                                    case WRONG_KIND -> NativeErrors.named(400, "ResourceIsnotStream", path);
                                    case TRIMMED -> illegalLocation(refusal.getMessage());
                                    default -> NativeErrors.of(refusal);
                                }
                                : NativeErrors.of(failure));
    }
}
