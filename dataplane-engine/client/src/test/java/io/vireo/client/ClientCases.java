package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.client.AttributeValue.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Runs {@code client-cases.json} with the Java client, whatever way it has to its engine, in a container that nobody else uses. */
final class ClientCases {
    static final Path FILE = Path.of("src/test/resources/client-cases.json").toAbsolutePath();

    private final DataClient client;
    private final long container;

    ClientCases(DataClient client, long container) {
        this.client = client;
        this.container = container;
    }

    /** A test of each case. */
    Stream<DynamicTest> tests() {
        return new ObjectMapper()
                .readTree(FILE.toFile())
                .valueStream()
                .map(each -> DynamicTest.dynamicTest(each.get("name").asString(), () -> run(each)));
    }

    private void run(JsonNode each) throws Exception {
        int number = 0;
        for (JsonNode step : each.get("steps")) {
            check("step " + number++ + ", " + step.get("do").asString(), step);
        }
    }

    private void check(String label, JsonNode step) throws Exception {
        String error = step.path("error").asString("");
        JsonNode expected = step.path("expect");
        try {
            switch (step.get("do").asString()) {
                case "put" -> checkState(label, expected, done(putOf(step)));
                case "get" -> checkItem(label, expected, text(step.get("path")));
                case "update" -> checkState(label, expected, done(updateOf(step)));
                case "delete" ->
                    done(deleteOf(
                            step,
                            new DeleteRequest(
                                    container,
                                    text(step.get("path")),
                                    step.path("condition").asString(""),
                                    0)));
                case "list" -> assertThat(list(step)).as(label).containsExactlyElementsOf(texts(expected.get("paths")));
                case "createStream" ->
                    done(client.createStream(
                            container,
                            text(step.get("path")),
                            step.get("shards").asInt(),
                            86_400));
                case "append", "seek", "read" -> checkStream(label, step, expected);
                default -> throw new AssertionError(label);
            }
        } catch (ExecutionException | EngineException failed) {
            Throwable refusal = failed instanceof ExecutionException ? failed.getCause() : failed;
            assertThat(name(((EngineException) refusal).status()))
                    .as(label + failed)
                    .isEqualTo(error);
            return;
        }
        assertThat(error).as(label + " was done").isEmpty();
    }

    private CompletableFuture<ItemState> putOf(JsonNode step) {
        return step.has("token") ? client.once(token(step)).put(put(step)) : client.put(put(step));
    }

    private CompletableFuture<ItemState> updateOf(JsonNode step) {
        return step.has("token") ? client.once(token(step)).update(update(step)) : client.update(update(step));
    }

    private CompletableFuture<Void> deleteOf(JsonNode step, DeleteRequest delete) {
        return step.has("token") ? client.once(token(step)).delete(delete) : client.delete(delete);
    }

    private static Token token(JsonNode step) {
        return Token.of(text(step.get("token")));
    }

