package io.vireo.gateway.nativeapi;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Makes requests that are right but for a few things, or wrong altogether. */
public final class HostileRequests {
    /** A request as it goes over the wire, without its credential. */
    public record Request(String method, String target, Map<String, String> headers, byte[] body) {
        @Override
        public String toString() {
            return method + " " + target + " " + headers + " " + new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    private static final List<String> FUNCTIONS = List.of(
            "PutItem",
            "UpdateItem",
            "GetItem",
            "GetItems",
            "CreateStream",
            "UpdateStream",
            "DescribeStream",
            "PutRecords",
            "SeekShard",
            "GetRecords",
            "DirSetAttr",
            "GetClusterMD",
            "Nothing");
    private static final String[] TARGETS = {
        "/data/",
        "/data",
        "/7/a",
        "/data/a",
        "/data/t/",
        "/data/t/k.1",
        "/data/s/",
        "/data/s/0",
        "/data/s/1/",
        "/data/s/9",
        "/data/d/",
        "/data/d",
        "/data/1",
        "//data/a",
        "/data/%C3%A9%00",
        "/data/a%2Fb",
        "/data/.%2e/x",
        "/8/",
        "/99/a",
        "/"
    };
    private static final String[] EXPRESSIONS = {
        "a = 1",
        "a = a + 1; b = a[0..1]",
        "a[9] = 1",
        "x = init_array(3, 'int'); x[1] = x[0] / 0",
        "delete(a); REMOVE b",
        "SET t = 1:2",
        "a = ((((",
        "a = 'unclosed",
        "a = 1e999",
        "a = max(a, b)",
        "__name = 1",
        "`a b` = 0x1",
        "a == 1 or exists(b)",
        "not(exists(__inode_number))",
        "starts(s, 'x') and a in (1, 2, '3')",
        "s < 5 and n > 'x'",
        "\u0000\uFFFF",
        "a = blob('!!') + 1"
    };

    private HostileRequests() {}

    /** All kinds. */
    public static Arbitrary<Request> requests() {
        return Arbitraries.frequencyOf(Tuple.of(6, calls()), Tuple.of(2, objects()), Tuple.of(1, noise()));
    }

    private static Arbitrary<Request> calls() {
        return Combinators.combine(
                        Arbitraries.of("PUT", "POST"),
                        Arbitraries.of(TARGETS),
                        headers(),
                        Arbitraries.of(FUNCTIONS),
                        object(3))
                .as((method, target, headers, function, body) -> {
                    headers.put("X-v3io-function", function);
                    return new Request(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
                });
    }

    private static Arbitrary<Request> objects() {
        Arbitrary<String> parameters = Arbitraries.of(
                "",
                "?prefix=d&prefix-info=1",
                "?max-keys=-1",
                "?marker=%ff",
                "?prefix=..",
                "?max-keys=2&marker=a",
                "?prefix=t/&x");
        return Combinators.combine(
                        Arbitraries.of("GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"),
                        Arbitraries.of(TARGETS),
                        parameters,
                        headers(),
                        Arbitraries.bytes().array(byte[].class).ofMaxSize(20))
                .as((method, target, query, headers, body) -> new Request(method, target + query, headers, body));
    }

    /** Bytes that only the header says what they are of. */
    private static Arbitrary<Request> noise() {
        Arbitrary<byte[]> bytes = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(200),
                object(3).map(text -> text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8)),
                Arbitraries.integers()
                        .between(1, 400)
                        .map(depth -> "{\"Item\":".repeat(depth).getBytes(StandardCharsets.UTF_8)),
                Arbitraries.integers().between(1, 400).map(depth -> ("{\"Item\":{\"a\":" + "{\"L\":[".repeat(depth))
                        .getBytes(StandardCharsets.UTF_8)));
        return Combinators.combine(Arbitraries.of(FUNCTIONS), Arbitraries.of(TARGETS), bytes)
                .as((function, target, body) -> new Request("PUT", target, Map.of("X-v3io-function", function), body));
    }

