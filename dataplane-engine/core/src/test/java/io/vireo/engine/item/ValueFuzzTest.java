package io.vireo.engine.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.engine.io.ByteReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Any bytes, taken as an encoded value, are one that can be compared and read, or are refused. */
class ValueFuzzTest extends FuzzTest {
    private final ValueOrder order = new ValueOrder();

    @Override
    protected void check(byte[] input) {
        try {
            Value value = ValueCodec.decode(new ByteReader(input));
            ValueView view = new ValueView().wrap(input);
            order.areEqual(view, ValueView.of(value));
            assertThat(view.encoded()).hasSize(input.length);
        } catch (InvalidRequestException e) {
            assertThat(e.getMessage()).contains("=");
        }
    }

    @Override
    protected List<byte[]> seeds() {
        return Stream.of(
                        Value.Null.NULL,
                        Value.Bool.TRUE,
                        new Value.Int64(-1),
                        new Value.Float64(2.5),
                        new Value.Decimal(new BigDecimal("-12345678901234567890.5")),
                        new Value.Text("grüße"),
                        new Value.Bytes(new byte[] {1, 2}),
                        new Value.Timestamp(1, 2),
                        new Value.ValueList(List.of(new Value.Int64(1), new Value.ValueList(List.of()))),
                        new Value.ValueMap(new LinkedHashMap<>(Map.of("a", Value.Null.NULL, "b", new Value.Text("x")))),
                        new Value.TextSet(List.of("a", "b")),
                        new Value.DecimalSet(List.of(BigDecimal.ONE, new BigDecimal("2.5"))),
                        new Value.BytesSet(List.of(new byte[] {1})),
                        new Value.Int64Array(new long[] {1, 2}),
                        new Value.Float64Array(new double[] {1, 2}))
                .map(ValueCodec::encode)
                .toList();
    }
}
