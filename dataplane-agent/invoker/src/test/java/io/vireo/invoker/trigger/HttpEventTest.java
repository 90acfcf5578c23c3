package io.vireo.invoker.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.gateway.FunctionCall;
import io.vireo.gateway.Header;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpEventTest {

    @ParameterizedTest
    @CsvSource({
        "content-type, Content-Type",
        "X-NUCLIO-LOG-LEVEL, X-Nuclio-Log-Level",
        "testHeaderKey1, Testheaderkey1",
        "Host, Host",
        "x--y, X--Y",
        "etag, Etag"
    })
    void namesHeadersCanonically(String sent, String canonical) {
        assertThat(HttpEvent.canonical(sent)).isEqualTo(canonical);
    }

    @Test
    void holdsContentTypeHeadersAndTheLastValueOfEachParameter() {
        HttpEvent event = HttpEvent.of(call(
                "a=1&b=x%20y&a=2&flag&plus=a+b",
                List.of(new Header("content-type", "application/json"), new Header("x-a", "1"))));

        assertThat(event.contentType()).isEqualTo("application/json");
        assertThat(event.headers()).contains(new Header("Content-Type", "application/json"), new Header("X-A", "1"));
        assertThat(event.fields())
                .containsExactlyInAnyOrder(
                        new Header("a", "2"),
                        new Header("b", "x y"),
                        new Header("flag", ""),
                        new Header("plus", "a b"));
    }

    @Test
    void namesEventsByRandomUuids() {
        SplittableRandom random = new SplittableRandom(7);

        UUID first = UUID.fromString(EventIds.next(random));

        assertThat(first.version()).isEqualTo(4);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(EventIds.next(random)).isNotEqualTo(first.toString());
    }

    private static FunctionCall call(String query, List<Header> headers) {
        return new FunctionCall("f", "GET", "/", query, "/functions/f", headers, new byte[0], "");
    }
}
