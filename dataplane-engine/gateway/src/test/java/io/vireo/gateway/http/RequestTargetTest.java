package io.vireo.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class RequestTargetTest {

    @Test
    void splitsPathAndQuery() {
        assertThat(RequestTarget.parse("/data/a?b=c?d")).isEqualTo(new RequestTarget("/data/a", "b=c?d"));
    }

    @Test
    void takesThePathOutOfAnAbsoluteForm() {
        assertThat(RequestTarget.parse("http://host:81/data?x")).isEqualTo(new RequestTarget("/data", "x"));
        assertThat(RequestTarget.parse("http://host")).isEqualTo(new RequestTarget("/", ""));
    }

    @Test
    void refusesWhatIsNoPath() {
        assertThatThrownBy(() -> RequestTarget.parse("*")).isInstanceOf(RefusedException.class);
    }

    @Test
    void decodesParameters() {
        assertThat(new RequestTarget("/", "prefix=a%2Fb+c&max-keys=2&empty&=x&&max-keys=3").parameters())
                .containsOnly(entry("prefix", "a/b c"), entry("max-keys", "2"), entry("empty", ""), entry("", "x"));
    }

    @Test
    void refusesAParameterThatIsNotUtf8ByItsName() {
        assertThatThrownBy(() -> new RequestTarget("/", "marker=%ff").parameters())
                .hasMessageContaining("field=marker");
    }

    @Test
    void takesSlashesAtTheStartAsOne() {
        assertThat(RequestTarget.parse("//data/a").path()).isEqualTo("/data/a");
        assertThat(RequestTarget.parse("///").path()).isEqualTo("/");
        assertThat(RequestTarget.parse("http://host//data//a?b=//").path()).isEqualTo("/data//a");
    }
}
