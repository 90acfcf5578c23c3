package io.vireo.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Runs the cases of {@code src/test/resources/wire-cases}: data, so that clients in other languages can be held to them too. Their
 * README says how they are written. Over engines of one reactor and of two: nobody can tell them apart.
 */
class WireCasesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    @TempDir
    static Path folder;

    private static GatewayUnderTest ofOneReactor;
    private static GatewayUnderTest ofTwoReactors;

    @BeforeAll
    static void start() throws IOException {
        ofOneReactor = GatewayUnderTest.start(Files.createDirectory(folder.resolve("one")), 1);
        ofTwoReactors = GatewayUnderTest.start(Files.createDirectory(folder.resolve("two")), 2);
    }

    @AfterAll
    static void stop() {
        ofOneReactor.close();
        ofTwoReactors.close();
    }

    @TestFactory
    Stream<DynamicContainer> casesOverOneReactor() throws IOException {
        return cases(ofOneReactor);
    }

    @TestFactory
    Stream<DynamicContainer> casesOverTwoReactors() throws IOException {
        return cases(ofTwoReactors);
    }

    private static Stream<DynamicContainer> cases(GatewayUnderTest gateway) throws IOException {
        Path cases = Path.of("src/test/resources/wire-cases");
        try (Stream<Path> files = Files.list(cases)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream()
                    .map(file -> container(file, gateway));
        }
    }

    private static DynamicContainer container(Path file, GatewayUnderTest gateway) {
        JsonNode root = JSON.readTree(file.toFile());
        return DynamicContainer.dynamicContainer(
                file.getFileName().toString(),
                root.valueStream()
                        .map(wireCase -> DynamicTest.dynamicTest(
                                wireCase.get("name").asString(), () -> run(wireCase, gateway))));
    }

    private static void run(JsonNode wireCase, GatewayUnderTest gateway) throws IOException, InterruptedException {
        Map<String, String> variables = new HashMap<>();
        int number = 0;
        for (JsonNode step : wireCase.get("steps")) {
            String label = "step " + number++ + " " + step.get("request");
            HttpResponse<byte[]> response = gateway.send(request(step.get("request"), variables, gateway));
            check(label, step.get("expect"), response, variables);
        }
    }

    private static HttpRequest.Builder request(
            JsonNode request, Map<String, String> variables, GatewayUnderTest gateway) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(gateway.uri(filled(request.get("target").asString(), variables)));
        boolean isAnonymous = request.has("anonymous");
        if (!isAnonymous && !request.path("headers").has("X-v3io-session-key")) {
            builder.header("X-v3io-session-key", GatewayUnderTest.KEY);
        }
        request.path("headers")
                .properties()
                .forEach(header ->
                        builder.header(header.getKey(), filled(header.getValue().asString(), variables)));
        if (request.has("function")) {
            builder.header("X-v3io-function", request.get("function").asString());
        }
        String body = request.has("json")
                ? request.get("json").toString()
                : request.path("text").asString("");
        return builder.method(request.get("method").asString(), BodyPublishers.ofString(filled(body, variables)));
    }

    private static String filled(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(variables.getOrDefault(match.group(1), match.group())));
    }

    private static void check(
            String label, JsonNode expected, HttpResponse<byte[]> response, Map<String, String> variables) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        String described = label + " -> " + response.statusCode() + " " + body;
        assertThat(response.statusCode())
                .as(described)
                .isEqualTo(expected.get("status").asInt());
        expected.path("headers").properties().forEach(header -> assertThat(
                        response.headers().firstValue(header.getKey()).orElse("(absent)"))
                .as(described + " header " + header.getKey())
                .matches(header.getValue().asString()));
        if (expected.has("text")) {
            assertThat(body).as(described).isEqualTo(filled(expected.get("text").asString(), variables));
        }
        for (JsonNode part : expected.path("contains")) {
            assertThat(body).as(described).contains(filled(part.asString(), variables));
        }
        for (JsonNode part : expected.path("containsNot")) {
            assertThat(body).as(described).doesNotContain(filled(part.asString(), variables));
        }
        if (expected.has("json")) {
            JsonNode wanted = JSON.readTree(filled(expected.get("json").toString(), variables));
            assertThat(JSON.readTree(body)).as(described).isEqualTo(wanted);
        }
        expected.path("capture").properties().forEach(capture -> {
            Matcher matcher = Pattern.compile(capture.getValue().asString())
                    .matcher(body + "\n" + response.headers().map());
            assertThat(matcher.find())
                    .as(described + " capture " + capture.getKey())
                    .isTrue();
            variables.put(capture.getKey(), matcher.group(1));
        });
    }
}
