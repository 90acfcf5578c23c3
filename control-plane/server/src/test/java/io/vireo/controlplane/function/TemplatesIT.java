package io.vireo.controlplane.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.FunctionTemplate;
import io.vireo.controlplane.TemplateService;
import io.vireo.controlplane.push.Scene;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every template is a handler that runs, called by a real Python as a worker would call it. */
@ControlPlaneTest
class TemplatesIT {
    @Autowired
    Scene scene;

    @Autowired
    TemplateService templates;

    @TempDir
    Path folder;

    @Test
    void helloGreetsWhoIsNamed() throws Exception {
        assertThat(call("hello", "{\"name\": \"dana\"}").path("greeting").asString())
                .isEqualTo("Hello, dana!");
        assertThat(call("hello", "").path("greeting").asString()).isEqualTo("Hello, world!");
    }

    @Test
    void jsonTransformSumsByKeyAndRefusesWhatIsNoList() throws Exception {
        JsonNode totals = call("json-transform", exampleOf("json-transform")).path("totals");

        assertThat(totals.path("a").asInt()).isEqualTo(3);
        assertThat(totals.path("b").asInt()).isEqualTo(5);
        assertThat(call("json-transform", "{\"no\": \"list\"}").path("status").asInt())
                .isEqualTo(400);
        assertThat(call("json-transform", "no json").path("status").asInt()).isEqualTo(400);
    }

    @Test
    void itemWriterKeepsTheBodyAndWhatIsKnownAboutIt() throws Exception {
        JsonNode answer = call("item-writer", "some note");

        assertThat(answer.path("path").asString()).isEqualTo("notes/event-1");
        assertThat(answer.path("attributes").path("length").asInt()).isEqualTo(9);
    }

    @Test
    void counterCounts() throws Exception {
        assertThat(call("counter", "").path("calls").asInt()).isEqualTo(1);
    }

    @Test
    void asyncWaits() throws Exception {
        assertThat(call("async", "{\"seconds\": 0.05}").path("waited_seconds").asDouble())
                .isGreaterThanOrEqualTo(0.05);
    }

    private String exampleOf(String id) {
        return scene.asMachine(() -> templates.find(id)).exampleBody();
    }

    private JsonNode call(String id, String body) throws Exception {
        FunctionTemplate template = scene.asMachine(() -> templates.find(id));
        for (String path : template.files().paths()) {
            Files.write(folder.resolve(path), template.files().bytes(path).orElseThrow());
        }
        try (InputStream harness = TemplatesIT.class.getResourceAsStream("harness.py")) {
            Files.write(folder.resolve("harness.py"), harness.readAllBytes());
        }
        Process python = new ProcessBuilder(
                        "python3", "harness.py", template.configuration().handler(), body)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(python.getInputStream().readAllBytes(), UTF_8);
        assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new JsonMapper()
                .readTree(output.lines()
                        .filter(line -> line.startsWith("ANSWER "))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(output))
                        .substring("ANSWER ".length()));
    }
}
