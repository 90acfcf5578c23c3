package io.vireo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Secondary indexes as clients of a real gateway and engine meet them. */
@Timeout(120)
class IndexGatewayIT {
    private static final String TABLE = "/data/people/";

    @TempDir
    static Path folder;

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = GatewayUnderTest.start(folder);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static HttpResponse<byte[]> call(String target, String function, String json) throws Exception {
        return gateway.send(
                gateway.request(target).header("X-v3io-function", function).PUT(BodyPublishers.ofString(json)));
    }

    private static String ask(String function, String json) throws Exception {
        HttpResponse<byte[]> response = call(TABLE, function, json);
        assertThat(response.statusCode()).as(GatewayUnderTest.text(response)).isEqualTo(200);
        return GatewayUnderTest.text(response);
    }

    private static void put(String name, String city, int age) throws Exception {
        String item = "{\"Item\": {\"city\": {\"S\": \"%s\"}, \"age\": {\"N\": \"%d\"}}}".formatted(city, age);
        assertThat(call(TABLE + name, "PutItem", item).statusCode()).isEqualTo(200);
    }

    private static String awaitDescription(String part) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String description = ask("DescribeIndexes", "");
        while (!description.contains(part)) {
            assertThat(System.nanoTime()).as(description).isLessThan(deadlineNs);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            description = ask("DescribeIndexes", "");
        }
        return description;
    }

    @Test
    void areMadeAskedAndDropped() throws Exception {
        put("ada", "London", 36);
        put("alan", "London", 41);
        put("grace", "New York", 85);

        ask("CreateIndex", """
                {"IndexName": "by-city", "PartitionKey": "city:S", "SortKey": "age:N", "Projection": "ALL"}""");

        assertThat(awaitDescription("\"State\":\"active\""))
                .contains("\"PartitionKey\":\"city:S\"", "\"SortKey\":\"age:N\"", "\"Projection\":\"ALL\"");
        put("tim", "London", 7);
        awaitDescription("\"BehindBytes\":0,");
        String query = """
                {"IndexName": "by-city", "PartitionKey": {"S": "London"}, "AttributesToGet": "__name,age", %s}""";
        String all = ask("QueryIndex", query.formatted("\"Reverse\": true"));
        assertThat(all)
                .contains("\"LastItemIncluded\":\"TRUE\"")
                .containsSubsequence("\"alan\"", "\"ada\"", "\"tim\"")
                .doesNotContain("grace", "city");
        assertThat(ask(
                        "QueryIndex",
                        query.formatted(
                                "\"Comparison\": \"BETWEEN\", \"SortKeys\": [{\"N\": \"7\"}, {\"N\": \"36\"}]")))
                .containsSubsequence("\"tim\"", "\"ada\"")
                .doesNotContain("alan");
        assertThat(ask("QueryIndex", "{\"IndexName\": \"by-city\"}")).contains("New York", "London");

        ask("DropIndex", "{\"IndexName\": \"by-city\"}");

        HttpResponse<byte[]> gone = call(TABLE, "QueryIndex", "{\"IndexName\": \"by-city\"}");
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(GatewayUnderTest.text(gone)).contains("no index by-city", "field=IndexName");
        assertThat(call(TABLE, "DropIndex", "{\"IndexName\": \"by-city\"}").statusCode())
                .isEqualTo(404);
        awaitDescription("\"Indexes\":[]");
    }

    @Test
    void refuseWhatIsWrongByName() throws Exception {
        assertThat(GatewayUnderTest.text(call(TABLE, "CreateIndex", "{\"IndexName\": \"x\", \"SortKey\": \"age\"}")))
                .contains("field=SortKey");
        assertThat(GatewayUnderTest.text(call(TABLE, "CreateIndex", "{\"IndexName\": \"x\"}")))
                .contains("field=sort");
        assertThat(GatewayUnderTest.text(call(TABLE, "CreateIndex", "{\"IndexName\": \".x\", \"SortKey\": \"a:S\"}")))
                .contains("field=name");
        assertThat(GatewayUnderTest.text(call(TABLE, "QueryIndex", "{\"IndexName\": \"x\", \"Comparison\": \"LIKE\"}")))
                .contains("field=Comparison");
        assertThat(GatewayUnderTest.text(call("/data/.index/x", "PutItem", "{\"Item\": {}}")))
                .contains("field=path");
    }
}
