package io.vireo.gateway.nativeapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vireo.client.AttributeValue;
import io.vireo.gateway.http.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueJsonTest {

    private static SequencedMap<String, AttributeValue> read(String item) {
        SequencedMap<String, AttributeValue> attributes = new LinkedHashMap<>();
        ByteBuf body = Unpooled.copiedBuffer("{\"Item\":" + item + "}", StandardCharsets.UTF_8);
        JsonBody.readObject(body, (name, parser) -> attributes.putAll(ValueJson.readAttributes(parser, name)));
        return attributes;
    }

    private static String written(SequencedMap<String, AttributeValue> attributes) {
        ByteBuf body = JsonBody.writeObject(
                UnpooledByteBufAllocator.DEFAULT, json -> ValueJson.writeAttributes(json, attributes));
        try {
            return body.toString(StandardCharsets.UTF_8);
        } finally {
            body.release();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":{\"S\":\"text \\\"quoted\\\" é 日\"}}",
                "{\"a\":{\"N\":\"-12\"}}",
                "{\"a\":{\"N\":\"42.0\"}}",
                "{\"a\":{\"N\":\"99999999999999999999999999999999999999\"}}",
                "{\"a\":{\"BOOL\":true}}",
                "{\"a\":{\"B\":\"AAEC/w==\"}}",
                "{\"a\":{\"TS\":\"1559485839:180000000\"}}",
                "{\"a\":{\"NULL\":true}}",
                "{\"a\":{\"L\":[{\"S\":\"x\"},{\"L\":[{\"N\":\"1\"}]}]}}",
                "{\"a\":{\"M\":{\"b\":{\"M\":{}}}}}",
                "{\"a\":{\"SS\":[\"x\",\"y\"]},\"b\":{\"NS\":[\"1\",\"2\"]},\"c\":{\"BS\":[\"AA==\"]}}",
            })
    void comesBackAsItWasSent(String item) {
        assertThat(written(read(item))).isEqualTo(item);
    }

    @ParameterizedTest
    @CsvSource({"4.2E+01, 42.0", "1e3, 1000.0", "+7, 7", "007, 7", "-0, 0", ".5, 0.5", "inf, Infinity", "nan, NaN"})
    void readsNumbersAsClientsWriteThem(String sent, String back) {
        assertThat(written(read("{\"a\":{\"N\":\"" + sent + "\"}}"))).isEqualTo("{\"a\":{\"N\":\"" + back + "\"}}");
    }

    @Test
    void readsSingleQuotesAndBareNumbers() {
        assertThat(written(read("{'a': {'N': 5}, 'b': {'S': 'it is'}}")))
                .isEqualTo("{\"a\":{\"N\":\"5\"},\"b\":{\"S\":\"it is\"}}");
    }

    @Test
    void keepsArraysAsArrays() {
        String longs = "MEGrAAEAAAAQAAAAAwEAAAEAAAAAAAAA//////////8=";

        SequencedMap<String, AttributeValue> attributes = read("{\"a\":{\"B\":\"" + longs + "\"}}");

        assertThat(attributes.get("a"))
                .isInstanceOfSatisfying(AttributeValue.Int64Array.class, array -> assertThat(array.values())
                        .containsExactly(1, -1));
        assertThat(written(attributes)).isEqualTo("{\"a\":{\"B\":\"" + longs + "\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}|Item.a",
                "{\"a\":{\"N\":\"1x\"}}|Item.a",
                "{\"a\":{\"N\":\"1d\"}}|Item.a",
                "{\"a\":{\"N\":\"\"}}|Item.a",
                "{\"a\":{\"N\":\"999999999999999999999999999999999999999\"}}|Item.a",
                "{\"a\":{\"X\":\"1\"}}|Item.a",
                "{\"a\":{\"S\":\"1\",\"N\":\"1\"}}|Item.a",
                "{\"a\":{\"S\":{}}}|Item.a",
                "{\"a\":{\"B\":\"*\"}}|Item.a",
                "{\"a\":{\"TS\":\"1:1000000000\"}}|Item.a",
                "{\"a\":{\"M\":{\"b\":{\"BOOL\":\"maybe\"}}}}|Item.a.b",
                "[]|Item",
            })
    void refusesByTheNameOfTheField(String item, String field) {
        assertThatThrownBy(() -> read(item))
                .isInstanceOf(RefusedException.class)
                .hasMessageEndingWith("field=" + field);
    }

    @Test
    void refusesWhatIsNestedTooDeeply() {
        String deep = "{\"L\":[".repeat(40) + "{\"S\":\"x\"}" + "]}".repeat(40);

        assertThatThrownBy(() -> read("{\"a\":" + deep + "}")).isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"Item\":{", "nonsense", "{\"Item\":{\"a\":{\"S\":\"\u0001\"}}}", "1"})
    void refusesWhatIsNoJson(String body) {
        assertThatThrownBy(() -> JsonBody.readObject(
                        Unpooled.copiedBuffer(body, StandardCharsets.UTF_8),
                        (name, parser) -> ValueJson.readAttributes(parser, name)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("field=body");
    }
}