    private static Arbitrary<Map<String, String>> headers() {
        Arbitrary<String> names =
                Arbitraries.of("Range", "ctime-sec", "ctime-nsec", "conditional-mtime-sec", "conditional-mtime-nsec");
        Arbitrary<String> values = Arbitraries.of(
                "bytes=0-1",
                "bytes=5",
                "bytes=-1",
                "bytes=9-",
                "bytes=a-b",
                "-1",
                "0",
                "1",
                "x",
                "",
                "99999999999999999999",
                "1.5",
                "bytes=0-1,3-4",
                "999999999",
                "1000000000",
                "bytes=9223372036854775807-",
                "bytes=0-9223372036854775807");
        return Arbitraries.maps(names, values).ofMaxSize(2).map(LinkedHashMap::new);
    }

    /** The text of a JSON object with properties that the API knows. */
    private static Arbitrary<String> object(int maxProperties) {
        Arbitrary<String> properties = Arbitraries.oneOf(
                property("Item", attributes()),
                property("Key", attributes()),
                property("TableName", names()),
                property("StreamName", names()),
                property(
                        "UpdateMode",
                        quoted("CreateOrReplaceAttributes", "OverWriteAttributes", "CreateNewItemOnly", "No")),
                property("UpdateExpression", quoted(EXPRESSIONS)),
                property("AlternateUpdateExpression", quoted(EXPRESSIONS)),
                property("ConditionExpression", quoted(EXPRESSIONS)),
                property("FilterExpression", quoted(EXPRESSIONS)),
                property("AttributesToGet", quoted("*", "**", "a,b", "__name, *", ",", "a".repeat(300), "\u00e9")),
                property("Limit", numbers()),
                property("Segment", numbers()),
                property("TotalSegment", numbers()),
                property("ShardCount", numbers()),
                property("RetentionPeriodHours", numbers()),
                property("StartingSequenceNumber", numbers()),
                property("TimestampSec", numbers()),
                property("Type", quoted("EARLIEST", "LATEST", "SEQUENCE", "TIME", "Earliest")),
                property("Location", quoted("AAAAAAAAAAE=", "//////////8=", "AAAAAAAAAAA=", "!", "", "AAAA")),
                property("ShardId", names()),
                property("ShardingKey", names()),
                property("SortKeyRangeStart", names()),
                property("SortKeyRangeEnd", names()),
                property("Marker", names()),
                property("ReturnData", Arbitraries.of("true", "\"x\"", "{}")),
                property("Records", records()),
                property("mode", numbers()),
                property("gid", numbers()),
                property("mtime.sec", numbers()),
                property("mtime.nsec", numbers()));
        return properties.list().ofMaxSize(maxProperties).map(all -> all.stream()
                .collect(Collectors.joining(",", "{", "}")));
    }

    private static Arbitrary<String> property(String name, Arbitrary<String> values) {
        Arbitrary<String> wrong =
                Arbitraries.of("null", "[]", "{}", "true", "[[[]]]", "{\"a\":{\"b\":1}}", "0", "\"\"");
        return Arbitraries.frequencyOf(Tuple.of(9, values), Tuple.of(1, wrong))
                .map(value -> "\"" + name + "\":" + value);
    }

    private static Arbitrary<String> quoted(String... texts) {
        return Arbitraries.of(texts).map(HostileRequests::quote);
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .forEach(c -> quoted.append(
                        c < ' ' || c > '~' || c == '"' || c == '\\'
                                ? "\\u%04x".formatted(c)
                                : String.valueOf((char) c)));
        return quoted.append('"').toString();
    }

    private static Arbitrary<String> names() {
        Arbitrary<String> odd = Arbitraries.strings().ofMaxLength(6).map(HostileRequests::quote);
        return Arbitraries.oneOf(
                odd,
                quoted(
                        "a",
                        "t",
                        "s",
                        "d",
                        "k.1",
                        "t/k.1",
                        "0",
                        "1",
                        "..",
                        "/",
                        "a//b",
                        "x".repeat(256),
                        "'",
                        "'\"",
                        "\ud800"));
    }

    private static Arbitrary<String> numbers() {
        return Arbitraries.of(
                "0",
                "1",
                "2",
                "7",
                "-1",
                "1024",
                "1025",
                "4096",
                "4097",
                "\"3\"",
                "1.5",
                "1e3",
                "9223372036854775807",
                "9223372036854775808",
                "-9223372036854775808",
                "\"\"",
                "\"x\"",
                "511",
                "65535",
                "999999999",
                "1000000000");
    }

