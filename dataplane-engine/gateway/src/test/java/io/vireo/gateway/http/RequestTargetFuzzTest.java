package io.vireo.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.engine.item.PathRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Targets of requests, and paths as bodies carry them. What the gateway takes, the engine takes too, and percent-encoded it is the same path again;
 * all else is refused.
 */
class RequestTargetFuzzTest extends FuzzTest {
    private static final ResourcePath DIRECTORY = ResourcePath.parse("/data/photos/");

    @Override
    protected int executions() {
        return 60_000;
    }

    @Override
    protected void check(byte[] input) {
        checkTarget(new String(input, StandardCharsets.ISO_8859_1)); // as the HTTP decoder reads request lines
        checkChild(new String(input, StandardCharsets.UTF_8));
    }

    private static void checkTarget(String text) {
        RequestTarget target;
        try {
            target = RequestTarget.parse(text);
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(400);
            return;
        }
        assertThat(target.path()).startsWith("/").doesNotContain("?", "#");
        try {
            Map<String, String> parameters = target.parameters();
            assertThat(parameters).hasSizeLessThanOrEqualTo(target.query().length());
            assertThat(target.decodedPath()).startsWith("/");
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(400);
        }
        try {
            ResourcePath path = ResourcePath.parse(target.path());
            checkPath(path);
            String encoded = path.container().isEmpty()
                    ? "/"
                    : "/" + encoded(path.container())
                            + (path.path().isEmpty() ? "" : "/" + encoded(path.path()))
                            + (path.isDirectory() ? "/" : "");
            assertThat(ResourcePath.parse(encoded)).isEqualTo(path);
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }

    private static void checkChild(String text) {
        try {
            checkPath(DIRECTORY.resolve(text, "Name"));
        } catch (RefusedException e) {
            assertThat(e.status()).isEqualTo(400);
        }
    }

    private static void checkPath(ResourcePath path) {
        byte[] bytes = path.path().getBytes(StandardCharsets.UTF_8);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(path.path());
        assertThatCode(() -> PathRules.requireDirectory(bytes, "path")).doesNotThrowAnyException();
        assertThat(path.container()).doesNotContain("/");
    }

    private static String encoded(String path) {
        StringBuilder text = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            text.append("%%%02X".formatted(b));
        }
        return text.toString();
    }

    @Override
    protected List<byte[]> seeds() {
        return texts(
                "/data/photos/2026/a%20b.jpg?prefix=a%2Fb&limit=10&marker=",
                "http://127.0.0.1:8081/data/%C3%A4/?x#y",
                "/",
                "/data/a%2Fb/c/",
                "photos/2026/",
                "/data/" + "x".repeat(300));
    }

    @Override
    protected List<byte[]> words() {
        return texts(
                "/",
                "%2F",
                "%2E%2E",
                "..",
                ".",
                "%00",
                "%",
                "%C3%A4",
                "%ED%A0%80",
                "+",
                "&",
                "=",
                "?",
                "#",
                "://",
                "\u00e4",
                "%EF%BF%BF");
    }

    private static List<byte[]> texts(String... texts) {
        return List.of(texts).stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}
