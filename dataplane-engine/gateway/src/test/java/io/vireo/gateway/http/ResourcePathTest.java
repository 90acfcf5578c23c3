package io.vireo.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {

    @Nested
    class Parse {

        @ParameterizedTest
        @CsvSource({
            "/, '', '', true",
            "/data, data, '', true",
            "/data/, data, '', true",
            "/data/a, data, a, false",
            "/data/a/b.txt, data, a/b.txt, false",
            "/data/a/, data, a, true",
            "/data/a%2Fb, data, a/b, false",
            "/data/a%20b+c, data, a b+c, false",
            "/1/table/, 1, table, true",
            "/data/..a/b.., data, ..a/b.., false",
            "/data/%E6%97%A5, data, 日, false",
        })
        void splitsContainerAndPath(String raw, String container, String path, boolean isDirectory) {
            assertThat(ResourcePath.parse(raw)).isEqualTo(new ResourcePath(container, path, isDirectory));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "data",
                    "//",
                    "/data//a",
                    "/data/a//",
                    "/data/./a",
                    "/data/..",
                    "/data/../other/secret",
                    "/data/%2e%2e/other",
                    "/data/a%2F..%2Fb",
                    "/../data",
                    "/data/%",
                    "/data/%4",
                    "/data/%zz",
                    "/data/%ff",
                    "/data/%c0%ae",
                    "/data/%ed%a0%80",
                    "/data/a%00b",
                    "/data/a%0ab",
                    "/data/%ef%bf%be",
                })
        void refusesWhatNamesNothingOrEscapes(String raw) {
            assertThatThrownBy(() -> ResourcePath.parse(raw))
                    .isInstanceOfSatisfying(RefusedException.class, refusal -> {
                        assertThat(refusal.status()).isEqualTo(400);
                        assertThat(refusal).hasMessageContaining("field=");
                    });
        }

        @Test
        void acceptsTheLongestSegmentAndRefusesTheNext() {
            String longest = "a".repeat(ResourcePath.MAX_SEGMENT_BYTES);

            assertThat(ResourcePath.parse("/data/" + longest).path()).isEqualTo(longest);
            assertThatThrownBy(() -> ResourcePath.parse("/data/" + longest + "a"))
                    .hasMessageContaining("max_bytes=3584");
        }

        @Test
        void countsBytesNotCharacters() {
            assertThat(ResourcePath.parse("/data/" + "%C3%A9".repeat(1792)).path())
                    .hasSize(1792);
            assertThatThrownBy(() -> ResourcePath.parse("/data/" + "%C3%A9".repeat(1793)))
                    .hasMessageContaining("max_bytes=3584");
        }

        @Test
        void acceptsTheLongestPathAndRefusesTheNext() {
            String segment = "a".repeat(127) + "/";
            String longest = segment.repeat(31) + "a".repeat(128);

            assertThat(ResourcePath.parse("/data/" + longest).path()).hasSize(ResourcePath.MAX_PATH_BYTES);
            assertThatThrownBy(() -> ResourcePath.parse("/data/" + longest + "a"))
                    .hasMessageContaining("max_bytes=4096");
        }
    }

    @Nested
    class Resolve {

        @Test
        void joinsWhatABodyNames() {
            ResourcePath container = ResourcePath.parse("/data/");

            assertThat(container.resolve("table/sub/", "TableName"))
                    .isEqualTo(new ResourcePath("data", "table/sub", true));
            assertThat(container.resolve("table", "TableName").resolve("key", "Key"))
                    .isEqualTo(new ResourcePath("data", "table/key", false));
        }

        @Test
        void refusesToLeaveByTheNameOfTheField() {
            assertThatThrownBy(() -> ResourcePath.parse("/data/table/").resolve("../x", "Key"))
                    .hasMessageContaining("field=Key");
        }
    }
}
