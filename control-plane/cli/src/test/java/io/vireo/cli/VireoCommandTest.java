package io.vireo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands send, and what they print, word for word. */
class VireoCommandTest {
    @TempDir
    Path directory;

    private final Map<String, Answer> answers = new HashMap<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private HttpServer server;

    private record Answer(int status, String body) {}

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Nested
    class Lists {
        @Test
        void arePrintedAsATable() {
            answers.put("GET /api/v1/tenants?limit=200", new Answer(200, """
                            {"items":[{"name":"default","state":"live","endpoints":{"native":"http://127.0.0.1:8081"}},
                                      {"name":"b","state":"retired"}],"next":null}"""));

            assertThat(run("tenant", "list")).isZero();

            assertThat(output()).isEqualTo("""
                            NAME     STATE    NATIVE
                            default  live     http://127.0.0.1:8081
                            b        retired  -
                            """);
        }

        @Test
        void sayWhatToDoWhenTheyAreEmpty() {
            answers.put("GET /api/v1/tenants/default/keys?limit=200", new Answer(200, "{\"items\":[],\"next\":null}"));

            assertThat(run("key", "list")).isZero();

            assertThat(output())
                    .isEqualTo("No keys yet. Make one with: ./vireo key create --tenant default --name NAME\n");
        }

        @Test
        void followTheCursorToTheEnd() {
            answers.put(
                    "GET /api/v1/nodes?limit=200", new Answer(200, "{\"items\":[{\"name\":\"a\"}],\"next\":\"c/1\"}"));
            answers.put("GET /api/v1/nodes?limit=200&cursor=c%2F1", new Answer(200, "{\"items\":[{\"name\":\"b\"}]}"));

            assertThat(run("node", "list", "--json")).isZero();

            assertThat(output()).isEqualToIgnoringWhitespace("[{\"name\":\"a\"},{\"name\":\"b\"}]");
        }
    }

    @Nested
    class Changes {
        @Test
        void sendWhatWasAskedForWithTheToken() {
            answers.put(
                    "POST /api/v1/tenants/t%201/keys {\"name\":\"ci\",\"user\":\"ann\"}",
                    new Answer(201, "{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"sessionKey\":\"K\"}"));

            assertThat(run("key", "create", "--tenant", "t 1", "--user", "ann", "--name", "ci", "--json"))
                    .isZero();

            assertThat(output())
                    .isEqualToIgnoringWhitespace(
                            "{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"sessionKey\":\"K\"}");
        }

        @Test
        void deployASourceFileAndReturnWhenItServes() throws IOException {
            Path source = Files.writeString(directory.resolve("hello.py"), "def handler(context, event): pass\n");
            String functions = "/api/v1/tenants/default/functions";
            String files =
                    "{\"files\":{\"hello.py\":\"def handler(context, event): pass\\n\"},\"config\":{\"handler\":\"hello:handler\"}";
            answers.put("GET " + functions + "?limit=200", new Answer(200, "{\"items\":[]}"));
            answers.put("POST " + functions + " " + files + ",\"name\":\"hello\"}", new Answer(201, "{}"));
            answers.put(
                    "POST " + functions + "/hello/versions " + files + ",\"message\":\"first\"}",
                    new Answer(201, "{\"version\":1}"));
            answers.put(
                    "POST " + functions + "/hello/deployments {\"version\":1}",
                    new Answer(202, "{\"deploymentId\":\"d1\",\"state\":\"PENDING\"}"));
            answers.put("GET " + functions + "/hello/deployments/d1?follow=true", new Answer(200, """
                            event:deployment
                            data:{"deploymentId":"d1","state":"STARTING"}

                            :idle

                            event:deployment
                            data:{"deploymentId":"d1","state":"SERVING"}

                            """));

            int exitCode = run("function", "deploy", source.toString(), "--message", "first");

            assertThat(errors()).isEqualTo("version 1: pending\nversion 1: starting\nversion 1: serving\n");
            assertThat(exitCode).isZero();
            assertThat(output()).startsWith("Version 1 of hello serves.\nNext: ./vireo function invoke hello");
        }

