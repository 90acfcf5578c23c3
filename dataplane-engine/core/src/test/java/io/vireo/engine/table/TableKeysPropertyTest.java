package io.vireo.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.Placement;
import io.vireo.engine.expression.KeyCondition;
import io.vireo.engine.expression.KeyCondition.Sort;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.PathRules;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import io.vireo.engine.item.ValueOrder;
import io.vireo.engine.item.ValueView;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TableKeysPropertyTest {
    private static final byte[] TABLE = bytes("shop/orders");
    private static final Value PARTITION = new Value.Text("customer-7");

    private final ValueOrder order = new ValueOrder();

    /** Two sort keys of one type, and the table that has them. */
    record Pair(KeyType type, Value x, Value y) {
        TableKeys keys() {
            return new TableKeys(new KeySchema(new KeyAttribute("p", KeyType.S), new KeyAttribute("s", type)), TABLE);
        }

        byte[] pathOfX() {
            return keys().path(PARTITION, x);
        }

        byte[] pathOfY() {
            return keys().path(PARTITION, y);
        }
    }

    @Property
    void pathsOrderAsSortKeysDo(@ForAll("pairs") Pair pair) {
        int expected = Integer.signum(order.compare(ValueView.of(pair.x()), ValueView.of(pair.y())));

        assertThat(Integer.signum(Arrays.compareUnsigned(pair.pathOfX(), pair.pathOfY())))
                .isEqualTo(expected);
    }

    @Property
    void keysComeBackFromPaths(@ForAll("pairs") Pair pair) {
        List<Value> key = pair.keys().key(pair.pathOfX());

        assertThat(ValueCodec.encode(key.getFirst())).isEqualTo(ValueCodec.encode(PARTITION));
        assertThat(ValueCodec.encode(key.getLast())).isEqualTo(ValueCodec.encode(pair.x()));
    }

    @Property
    void pathsAreOnesThatAnItemMayHave(@ForAll("pairs") Pair pair) {
        PathRules.requireItem(pair.pathOfX(), "path");

        assertThat(slashes(pair.pathOfX())).isEqualTo(slashes(TABLE) + 1);
    }

    @Property
    void rowsOfOnePartitionKeyAreOnOnePartition(@ForAll("pairs") Pair pair) {
        assertThat(Placement.partition(7, pair.pathOfX(), 4_096))
                .isEqualTo(Placement.partition(7, pair.pathOfY(), 4_096));
    }

    @Property
    void rangesHoldWhatTheConditionAdmits(@ForAll("pairs") Pair pair, @ForAll("sorts") Sort sort) {
        Assume.that(sort != Sort.STARTS || pair.type() != KeyType.N);
        int comparison = order.compare(ValueView.of(pair.x()), ValueView.of(pair.y()));
        List<Value> operands =
                sort == Sort.ALL ? List.of() : sort == Sort.BETWEEN ? List.of(pair.y(), pair.y()) : List.of(pair.y());
        boolean expected =
                switch (sort) {
                    case ALL -> true;
                    case EQUAL, BETWEEN -> comparison == 0;
                    case LESS -> comparison < 0;
                    case LESS_OR_EQUAL -> comparison <= 0;
                    case GREATER -> comparison > 0;
                    case GREATER_OR_EQUAL -> comparison >= 0;
                    case STARTS -> startsWith(pair.x(), pair.y());
                };
        KeyRange range = pair.keys().range(new KeyCondition(PARTITION, sort, operands));

        assertThat(holds(range, pair.pathOfX())).isEqualTo(expected);
    }

    @Property
    void rangesHoldNothingOfAnotherPartitionKey(@ForAll("pairs") Pair pair, @ForAll String other) {
        KeyRange range = pair.keys().range(new KeyCondition(PARTITION, Sort.ALL, List.of()));

        if (!other.isEmpty()
                && !other.equals("customer-7")
                && StandardCharsets.UTF_8.newEncoder().canEncode(other)) {
            assertThat(holds(range, pair.keys().path(new Value.Text(other), pair.x())))
                    .isFalse();
        }
    }

    @Property
    void anyPathIsAKeyOrIsRefused(@ForAll byte[] tail, @ForAll KeyType type) {
        TableKeys keys = new TableKeys(new KeySchema(new KeyAttribute("p", type), null), TABLE);
        byte[] path = Arrays.copyOf(TABLE, TABLE.length + 1 + tail.length);
        path[TABLE.length] = '/';
        System.arraycopy(tail, 0, path, TABLE.length + 1, tail.length);
        try {
            assertThat(keys.key(path)).hasSize(1);
        } catch (InvalidRequestException e) {
            assertThat(e).hasMessage("path is not that of a row: field=path");
        }
    }

    @Test
    void pathsStayReadable() {
        TableKeys keys =
                new TableKeys(new KeySchema(new KeyAttribute("p", KeyType.S), new KeyAttribute("s", KeyType.N)), TABLE);

        assertThat(new String(keys.path(new Value.Text("a/b.c-d"), new Value.Int64(42)), StandardCharsets.UTF_8))
                .isEqualTo("shop/orders/a-sb-dc--d.p13142");
        assertThat(new String(keys.path(new Value.Text("Grüße 1"), new Value.Int64(-42)), StandardCharsets.UTF_8))
                .isEqualTo("shop/orders/Grüße 1.n12457~");
    }

    @Test
    void keysThatCannotBeAreRefusedByName() {
        TableKeys keys =
                new TableKeys(new KeySchema(new KeyAttribute("p", KeyType.S), new KeyAttribute("s", KeyType.B)), TABLE);
        Value sort = new Value.Bytes(new byte[1]);

        assertThatThrownBy(() -> keys.path(new Value.Int64(1), sort))
                .hasMessage("One or more parameter values were invalid: Type mismatch for key p expected: S actual: N");
        assertThatThrownBy(() -> keys.path(new Value.Text(""), sort))
                .hasMessageContaining("cannot contain an empty string value. Key: p");
        assertThatThrownBy(() -> keys.path(PARTITION, new Value.Bytes(new byte[0])))
                .hasMessageContaining("cannot contain an empty binary value. Key: s");
        assertThatThrownBy(() -> keys.path(new Value.Text("x".repeat(2_049)), sort))
                .hasMessageContaining("Size of hashkey has exceeded the maximum size limit of2048 bytes");
        assertThatThrownBy(() -> keys.path(PARTITION, new Value.Bytes(new byte[1_025])))
                .hasMessageContaining("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
        assertThatThrownBy(() -> keys.path(PARTITION, null))
                .hasMessage("The provided key element does not match the schema");
        assertThatThrownBy(() -> keys.range(new KeyCondition(PARTITION, Sort.LESS, List.of(new Value.Int64(1)))))
                .hasMessage(
                        "One or more parameter values were invalid: Condition parameter type does not match schema type");
        assertThat(keys.path(new Value.Text("x".repeat(2_048)), new Value.Bytes(new byte[] {1, 2})))
                .hasSizeGreaterThan(2_048);
    }

    private static boolean startsWith(Value whole, Value start) {
        byte[] x = raw(whole);
        byte[] y = raw(start);
        return x.length >= y.length && Arrays.equals(x, 0, y.length, y, 0, y.length);
    }

    private static byte[] raw(Value value) {
        return value instanceof Value.Text(String text) ? bytes(text) : ((Value.Bytes) value).value();
    }

    private static boolean holds(KeyRange range, byte[] path) {
        return Arrays.compareUnsigned(range.from(), path) <= 0 && Arrays.compareUnsigned(path, range.to()) < 0;
    }

    private static int slashes(byte[] path) {
        int count = 0;
        for (byte b : path) {
            count += b == '/' ? 1 : 0;
        }
        return count;
    }

    @Provide
    Arbitrary<Sort> sorts() {
        return Arbitraries.of(Sort.values());
    }

    @Provide
    Arbitrary<Pair> pairs() {
        Arbitrary<Value> texts = Arbitraries.oneOf(
                        Arbitraries.strings()
                                .withChars("a-./0\0\001\002,~é\uFFFD")
                                .ofMinLength(1)
                                .ofMaxLength(4),
                        Arbitraries.strings().ofMinLength(1).ofMaxLength(6).filter(each -> StandardCharsets.UTF_8
                                .newEncoder()
                                .canEncode(each)))
                .map(Value.Text::new);
        Arbitrary<Value> bytes = Arbitraries.oneOf(
                        Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(6),
                        Arbitraries.of(
                                        (byte) 0,
                                        (byte) 1,
                                        (byte) '-',
                                        (byte) '.',
                                        (byte) '/',
                                        (byte) 0x7f,
                                        (byte) 0x80,
                                        (byte) 0xff)
                                .array(byte[].class)
                                .ofMinSize(1)
                                .ofMaxSize(4))
                .map(Value.Bytes::new);
        Arbitrary<Value> numbers = Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.bigIntegers()
                                        .between(
                                                BigInteger.TEN.pow(38).negate().add(BigInteger.ONE),
                                                BigInteger.TEN.pow(38).subtract(BigInteger.ONE)),
                                Arbitraries.longs().between(-120, 120).map(BigInteger::valueOf)),
                        Arbitraries.integers().between(-60, 60))
                .as((unscaled, scale) ->
                        ValueCodec.narrow(ValueCodec.requireDecimal(new BigDecimal(unscaled, scale), "key")));
        return Arbitraries.oneOf(pair(KeyType.S, texts), pair(KeyType.B, bytes), pair(KeyType.N, numbers));
    }

    private static Arbitrary<Pair> pair(KeyType type, Arbitrary<Value> keys) {
        return Combinators.combine(keys, keys).as((x, y) -> new Pair(type, x, y));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
