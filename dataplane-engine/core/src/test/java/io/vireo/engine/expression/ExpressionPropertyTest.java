package io.vireo.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;

class ExpressionPropertyTest {
    @Property
    void compareWholeNumbersAndDoublesExactly(@ForAll long x, @ForAll double y) {
        Map<String, Value> values = Map.of("x", new Value.Int64(x), "y", new Value.Float64(y));

        boolean isLess = Condition.compile("x < y").holds(values::get);

        boolean expected = Double.isInfinite(y)
                ? y > 0
                : !Double.isNaN(y) && BigDecimal.valueOf(x).compareTo(new BigDecimal(y)) < 0;
        assertThat(isLess).isEqualTo(expected);
    }

    @Property
    void addWholeNumbersOrRefuseOverflow(@ForAll long x, @ForAll long y) {
        Attributes.Draft draft = new Attributes.Draft();
        draft.put(bytes("x"), ValueCodec.encode(new Value.Int64(x)));
        draft.put(bytes("y"), ValueCodec.encode(new Value.Int64(y)));
        BigInteger sum = BigInteger.valueOf(x).add(BigInteger.valueOf(y));

        if (sum.bitLength() > 63) {
            assertThatThrownBy(() -> Update.compile("z = x + y").apply(draft, _ -> null))
                    .hasMessageContaining("integer overflow");
        } else {
            Update.compile("z = x + y").apply(draft, _ -> null);
            assertThat(draft.build().get("z")).isEqualTo(new Value.Int64(sum.longValue()));
        }
    }

    @Property
    void nothingButARefusalComesOfAnyText(@ForAll @StringLength(max = 60) String text) {
        try {
            Condition.compile(text).holds(_ -> null);
            Update.compile(text).apply(new Attributes.Draft(), _ -> null);
        } catch (InvalidRequestException e) {
            assertThat(e).hasMessageMatching("(?s).+=.+");
        }
    }

    @Property
    void nothingButARefusalComesOfAnyWords(@ForAll("words") String text) {
        nothingButARefusalComesOfAnyText(text);
    }

    /** Texts that look like the language, so that they get past the first word. */
    @Provide
    Arbitrary<String> words() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "1",
                        "2.5",
                        "'t'",
                        "3:4",
                        "==",
                        "=",
                        "<",
                        "+",
                        "-",
                        "*",
                        "/",
                        "(",
                        ")",
                        "[",
                        "]",
                        "..",
                        ",",
                        ";",
                        "and",
                        "or",
                        "not",
                        "in",
                        "set",
                        "remove",
                        "delete",
                        "exists",
                        "init_array",
                        "min",
                        "'int'",
                        "`q`",
                        "~")
                .list()
                .ofMaxSize(12)
                .map(words -> String.join(" ", words));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
