package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.client.AttributeValue.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Runs {@code client-cases.json} with the clients of every language, each in a container of its own of one real engine. */
@Timeout(120)
class ClientCasesIT {
    private static final long CONTAINER = 7;
    private static final Path CASES =
            Path.of("src/test/resources/client-cases.json").toAbsolutePath();
    private static final Path SCRIPT =
            Path.of("src/test/python/client_cases.py").toAbsolutePath();
    private static final Path OPERATIONS =
            Path.of("src/test/python/data_operations.py").toAbsolutePath();
    private static final Path PACKAGES = Path.of("python").toAbsolutePath();

    @TempDir
    static Path folder;

    private static EngineUnderTest engine;

    @BeforeAll
    static void start() throws IOException {
        engine = EngineUnderTest.start(folder, 2);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"8, blocking", "9, awaited"})
    void holdForPython(long container, String kind) throws IOException, InterruptedException {
        String output = python(
                SCRIPT.toString(),
                CASES.toString(),
                engine.socket().toString(),
                HexFormat.of().formatHex(engine.grant(container)),
                Long.toString(container),
                kind);

        assertThat(output).containsPattern("[1-9][0-9]* cases");
    }

    @ParameterizedTest
    @CsvSource({"12, called", "13, started"})
    void holdForC(long container, String kind) throws IOException, InterruptedException {
        String output = python(
                SCRIPT.toString(),
                CASES.toString(),
                engine.socket().toString(),
                HexFormat.of().formatHex(engine.grant(container)),
                Long.toString(container),
                kind,
                CLibrary.compile(folder).toString());

        assertThat(output).containsPattern("[1-9][0-9]* cases");
    }

    @Test
    void allOperationsOfThePythonClientDoWhatTheySay() throws IOException, InterruptedException {
        String output = python(
                OPERATIONS.toString(),
                engine.socket().toString(),
                HexFormat.of().formatHex(engine.grant(10)),
                "10");

        assertThat(output).containsPattern("Ran [1-9][0-9]+ tests").contains("OK");
    }

    /** What a script says, that ends well. */
    private static String python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", PACKAGES.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class HoldForJava {
        private DataClient client;

        @BeforeAll
        void connect() {
            client = engine.client(CONTAINER);
        }

        @AfterAll
        void close() {
            client.close();
        }

        @TestFactory
        Stream<DynamicTest> cases() {
            return new ObjectMapper()
                    .readTree(CASES.toFile())
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
                                        CONTAINER,
                                        text(step.get("path")),
                                        step.path("condition").asString(""),
                                        0)));
                    case "list" ->
                        assertThat(list(step)).as(label).containsExactlyElementsOf(texts(expected.get("paths")));
                    case "createStream" ->
                        done(client.createStream(
                                CONTAINER,
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

        private static PutRequest put(JsonNode step) {
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
                    CONTAINER,
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

        private static UpdateRequest update(JsonNode step) {
            return new UpdateRequest(
                    CONTAINER,
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
            Item item = done(client.get(GetRequest.of(CONTAINER, path, Projection.USER)));
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
            try (Download download = done(client.open(CONTAINER, path, Projection.NONE, 0, Long.MAX_VALUE, 0))) {
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
                    CONTAINER,
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
                                    ? client.once(token(step)).append(CONTAINER, stream, shard, records)
                                    : client.append(CONTAINER, stream, shard, records));
                    assertThat(appended.firstSequence())
                            .as(label)
                            .isEqualTo(expected.get("first").asLong());
                }
                case "seek" -> {
                    SeekTo place =
                            step.get("place").asString().equals("latest") ? new SeekTo.Latest() : new SeekTo.Earliest();
                    assertThat(done(client.seek(CONTAINER, stream, shard, place)))
                            .as(label)
                            .isEqualTo(expected.get("location").asLong());
                }
                default -> {
                    StreamPage page = done(client.read(
                            CONTAINER,
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
            return values.valueStream().map(HoldForJava::text).toList();
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
                            Long.parseLong(value.get(0).asString()),
                            value.get(1).asInt());
                case "list" ->
                    new AttributeValue.ValueList(
                            value.valueStream().map(HoldForJava::value).toList());
                case "map" -> new AttributeValue.ValueMap(attributes(value));
                case "textSet" -> new AttributeValue.TextSet(texts(value));
                case "decimalSet" -> new AttributeValue.DecimalSet(texts(value));
                case "bytesSet" ->
                    new AttributeValue.BytesSet(texts(value).stream()
                            .map(Base64.getDecoder()::decode)
                            .toList());
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
}
