package io.vireo.gateway.nativeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.gateway.http.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bodies of requests for pages of items and of streams, and the places in shards that clients bring back: understood, or refused as the client's fault.
 */
class RequestBodyFuzzTest extends FuzzTest {
    @Override
    protected long allocationLimit(int inputLength) {
        return (2 << 20) + 1024L * inputLength;
    }

    @Override
    protected void check(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        checkLocation(text);
        checkScan(input);
        try {
            StreamOperations.Body.read(Unpooled.wrappedBuffer(input));
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }

    private static void checkLocation(String text) {
        try {
            long location = StreamOperations.decoded(text);
            assertThat(StreamOperations.decoded(StreamOperations.encoded(location)))
                    .isEqualTo(location);
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(400);
            assertThat(e.getMessage()).contains("IllegalLocationException");
        }
    }

    private static void checkScan(byte[] input) {
        try {
            ItemScan.Body body = ItemScan.Body.read(Unpooled.wrappedBuffer(input));
            body.check();
            assertThat(body.range()).isNotNull();
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return texts(
                """
                {"TableName": "t", "Marker": "d/a", "Limit": 10, "FilterExpression": "n > 1", "ShardingKey": "k", "SortKeyRangeStart": "a",
                 "SortKeyRangeEnd": "z'\\\\"}""",
                "{\"Segment\": 1, \"TotalSegment\": 4, \"AttributesToGet\": \"*\"}",
                "{\"StreamName\": \"s\", \"ShardId\": 0, \"Type\": \"TIME\", \"TimestampSec\": 5, \"TimestampNSec\": 7}",
                "{\"Location\": \"AAAAAAAAAAE=\", \"Limit\": 5}",
                StreamOperations.encoded(1),
                StreamOperations.encoded(-1),
                "a' or '",
                "a\\");
    }

    @Override
    protected List<byte[]> words() {
        return texts(
                "'",
                "\"",
                "\\",
                "\\'",
                "''",
                "null",
                "[]",
                "-1",
                "1e9",
                "\\u0000",
                "\\ud800",
                "=",
                "Marker",
                "Location");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