        @Test
        void sayThatNobodyKnowsHowADeploymentEndsWhenTheConsoleGoesAway() {
            String functions = "/api/v1/tenants/default/functions/hello";
            answers.put(
                    "POST " + functions + "/deployments {\"version\":1}",
                    new Answer(202, "{\"deploymentId\":\"d1\",\"state\":\"PENDING\"}"));
            answers.put(
                    "GET " + functions + "/deployments/d1?follow=true",
                    new Answer(200, "event:deployment\ndata:{\"deploymentId\":\"d1\",\"state\":\"PUSHED\"}\n\n"));

            assertThat(run("function", "rollback", "hello", "1")).isEqualTo(1);

            assertThat(errors()).endsWith("""
                    vireo: the console no longer tells how version 1 of hello gets on
                      it goes on all the same; see ./vireo function show hello
                    """);
        }
    }

    @Nested
    class Refusals {
        @Test
        void arePrintedAsFactAndAdviceWithExitCodeOne() {
            answers.put("POST /api/v1/tenants {\"name\":\"a b\"}", new Answer(400, """
                            {"detail":"the tenant is not valid","code":"invalid","errors":[{"field":"name","message":"holds a blank"}]}"""));

            assertThat(run("tenant", "create", "a b")).isEqualTo(1);

            assertThat(errors()).isEqualTo("vireo: the tenant is not valid\n  name: holds a blank\n");
            assertThat(output()).isEmpty();
        }

        @Test
        void sayWhomToAskWhenTheRoleIsMissing() {
            answers.put("GET /api/v1/audit?limit=50", new Answer(403, "{\"detail\":\"audit:Read is not allowed\"}"));

            assertThat(run("audit", "list")).isEqualTo(1);

            assertThat(errors())
                    .isEqualTo("vireo: audit:Read is not allowed\n  ask an administrator for a role that allows it\n");
        }

        @Test
        void sayThatNothingListensThere() {
            server.stop(0);

            assertThat(run("tenant", "list")).isEqualTo(1);

            assertThat(errors()).startsWith("vireo: the console does not answer: http://127.0.0.1:");
        }

        @Test
        void nameTheFolderInWhichThereIsNoInstallation() {
            assertThat(runWith(
                            Map.of(),
                            "tenant",
                            "list",
                            "--data",
                            directory.resolve("none").toString()))
                    .isEqualTo(1);

            assertThat(errors()).startsWith("vireo: there is no installation in " + directory.resolve("none"));
        }
    }

    @Nested
    class Usage {
        @Test
        void isExplainedAtEveryLevel() {
            assertThat(run("--help")).isZero();
            assertThat(run("function", "--help")).isZero();
            assertThat(run("function", "deploy", "--help")).isZero();

            assertThat(output()).contains("tenant", "rollback", "--message");
        }

        @Test
        void isExitCodeTwoWhenWrong() {
            assertThat(run("tenant", "frobnicate")).isEqualTo(2);
            assertThat(run("tenant")).isEqualTo(2);
            assertThat(run("key", "create")).isEqualTo(2);
            assertThat(errors()).contains("--name");
        }
    }

    @Test
    void saysThatNothingRunsWhereNothingWasInstalled() {
        assertThat(runWith(Map.of(), "status", "--json", "--data", directory.toString()))
                .isZero();

        assertThat(output()).contains("\"state\" : \"stopped\"", "\"processes\" : [ ]", "\"bootstrapLink\" : null");
    }

    private int run(String... arguments) {
        return runWith(
                Map.of("VIREO_URL", "http://127.0.0.1:" + server.getAddress().getPort(), "VIREO_TOKEN", "secret"),
                arguments);
    }

    private int runWith(Map<String, String> environment, String... arguments) {
        return VireoCommand.commandLine(new Console(
                        new PrintStream(output, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8),
                        environment))
                .execute(arguments);
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body);
        boolean authorised = "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        Answer answer = authorised
                ? answers.getOrDefault(
                        request, new Answer(404, "{\"detail\":\"not expected: " + request.replace("\"", "'") + "\"}"))
                : new Answer(401, "{\"detail\":\"no token\"}");
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