    private static Arbitrary<String> attributes() {
        Arbitrary<String> names =
                Arbitraries.of("a", "b", "s", "n", "__name", "__hidden", "", "é", "x".repeat(256), "a b");
        return Combinators.combine(names, value())
                .as((name, value) -> quote(name) + ":" + value)
                .list()
                .ofMaxSize(3)
                .map(all -> all.stream().collect(Collectors.joining(",", "{", "}")));
    }

    private static Arbitrary<String> value() {
        Arbitrary<String> scalars = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(5).map(text -> "{\"S\":" + quote(text) + "}"),
                Arbitraries.of(
                                "1",
                                "-0",
                                "1.5",
                                "1e400",
                                "NaN",
                                "-inf",
                                "0x1p3",
                                "1d",
                                "9".repeat(38),
                                "9".repeat(39),
                                "--1",
                                "",
                                " 7 ")
                        .map(number -> "{\"N\":\"" + number + "\"}"),
                blobs().map(blob -> "{\"B\":\"" + blob + "\"}"),
                Arbitraries.of(
                                "0:0",
                                "1",
                                "-5:999999999",
                                "0:1000000000",
                                "0:-1",
                                "a:b",
                                ":",
                                "9223372036854775807:0",
                                "1:2:3")
                        .map(time -> "{\"TS\":\"" + time + "\"}"),
                Arbitraries.of(
                        "{\"BOOL\":true}",
                        "{\"BOOL\":\"maybe\"}",
                        "{\"NULL\":true}",
                        "{\"NULL\":{}}",
                        "{\"Q\":1}",
                        "{}",
                        "5",
                        "{\"N\":5}",
                        "{\"S\":1,\"N\":\"1\"}",
                        "{\"SS\":[\"a\",\"a\"]}",
                        "{\"NS\":[\"1\",\"x\"]}",
                        "{\"BS\":[\"*\"]}",
                        "{\"SS\":[]}",
                        "{\"L\":{}}",
                        "{\"M\":[]}",
                        "{\"SS\":[null]}"));
        return Arbitraries.lazyOf(
                () -> scalars,
                () -> scalars,
                () -> scalars,
                () -> value().map(inner -> "{\"L\":[" + inner + "]}"),
                () -> value().map(inner -> "{\"M\":{\"m\":" + inner + "}}"));
    }

    /** Base64 of arrays whose header lies, and of what is none. */
    private static Arbitrary<String> blobs() {
        Arbitrary<byte[]> arrays = Combinators.combine(
                        Arbitraries.of(11_223_344, 0, -1),
                        Arbitraries.of(1, 2),
                        Arbitraries.of(0, 8, 16, 7, -8, Integer.MAX_VALUE, Integer.MIN_VALUE),
                        Arbitraries.of(259, 261, 0, -1),
                        Arbitraries.integers().between(0, 24))
                .as((magic, version, length, type, bytes) -> java.nio.ByteBuffer.allocate(16 + bytes)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .putInt(magic)
                        .putInt(version)
                        .putInt(length)
                        .putInt(type)
                        .array());
        return Arbitraries.oneOf(
                arrays.map(bytes -> Base64.getEncoder().encodeToString(bytes)),
                Arbitraries.of("", "=", "AA", "****", "AAECAw==", "A==="));
    }

    private static Arbitrary<String> records() {
        Arbitrary<String> record = Arbitraries.of(
                "{\"Data\":\"eA==\"}",
                "{\"Data\":\"eA==\",\"ShardId\":0}",
                "{\"Data\":\"\",\"ShardId\":1}",
                "{\"Data\":\"eA==\",\"ShardId\":-5}",
                "{\"Data\":\"eA==\",\"ShardId\":\"x\"}",
                "{\"Data\":\"*\"}",
                "{\"ShardId\":0}",
                "{}",
                "[]",
                "5",
                "null",
                "{\"Data\":\"eA==\",\"PartitionKey\":\"\\ud800\"}",
                "{\"Data\":\"eA==\",\"ClientInfo\":{}}",
                "{\"Data\":{\"a\":1}}",
                "{\"Data\":\"eA==\",\"ShardId\":99999999999}",
                "{\"Data\":\"eA==\",\"ShardId\":1.5}");
        return record.list().ofMaxSize(4).map(all -> String.join(",", all)).map(all -> "[" + all + "]");
    }
}
