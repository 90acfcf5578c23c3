package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.client.AttributeValue.Decimal;
import io.vireo.client.AttributeValue.Float64;
import io.vireo.client.AttributeValue.Int64;
import io.vireo.client.AttributeValue.Text;
import io.vireo.client.ListRange.KeyAttribute;
import io.vireo.client.ListRange.KeyType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableKeysTest {
    private static final KeyAttribute CUSTOMER = new KeyAttribute("customer", KeyType.TEXT);
    private static final KeyAttribute AMOUNT = new KeyAttribute("amount", KeyType.NUMBER);

    private final TableKeys keys = new TableKeys("shop/orders", CUSTOMER, AMOUNT);

    private String path(String customer, AttributeValue amount) {
        return keys.path(Map.of("customer", new Text(customer), "amount", amount, "other", new Text("x")));
    }

    @Test
    void writesWhatTheEngineReads() {
        assertThat(path("a/b.c-d", new Int64(42))).isEqualTo("shop/orders/a-sb-dc--d.p13142");
        assertThat(path("Grüße 1", new Int64(-42))).isEqualTo("shop/orders/Grüße 1.n12457~");
        assertThat(path("x", new Int64(0))).isEqualTo("shop/orders/x.o");
        assertThat(path("x", new Float64(42))).isEqualTo(path("x", new Int64(42)));
        assertThat(path("x", new Decimal("4.20e1"))).isEqualTo(path("x", new Int64(42)));
    }

    @Test
    void ordersPathsAsKeys() {
        List<String> paths =
                List.of("-1e125", "-3", "-2.5", "-1e-130", "0", "1e-130", "2.5", "3", "30", "1e125").stream()
                        .map(digits -> path("x", new Decimal(digits)))
                        .toList();

        assertThat(paths)
                .isSortedAccordingTo((first, second) -> Arrays.compareUnsigned(
                        first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsKeysBackFromPaths() {
        for (AttributeValue amount : List.of(
                new Int64(Long.MAX_VALUE / 100),
                new Int64(-7),
                new Int64(0),
                new Decimal("-0.5"),
                new Decimal("1.234567890123456789E+19"))) {
            assertThat(keys.key(path("a/b.c-d\0", amount)))
                    .containsExactly(Map.entry("customer", new Text("a/b.c-d\0")), Map.entry("amount", amount));
        }
        TableKeys blobs = new TableKeys("t", new KeyAttribute("id", KeyType.BYTES), null);
        byte[] id = {0, 1, '-', '.', '/', -1, 127};
        assertThat(blobs.key(blobs.path(Map.of("id", new AttributeValue.Bytes(id))))
                        .get("id"))
                .isInstanceOfSatisfying(AttributeValue.Bytes.class, read -> assertThat(read.value())
                        .isEqualTo(id));
    }

    @Test
    void refusesWhatIsNoKeyByName() {
        assertThatThrownBy(() -> keys.path(Map.of("customer", new Text("x"))))
                .hasMessage("key is missing: field=amount");
        assertThatThrownBy(() -> path("", new Int64(1))).hasMessage("key is empty: field=customer");
        assertThatThrownBy(() -> path("x", new Text("1")))
                .hasMessage("key is of another type: expected=NUMBER: field=amount");
        assertThatThrownBy(() -> path("x", new Float64(Double.NaN)))
                .hasMessage("key is no number that a key can be: field=amount");
        assertThatThrownBy(() -> path("x", new Decimal("1e126")))
                .hasMessage("key is no number that a key can be: field=amount");
        for (String other : List.of(
                "shop/orders",
                "shop/orders/",
                "shop/orders/x",
                "shop/orders/x.",
                "shop/orders/x.y.o",
                "shop/order/x.o",
                "shop/orders/x/y.o",
                "shop/orders/x.p1310")) {
            assertThatThrownBy(() -> keys.key(other)).hasMessage("path is not that of a row: field=path");
        }
    }
}