    private static <T> T done(CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static String name(EngineStatus status) {
        String[] words = status.name().toLowerCase(Locale.ROOT).split("_");
        StringBuilder name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return name.toString();
    }

    private PutRequest put(JsonNode step) {
        PutRequest.Mode mode =
                switch (step.path("mode").asString("replace")) {
                    case "merge" -> PutRequest.Mode.MERGE;
                    case "create" -> PutRequest.Mode.CREATE_ONLY;
                    case "append" -> PutRequest.Mode.APPEND;
                    case "replaceAttributes" -> PutRequest.Mode.REPLACE_ATTRIBUTES;
                    default -> PutRequest.Mode.REPLACE;
                };
        byte[] body = step.has("body") ? text(step.get("body")).getBytes(StandardCharsets.UTF_8) : null;
        return new PutRequest(
                container,
                text(step.get("path")),
                mode,
                ItemKind.ITEM,
                attributes(step.path("attributes")),
                body,
                step.path("condition").asString(""),
                0,
                0,
                null);
    }

    private UpdateRequest update(JsonNode step) {
        return new UpdateRequest(
                container,
                text(step.get("path")),
                step.get("expression").asString(),
                step.path("alternate").asString(""),
                step.path("condition").asString(""),
                step.path("create").asBoolean(false),
                UpdateRequest.Mode.MERGE,
                0);
    }

    private static void checkState(String label, JsonNode expected, ItemState state) {
        if (expected.has("version")) {
            assertThat(state.version())
                    .as(label)
                    .isEqualTo(expected.get("version").asLong());
        }
        if (expected.has("bodyLength")) {
            assertThat(state.bodyLength())
                    .as(label)
                    .isEqualTo(expected.get("bodyLength").asLong());
        }
        if (expected.has("kind")) {
            assertThat(state.kind().name().toLowerCase(Locale.ROOT))
                    .as(label)
                    .isEqualTo(expected.get("kind").asString());
        }
    }

    private void checkItem(String label, JsonNode expected, String path) throws Exception {
        Item item = done(client.get(GetRequest.of(container, path, Projection.USER)));
        checkState(label, expected, item.state());
        if (expected.has("attributes")) {
            assertThat(item.attributes())
                    .as(label)
                    .usingRecursiveComparison()
                    .isEqualTo(attributes(expected.get("attributes")));
        }
        if (expected.has("body")) {
            assertThat(body(path)).as(label).isEqualTo(text(expected.get("body")));
        }
    }

    private String body(String path) throws Exception {
        try (Download download = done(client.open(container, path, Projection.NONE, 0, Long.MAX_VALUE, 0))) {
            ByteBuffer all = ByteBuffer.allocate((int) download.remaining());
            for (BodyChunk chunk = done(download.next()); chunk != null; chunk = done(download.next())) {
                try (BodyChunk read = chunk) {
                    all.put(read.bytes());
                }
            }
            return new String(all.array(), StandardCharsets.UTF_8);
        }
    }

    private List<String> list(JsonNode step) throws Exception {
        String prefix = step.get("prefix").asString();
        int slash = prefix.lastIndexOf('/');
        ListRequest request = new ListRequest(
                container,
                slash < 0 ? "" : prefix.substring(0, slash),
                "",
                step.path("limit").asInt(1000),
                step.get("recursive").asBoolean(),
                ListRequest.Directories.INCLUDE,
                step.path("filter").asString(""),
                Projection.USER,
                0,
                0,
                prefix.substring(slash + 1));
        List<String> paths = new ArrayList<>();
        ListPage page = done(client.list(request));
        page.entries().forEach(entry -> paths.add(entry.path()));
        while (!page.isLast()) {
            page = done(client.list(request.after(page.nextMarker())));
            page.entries().forEach(entry -> paths.add(entry.path()));
        }
        return paths;
    }

    private void checkStream(String label, JsonNode step, JsonNode expected) throws Exception {
        String stream = step.get("stream").asString();
        int shard = step.get("shard").asInt();
        switch (step.get("do").asString()) {
            case "append" -> {
                List<NewRecord> records = texts(step.get("records")).stream()
                        .map(record -> NewRecord.of(record.getBytes(StandardCharsets.UTF_8)))
                        .toList();
                Appended appended = done(
                        step.has("token")
                                ? client.once(token(step)).append(container, stream, shard, records)
                                : client.append(container, stream, shard, records));
                assertThat(appended.firstSequence())
                        .as(label)
                        .isEqualTo(expected.get("first").asLong());
            }
            case "seek" -> {
                SeekTo place =
                        step.get("place").asString().equals("latest") ? new SeekTo.Latest() : new SeekTo.Earliest();
                assertThat(done(client.seek(container, stream, shard, place)))
                        .as(label)
                        .isEqualTo(expected.get("location").asLong());
            }
            default -> {
                StreamPage page = done(client.read(
                        container,
                        stream,
                        shard,
                        step.get("location").asLong(),
                        step.path("limit").asInt(1000)));
                assertThat(page.records().stream().map(record -> new String(record.data(), StandardCharsets.UTF_8)))
                        .as(label)
                        .containsExactlyElementsOf(texts(expected.get("records")));
                assertThat(page.nextLocation())
                        .as(label)
                        .isEqualTo(expected.get("next").asLong());
            }
        }
    }

    private static String text(JsonNode value) {
        return value.isObject()
                ? value.get("repeat").asString().repeat(value.get("times").asInt())
                : value.asString();
    }

    private static List<String> texts(JsonNode values) {
        return values.valueStream().map(ClientCases::text).toList();
    }

    private static SequencedMap<String, AttributeValue> attributes(JsonNode values) {
        SequencedMap<String, AttributeValue> attributes = new LinkedHashMap<>();
        values.properties().forEach(value -> attributes.put(value.getKey(), value(value.getValue())));
        return attributes;
    }

    private static AttributeValue value(JsonNode typed) {
        String type = typed.propertyNames().iterator().next();
        JsonNode value = typed.get(type);
        return switch (type) {
            case "null" -> AttributeValue.Null.NULL;
            case "bool" -> new AttributeValue.Bool(value.asBoolean());
            case "integer" -> new AttributeValue.Int64(Long.parseLong(value.asString()));
            case "double" -> new AttributeValue.Float64(value.asDouble());
            case "decimal" -> new AttributeValue.Decimal(value.asString());
            case "text" -> new AttributeValue.Text(text(value));
            case "bytes" -> new Bytes(Base64.getDecoder().decode(value.asString()));
            case "timestamp" ->
                new AttributeValue.Timestamp(
                        Long.parseLong(value.get(0).asString()), value.get(1).asInt());
            case "list" ->
                new AttributeValue.ValueList(
                        value.valueStream().map(ClientCases::value).toList());
            case "map" -> new AttributeValue.ValueMap(attributes(value));
            case "textSet" -> new AttributeValue.TextSet(texts(value));
            case "decimalSet" -> new AttributeValue.DecimalSet(texts(value));
            case "bytesSet" ->
                new AttributeValue.BytesSet(
                        texts(value).stream().map(Base64.getDecoder()::decode).toList());
            case "integerArray" ->
                new AttributeValue.Int64Array(
                        texts(value).stream().mapToLong(Long::parseLong).toArray());
            case "doubleArray" ->
                new AttributeValue.Float64Array(
                        value.valueStream().mapToDouble(JsonNode::asDouble).toArray());
            default -> throw new AssertionError(type);
        };
    }
}
