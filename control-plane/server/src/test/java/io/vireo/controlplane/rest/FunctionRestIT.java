package io.vireo.controlplane.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.controlplane.Caller;
import io.vireo.controlplane.Caller.Answer;
import io.vireo.controlplane.ControlPlaneTest;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.TestInstallation;
import io.vireo.controlplane.push.Scene;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Functions over real HTTP, as the command line uses them. */
@ControlPlaneTest
class FunctionRestIT {
    private static final HttpClient STREAMS = HttpClient.newHttpClient();
    private static final String NEW_VERSION = """
            {"files": {"main.py": "def handler(context, event):\\n    return 'hi'\\n"},
             "config": {"workers": 2, "env": {"A": "b"}}, "message": "first"}""";

    @Autowired
    Scene scene;

    @LocalServerPort
    int port;

    private Caller machine;
    private String tenant;
    private String functions;

    @BeforeEach
    void newTenant() {
        machine = new Caller(port, TestInstallation.MACHINE_TOKEN);
        tenant = scene.tenant().name();
        functions = "/api/v1/tenants/" + tenant + "/functions";
    }

    @Test
    void makesAVersionOfFilesAndCreatesTheFunctionOnTheWay() throws Exception {
        Answer made = machine.post(functions + "/hello/versions", NEW_VERSION);

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("version").asInt()).isEqualTo(1);
        assertThat(made.body().path("codeSha256").asString()).hasSize(64);
        JsonNode version = machine.get(functions + "/hello/versions/1").body();
        assertThat(version.path("config").path("workers").asInt()).isEqualTo(2);
        assertThat(version.path("config").path("handler").asString()).isEqualTo("main:handler");
        assertThat(version.path("files").path("main.py").asString()).contains("return 'hi'");
        JsonNode detail = machine.get(functions + "/hello").body();
        assertThat(detail.path("function").path("state").asString()).isEqualTo("NOT_DEPLOYED");
        assertThat(detail.path("function").path("draftAhead").asBoolean()).isFalse();
    }

    @Test
    void makesAVersionOfAnArchiveInBothForms() throws Exception {
        FunctionFiles files = FunctionFiles.ofText(Map.of(
                "main.py", "def handler(context, event): return 1\n",
                "function.yaml", "spec: {handler: 'main:handler', triggers: {http: {kind: http, numWorkers: 3}}}"));

        Answer raw = machine.send(machine.request(functions + "/zipped/versions?message=raw")
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofByteArray(files.toArchive())));
        Answer multipart = machine.send(machine.request(functions + "/zipped/versions")
                .header("Content-Type", "multipart/form-data; boundary=XX")
                .POST(BodyPublishers.ofByteArray(multipart(files.toArchive()))));

        assertThat(raw.status()).as(raw.body().toString()).isEqualTo(201);
        assertThat(multipart.status()).as(multipart.body().toString()).isEqualTo(201);
        assertThat(multipart.body().path("message").asString()).isEqualTo("by multipart");
        assertThat(multipart.body().path("codeSha256")).isEqualTo(raw.body().path("codeSha256"));
        assertThat(machine.get(functions + "/zipped/versions/2")
                        .body()
                        .path("config")
                        .path("workers")
                        .asInt())
                .isEqualTo(3);
        byte[] exported = machine.send(machine.request(functions + "/zipped/versions/2/archive")
                        .GET())
                .response()
                .body();
        assertThat(FunctionFiles.ofArchive(exported)).isEqualTo(files);
    }

    @Test
    void deploysAndTellsHowItGoes() throws Exception {
        machine.post(functions + "/hello/versions", NEW_VERSION);

        Answer begun = machine.post(functions + "/hello/deployments", "{\"version\": 1}");

        assertThat(begun.status()).isEqualTo(202);
        String id = begun.body().path("deploymentId").asString();
        JsonNode deployment =
                machine.get(functions + "/hello/deployments/" + id).body();
        assertThat(deployment.path("stages").valueStream().map(stage -> stage.path("name")
                        .asString()))
                .containsExactly("PENDING", "PUSHED", "FETCHING", "STARTING", "SERVING");
        assertThat(machine.get(functions + "/hello/deployments").body().path("items"))
                .hasSize(1);
    }

    @Test
    void tellsThoseWhoFollowADeploymentUntilItEnds() throws Exception {
        machine.post(functions + "/hello/versions", NEW_VERSION);
        String first = deployment();

        try (BufferedReader events = follow(first)) {
            assertThat(nextEvent(events).path("state").asString()).isEqualTo("PENDING");
            String second = deployment();

            JsonNode last = nextEvent(events);
            while (last.path("state").asString().equals("PUSHED")) {
                last = nextEvent(events);
            }

            assertThat(last.path("state").asString()).isEqualTo("FAILED");
            assertThat(last.path("message").asString()).contains("superseded");
            assertThat(events.readLine()).as("nothing follows").isNull();
            assertThat(second).isNotEqualTo(first);
        }
        try (BufferedReader events = follow(first)) {
            assertThat(nextEvent(events).path("state").asString())
                    .as("an end that came before")
                    .isEqualTo("FAILED");
            assertThat(events.readLine()).isNull();
        }
    }

    private String deployment() throws Exception {
        return machine.post(functions + "/hello/deployments", "{\"version\": 1}")
                .body()
                .path("deploymentId")
                .asString();
    }

    private BufferedReader follow(String deployment) throws Exception {
        return new BufferedReader(new InputStreamReader(
                STREAMS.send(
                                machine.request(functions + "/hello/deployments/" + deployment + "?follow=true")
                                        .header("Accept", "text/event-stream")
                                        .GET()
                                        .build(),
                                BodyHandlers.ofInputStream())
                        .body(),
                StandardCharsets.UTF_8));
    }

    private static JsonNode nextEvent(BufferedReader events) throws Exception {
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("data:")) {
                events.readLine(); // the blank line that ends an event
                return new ObjectMapper().readTree(line.substring("data:".length()));
            }
        }
        throw new AssertionError("the stream ended");
    }

    @Test
    void createsFromATemplateAndSavesDrafts() throws Exception {
        Answer created = machine.post(functions, "{\"name\": \"greeter\", \"template\": \"hello\"}");
        assertThat(created.status()).isEqualTo(201);
        long revision = created.body().path("draft").path("revision").asLong();

        Answer saved = machine.call(
                "PUT",
                functions + "/greeter/draft",
                "{\"baseRevision\": %d, \"files\": {\"main.py\": \"broken(\"}}".formatted(revision));
        Answer stale = machine.call(
                "PUT",
                functions + "/greeter/draft",
                "{\"baseRevision\": %d, \"files\": {\"main.py\": \"mine\"}}".formatted(revision));

        assertThat(saved.status()).isEqualTo(200);
        assertThat(saved.body().path("revision").asLong()).isEqualTo(revision + 1);
        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.code()).isEqualTo("draft-changed");
    }

    @Test
    void listsByCursorWithoutGapsOrRepeats() throws Exception {
        for (int i = 0; i < 7; i++) {
            machine.post(functions, "{\"name\": \"f-%d\", \"files\": {}}".formatted(i));
        }

        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = machine.get(functions + "?limit=3&cursor=" + cursor).body();
            page.path("items").forEach(item -> names.add(item.path("name").asString()));
            cursor = page.path("next").asString("");
        } while (!cursor.isEmpty());

        assertThat(names).containsExactly("f-0", "f-1", "f-2", "f-3", "f-4", "f-5", "f-6");
    }

    @Test
    void namesEveryFieldAtFault() throws Exception {
        Answer refused = machine.post(functions + "/hello/versions", """
                {"files": {"main.py": "x"}, "config": {"workers": 99, "runtime": "cobol"}}""");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("invalid-field");
        assertThat(refused.body().path("errors").valueStream().map(error -> error.path("field")
                        .asString()))
                .containsExactly("config.runtime", "config.workers");
        assertThat(refused.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void refusesPathsThatLeadOut() throws Exception {
        Answer refused =
                machine.post(functions + "/hello/versions", "{\"files\": {\"../../x.py\": \"x\", \"main.py\": \"y\"}}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("field").asString()).isEqualTo("files[../../x.py]");
    }

    @Test
    void refusesWhatIsNotThere() throws Exception {
        assertThat(machine.get(functions + "/nothing").code()).isEqualTo("function-not-found");
        assertThat(machine.get("/api/v1/tenants/nowhere/functions").code()).isEqualTo("tenant-not-found");
        machine.post(functions + "/hello/versions", NEW_VERSION);
        assertThat(machine.get(functions + "/hello/versions/9").code()).isEqualTo("version-not-found");
        assertThat(machine.post(functions + "/hello/deployments", "{\"version\": 9}")
                        .code())
                .isEqualTo("version-not-found");
        assertThat(machine.post(functions + "/hello/deployments", "{}").code()).isEqualTo("invalid-field");
        assertThat(machine.get("/api/v1/function-templates/none").code()).isEqualTo("template-not-found");
        assertThat(machine.get("/api/v1/nodes/none").code()).isEqualTo("node-not-found");
    }

    @Test
    void refusesABodyThatIsTooLong() throws Exception {
        // By hand: a client of the library would go on sending, and miss the answer.
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(ascii("POST %s/hello/versions HTTP/1.1\r\nHost: localhost\r\n".formatted(functions)
                            + "Authorization: Bearer " + TestInstallation.MACHINE_TOKEN + "\r\n"
                            + "Content-Type: application/json\r\nContent-Length: " + (BodyLimitFilter.MAX_LENGTH + 1)
                            + "\r\n\r\n{"));

            String head = new BufferedReader(new InputStreamReader(socket.getInputStream())).readLine();

            assertThat(head).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void refusesABindingToAContainerThatIsNotThere() throws Exception {
        Answer refused = machine.post(functions + "/hello/versions", """
                {"files": {"main.py": "x"}, "config": {"bindings": [{"name": "data", "container": "nowhere"}]}}""");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("container-missing");
        assertThat(refused.body().path("field").asString()).isEqualTo("config.bindings[0].container");
    }

    @Test
    void describesItself() throws Exception {
        Answer description = new Caller(port, null).get("/api/v1/openapi.json");

        assertThat(description.status()).isEqualTo(200);
        assertThat(description.body().path("openapi").asString()).startsWith("3.1");
        assertThat(description.body().path("paths").propertyNames())
                .contains("/api/v1/tenants/{tenant}/functions/{name}/deployments", "/api/v1/nodes", "/api/v1/users")
                .allMatch(path -> path.startsWith("/api/v1/"));
    }

    private static byte[] multipart(byte[] archive) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(ascii("--XX\r\nContent-Disposition: form-data; name=\"archive\"; filename=\"f.zip\"\r\n"
                + "Content-Type: application/zip\r\n\r\n"));
        body.writeBytes(archive);
        body.writeBytes(ascii(
                "\r\n--XX\r\nContent-Disposition: form-data; name=\"message\"\r\n\r\nby multipart\r\n--XX--\r\n"));
        return body.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
