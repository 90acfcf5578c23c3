package io.vireo.gateway.nativeapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.client.AttributeValue;
import io.vireo.gateway.http.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Bodies that carry typed values: refused, or attributes which, written as JSON, read as the same. The object around them is understood the same way by
 * everybody: what a value holds never passes for a property of the request.
 */
class ValueJsonFuzzTest extends FuzzTest {
    private static final int LONG_NAME_LENGTH = 20_000;

    @Override
    protected int executions() {
        return 40_000;
    }

    @Override
    protected int maxLength() {
        return 64 << 10;
    }

    @Override
    protected long allocationLimit(int inputLength) {
        return (2 << 20) + 512L * inputLength;
    }

    @Override
    protected void check(byte[] input) {
        Body body;
        try {
            body = Body.read(Unpooled.wrappedBuffer(input));
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(400);
            return;
        }
        body.attributes.forEach(ValueJsonFuzzTest::checkText);
        byte[] written = body.written();
        Body again = Body.read(Unpooled.wrappedBuffer(written));
        assertThat(again.written()).isEqualTo(written);
        assertThat(again.attributes.keySet()).isEqualTo(body.attributes.keySet());
        assertThat(body.others).isEqualTo(names(input));
    }

    /** What is no text in UTF-8 would be stored as another one. */
    private static void checkText(String name, AttributeValue value) {
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(name)).isTrue();
        if (value instanceof AttributeValue.Text(String text)) {
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
        }
    }

    /** The names of the properties, from a reader that looks at none of them. */
    private static List<String> names(byte[] input) {
        List<String> names = new ArrayList<>();
        JsonBody.readObject(Unpooled.wrappedBuffer(input), (name, _) -> names.add(name));
        return names;
    }

    private static final class Body {
        private SequencedMap<String, AttributeValue> attributes = new LinkedHashMap<>();
        private final List<String> others = new ArrayList<>();

        static Body read(ByteBuf bytes) {
            Body body = new Body();
            JsonBody.readObject(bytes, (name, parser) -> {
                body.others.add(name);
                if (name.equals("Item")) {
                    body.attributes = ValueJson.readAttributes(parser, "Item");
                }
            });
            return body;
        }

        byte[] written() {
            ByteBuf buffer = JsonBody.writeObject(UnpooledByteBufAllocator.DEFAULT, json -> {
                json.writeObjectPropertyStart("Item");
                ValueJson.writeAttributes(json, attributes);
                json.writeEndObject();
            });
            byte[] bytes = ByteBufUtil.getBytes(buffer);
            buffer.release();
            return bytes;
        }
    }

    @Override
    protected List<byte[]> seeds() {
        String longName = "n".repeat(LONG_NAME_LENGTH);
        return texts(
                "{'Item': {'s': {'S': 'text'}, 'n': {'N': '12'}, 'f': {'N': '1.5e3'}, 'd': {'N': '123456789012345678901234567890'}}}",
                "{\"Item\": {\"b\": {\"BOOL\": true}, \"x\": {\"B\": \"AQID\"}, \"t\": {\"TS\": \"12:34\"}, \"z\": {\"NULL\": true}}, \"Mode\": 1}",
                "{\"Item\": {\"l\": {\"L\": [{\"S\": \"a\"}, {\"M\": {\"k\": {\"N\": \"1\"}}}]}, \"ss\": {\"SS\": [\"a\", \"b\"]}, \"ns\": {\"NS\": [\"1\"]},"
                        + " \"bs\": {\"BS\": [\"AQ==\"]}}}",
                "{\"Item\": {\"a\": {\"B\": \"MEGrAAEAAAAQAAAAAwEAAAEAAAAAAAAAAgAAAAAAAAA=\"}}}",
                "{\"Item\": {\"" + longName + "\": {\"M\": {" + "\"k\": {\"N\": \"1\"}, ".repeat(2000)
                        + "\"l\": {\"N\": \"1\"}}}}}");
    }

    @Override
    protected List<byte[]> words() {
        return texts(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"",
                "'",
                "null",
                "true",
                "{\"NULL\": ",
                "{\"S\": ",
                "{\"M\": {",
                "{\"L\": [",
                "\"\\ud800\"",
                "\"NaN\"",
                "\"-inf\"",
                "1e400",
                "\\u0000",
                "\"Item\": ",
                "[{}]",
                "{}",
                "MEGrAAEAAAAIAAAABQEAAAAAAAAAAPA/");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
