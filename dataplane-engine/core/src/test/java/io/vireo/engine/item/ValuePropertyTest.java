package io.vireo.engine.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.engine.io.ByteReader;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class ValuePropertyTest {
    private final ValueOrder order = new ValueOrder();

    @Property
    void decimalsOrderByTheirBytes(@ForAll("decimals") BigDecimal x, @ForAll("decimals") BigDecimal y) {
        assertThat(Integer.signum(Arrays.compareUnsigned(bytes(x), bytes(y)))).isEqualTo(x.compareTo(y));
    }

    @Property
    void decimalsComeBack(@ForAll("decimals") BigDecimal number) {
        byte[] bytes = bytes(number);

        assertThat(DecimalBytes.decode(MemorySegment.ofArray(bytes), 0, bytes.length))
                .isEqualByComparingTo(number);
        assertThat(bytes.length).isLessThanOrEqualTo(DecimalBytes.MAX_LENGTH);
    }

    @Property
    void wholeNumbersHaveTheSameBytesAsDecimals(@ForAll long number) {
        byte[] scratch = DecimalBytes.newScratch();

        int length = DecimalBytes.encode(number, scratch);

        assertThat(Arrays.copyOf(scratch, length)).isEqualTo(bytes(BigDecimal.valueOf(number)));
    }

    @Property
    void numbersOfAllKindsCompareByWorth(@ForAll("numbers") Value x, @ForAll("numbers") Value y) {
        int expected = worth(x).compareTo(worth(y));

        assertThat(Integer.signum(order.compare(ValueView.of(x), ValueView.of(y))))
                .isEqualTo(expected);
        assertThat(order.areEqual(ValueView.of(x), ValueView.of(y))).isEqualTo(expected == 0);
    }

    @Property
    void equalExactNumbersHaveEqualBytes(@ForAll("decimals") BigDecimal number, @ForAll("scales") int scale) {
        BigDecimal rescaled = number.setScale(Math.max(number.scale(), scale));

        assertThat(ValueCodec.encode(new Value.Decimal(rescaled)))
                .isEqualTo(ValueCodec.encode(new Value.Decimal(number)));
    }

    @Property
    void valuesComeBackInTheirOneForm(@ForAll("values") Value value) {
        byte[] encoded = ValueCodec.encode(value);

        Value decoded = ValueCodec.decode(new ByteReader(encoded));

        assertThat(ValueCodec.encode(decoded)).isEqualTo(encoded);
        assertThat(new ValueView().wrap(encoded).encoded()).isEqualTo(encoded);
        assertThat(order.areEqual(ValueView.of(value), ValueView.of(decoded))).isTrue();
    }

    @Property
    void mapsAreTheSameInWhateverOrderTheyWereMade(@ForAll("maps") LinkedHashMap<String, Value> map) {
        LinkedHashMap<String, Value> reversed = new LinkedHashMap<>(new TreeMap<>(map).reversed());

        assertThat(ValueCodec.encode(new Value.ValueMap(reversed)))
                .isEqualTo(ValueCodec.encode(new Value.ValueMap(map)));
    }

    @Property
    void setsAreTheSameInWhateverOrderTheyWereMade(@ForAll("decimals") BigDecimal x, @ForAll("decimals") BigDecimal y) {
        assertThat(ValueCodec.encode(new Value.DecimalSet(List.of(x, y, x))))
                .isEqualTo(ValueCodec.encode(new Value.DecimalSet(List.of(y, x))));
    }

    @Property
    void bytesThatAreNoValueAreRefused(@ForAll @Size(max = 40) byte[] bytes) {
        assertRefusedOrValue(bytes);
    }

    @Property
    void brokenValuesAreRefused(@ForAll("values") Value value, @ForAll int place, @ForAll byte replacement) {
        byte[] encoded = ValueCodec.encode(value);
        encoded[Math.floorMod(place, encoded.length)] = replacement;

        assertRefusedOrValue(encoded);
    }

    private void assertRefusedOrValue(byte[] bytes) {
        try {
            Value value = ValueCodec.decode(new ByteReader(bytes));
            ValueView view = new ValueView().wrap(bytes);
            byte[] encoded = ValueCodec.encode(value);
            assertThat(ValueCodec.encode(ValueCodec.decode(new ByteReader(encoded))))
                    .isEqualTo(encoded);
            assertThat(order.areEqual(ValueView.of(value), new ValueView().wrap(encoded)))
                    .isEqualTo(order.areEqual(view, view));
        } catch (InvalidRequestException e) {
            assertThat(e).hasMessageMatching("(?s).+=.+");
        }
    }

    @Property(tries = 200)
    void decimalsOutOfRangeAreRefusedByName(@ForAll("exponents") int exponent) {
        BigDecimal number = new BigDecimal(BigInteger.ONE, -exponent);
        Assume.that(exponent > 125 || exponent < -130);

        assertThatThrownBy(() -> ValueCodec.decimal(number.toString(), "n"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("decimal is out of range: field=n exponent=" + exponent + " limit="
                        + (exponent < 0 ? -130 : 125));
    }

    @Provide
    Arbitrary<Integer> exponents() {
        return Arbitraries.integers().between(-400, 400);
    }

    @Provide
    Arbitrary<Integer> scales() {
        return Arbitraries.integers().between(-10, 200);
    }

    @Provide
    Arbitrary<BigDecimal> decimals() {
        Arbitrary<BigInteger> digits = Arbitraries.oneOf(
                Arbitraries.bigIntegers()
                        .between(
                                BigInteger.TEN.pow(38).negate().add(BigInteger.ONE),
                                BigInteger.TEN.pow(38).subtract(BigInteger.ONE)),
                Arbitraries.longs().between(-100, 100).map(BigInteger::valueOf));
        return Combinators.combine(digits, Arbitraries.integers().between(-87, 130))
                .as((unscaled, scale) -> new BigDecimal(unscaled, scale))
                .filter(ValueCodec::isDecimal);
    }

    @Provide
    Arbitrary<Value> numbers() {
        return Arbitraries.oneOf(
                Arbitraries.longs().map(Value.Int64::new),
                Arbitraries.doubles().map(Value.Float64::new),
                Arbitraries.longs().map(each -> new Value.Float64((double) each)),
                decimals().map(Value.Decimal::new));
    }

    @Provide
    Arbitrary<Value> values() {
        return nested(3);
    }

    @Provide
    Arbitrary<LinkedHashMap<String, Value>> maps() {
        return Arbitraries.maps(Arbitraries.strings().ofMaxLength(6), nested(1))
                .ofMaxSize(5)
                .map(LinkedHashMap::new);
    }

    private Arbitrary<Value> nested(int depth) {
        Arbitrary<Value> scalars = Arbitraries.oneOf(
                numbers(),
                Arbitraries.strings().ofMaxLength(10).map(Value.Text::new),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(10).map(Value.Bytes::new),
                Arbitraries.of(Value.Null.NULL, Value.Bool.TRUE, Value.Bool.FALSE),
                Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 999_999_999))
                        .as(Value.Timestamp::new),
                decimals().list().ofMaxSize(4).map(Value.DecimalSet::new),
                Arbitraries.strings().ofMaxLength(4).list().ofMaxSize(4).map(Value.TextSet::new),
                Arbitraries.longs().array(long[].class).ofMaxSize(4).map(Value.Int64Array::new),
                Arbitraries.doubles().array(double[].class).ofMaxSize(4).map(Value.Float64Array::new));
        if (depth == 0) {
            return scalars;
        }
        Arbitrary<Value> inner = nested(depth - 1);
        return Arbitraries.oneOf(
                scalars,
                inner.list().ofMaxSize(3).map(Value.ValueList::new),
                Arbitraries.maps(Arbitraries.strings().ofMaxLength(4), inner)
                        .ofMaxSize(3)
                        .map(map -> new Value.ValueMap(new LinkedHashMap<>(map))));
    }

    private static BigDecimal worth(Value value) {
        return switch (value) {
            case Value.Int64(long number) -> BigDecimal.valueOf(number);
            case Value.Float64(double number) -> new BigDecimal(number);
            case Value.Decimal(BigDecimal number) -> number;
            default -> throw new IllegalArgumentException("value=" + value);
        };
    }

    private static byte[] bytes(BigDecimal number) {
        byte[] bytes = new byte[DecimalBytes.MAX_LENGTH];
        return Arrays.copyOf(bytes, DecimalBytes.encode(number, bytes));
    }
}
