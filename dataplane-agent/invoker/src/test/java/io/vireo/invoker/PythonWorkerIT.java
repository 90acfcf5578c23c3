package io.vireo.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.gateway.Header;
import io.vireo.invoker.CollectedAnswer.Answer;
import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.log.LogLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What Python handlers answer and log, from their start to their orderly end. */
class PythonWorkerIT extends PythonWorkerScene {
    @Nested
    class Answers {

        @Test
        void areWhatTheHandlerReturned() throws Exception {
            deploy("""
                    import nuclio_sdk

                    def handler(context, event):
                        return {
                            "/text": lambda: "text",
                            "/bytes": lambda: b"\\x00\\xff",
                            "/dict": lambda: {"a": [1, None]},
                            "/pair": lambda: (404, "gone"),
                            "/pair-json": lambda: (201, [1]),
                            "/none": lambda: None,
                            "/response": lambda: context.Response(
                                headers={"X-A": "1", "X-Bad": "a\\r\\nb: c", "Content-Type": "lost"},
                                body="b", content_type="text/html", status_code=202),
                            "/sdk": lambda: nuclio_sdk.Response(body={"x": 1}),
                            "/stream": lambda: (str(n) * 3 for n in range(4)),
                            "/long": lambda: b"x" * 1_000_000,
                        }[event.path]()
                    """);

            assertAnswer("/text", 200, "text/plain", "text");
            assertAnswer("/dict", 200, "application/json", "{\"a\": [1, null]}");
            assertAnswer("/pair", 404, "text/plain", "gone");
            assertAnswer("/pair-json", 201, "application/json", "[1]");
            assertAnswer("/none", 200, "text/plain", "None");
            assertAnswer("/sdk", 200, "application/json", "{\"x\": 1}");
            assertAnswer("/stream", 200, "text/plain", "000111222333");
            assertThat(get("/bytes").body()).containsExactly(0, 255);
            assertThat(get("/long").body()).hasSize(1_000_000).containsOnly('x');
            Answer response = get("/response");
            assertThat(response.status()).isEqualTo(202);
            assertThat(response.headers()).containsOnly(Map.entry("X-A", "1"), Map.entry("Content-Type", "text/html"));
        }

        @Test
        void seeTheWholeEvent() throws Exception {
            deploy("""
                    import json, datetime

                    def init_context(context):
                        context.user_data.greeting = "hi"

                    def handler(context, event):
                        assert isinstance(event.timestamp, datetime.datetime) and event.timestamp.tzinfo is None
                        return json.dumps([
                            context.user_data.greeting, context.worker_id, context.trigger.kind, context.platform.kind,
                            event.method, event.path, event.content_type, event.body, event.fields, event.size,
                            event.get_header("X-REQUEST-ID"), event.headers["X-Request-Id"], event.trigger.kind, event.url,
                            event.shard_id, event.num_shards, event.offset, event.topic, event.type, len(event.id)])
                    """);

            Answer answer = call(
                    "POST",
                    "/p/q",
                    "a=1&a=2",
                    List.of(new Header("content-type", "application/json"), new Header("x-request-id", "r1")),
                    "{\"k\":\"é\"}".getBytes(StandardCharsets.UTF_8));

            assertThat(answer.text())
                    .isEqualTo("[\"hi\", \"0\", \"http\", \"local\", \"POST\", \"/p/q\", \"application/json\","
                            + " {\"k\": \"\\u00e9\"}, {\"a\": \"2\"}, 10, \"r1\", \"r1\", \"http\", \"\","
                            + " -1, 0, 0, \"\", \"\", 36]");
        }

        @Test
        void takeLongBodiesThroughTheArena() throws Exception {
            deploy("""
                    import hashlib

                    def handler(context, event):
                        return hashlib.sha256(event.body).hexdigest() + " " + str(event.size)
                    """);
            byte[] body = new byte[5_000_000];
            new java.util.SplittableRandom(1).nextBytes(body);
            String digest = java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(body));

            for (int i = 0; i < 20; i++) {
                assertThat(call("PUT", "/", "", List.of(), body).text()).isEqualTo(digest + " 5000000");
            }
        }

        @Test
        void areErrorsWhenTheHandlerRaisesAndTheWorkerGoesOn() throws Exception {
            deploy("""
                    import sys

                    def handler(context, event):
                        if event.path == "/exit":
                            sys.exit(3)
                        if event.path == "/status":
                            return (7, "x")
                        raise KeyError("name")
                    """);

            Answer answer = get("/");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.contentType()).isEqualTo("text/plain");
            assertThat(answer.text())
                    .startsWith("Exception caught in handler - \"'name'\": Traceback (most recent call last):")
                    .endsWith("KeyError: 'name'\n");
            assertThat(get("/exit").text()).contains("SystemExit: 3");
            assertThat(get("/status").text()).contains("status_code=7 is outside");
            assertThat(host.alive()).hasSize(1);
        }

        @Test
        void comeTogetherFromAnAsynchronousHandler() throws Exception {
            deploy("""
                    import asyncio

                    async def init_context(context):
                        await asyncio.sleep(0)
                        context.user_data.gate = asyncio.Event()
                        context.user_data.count = 0

                    async def handler(context, event):
                        context.user_data.count += 1
                        if context.user_data.count == 50:
                            context.user_data.gate.set()
                        await context.user_data.gate.wait()
                        return event.path
                    """);
            List<CollectedAnswer> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(begin("/" + i));
            }

            for (int i = 0; i < 50; i++) {
                assertThat(answers.get(i).await().text()).isEqualTo("/" + i);
            }
        }

        @Test
        void stopInTheMiddleWhenAStreamRaises() throws Exception {
            deploy("""
                    def handler(context, event):
                        if event.path == "/early":
                            raise ValueError("early")
                        yield "one"
                        raise ValueError("late")
                    """);

            Answer late = get("/late");
            assertThat(late.aborted()).isTrue();
            assertThat(late.text()).isEqualTo("one");
            assertThat(get("/early").status()).isEqualTo(500);
        }

        @Test
        void haveMetadataInBytesOnRequest() throws Exception {
            FunctionConfig config = config(1, """
                    def handler(context, event):
                        return repr((event.path, event.headers, event.get_header("x-a"), event.trigger.kind))
                    """, 1, 0, Map.of("NUCLIO_PYTHON_DECODE_EVENT_STRINGS", "false"));
            apply(config);

            Answer answer = call("GET", "/p", "", List.of(new Header("x-a", "1")), NOTHING);

            assertThat(answer.text()).isEqualTo("(b'/p', {b'X-A': b'1'}, b'1', b'http')");
        }

        private void assertAnswer(String path, int status, String contentType, String text) throws Exception {
            Answer answer = get(path);
            assertThat(answer.text()).isEqualTo(text);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.contentType()).isEqualTo(contentType);
        }
    }

    @Nested
    class Logs {

        @Test
        void holdWhatIsPrintedAndLoggedWithTheEvent() throws Exception {
            deploy("""
                    import os, subprocess, sys
                    print("imported")

                    def handler(context, event):
                        print("printed")
                        print("no end", end="", file=sys.stderr)
                        context.logger.warn_with("logged %s", "well", n=1)
                        os.write(2, b"from C\\n")
                        subprocess.run(["echo", "child"])
                        return event.id
                    """);
            String eventId = get("/").text();

            assertThat(line("imported").eventId()).isEmpty();
            assertThat(line("printed")).satisfies(line -> {
                assertThat(line.source()).isEqualTo(LogLine.Source.STDOUT);
                assertThat(line.eventId()).isEqualTo(eventId);
                assertThat(line.version()).isEqualTo(1);
                assertThat(line.worker()).isEqualTo("0");
            });
            assertThat(line("no end").source()).isEqualTo(LogLine.Source.STDERR);
            assertThat(line("logged well").fields()).isEqualTo("{\"n\": 1}");
            assertThat(line("from C").level()).isEqualTo(LogLine.Level.ERROR);
            assertThat(line("child").source()).isEqualTo(LogLine.Source.STDOUT);
        }

        @Test
        void areLiveWhileTheHandlerRuns() throws Exception {
            deploy("""
                    import os, time

                    def handler(context, event):
                        print("begun")
                        while not os.path.exists("go"):
                            time.sleep(0.01)
                        return "done"
                    """);
            CollectedAnswer answer = begin("/");

            assertThat(line("begun").message()).isEqualTo("begun");
            assertThat(answer.future()).isNotDone();

            Files.createFile(folder.resolve("code-01" + "00".repeat(31)).resolve("go"));
            assertThat(answer.await().text()).isEqualTo("done");
        }

        private LogLine line(String message) {
            AtomicReference<LogLine> found = new AtomicReference<>();
            await(() -> {
                log.stream()
                        .filter(line -> line.message().equals(message))
                        .findFirst()
                        .ifPresent(found::set);
                return found.get() != null;
            });
            return found.get();
        }
    }

    @Nested
    class Secrets {

        @Test
        void areNotInTheEnvironmentArgumentsOrFiles() throws Exception {
            deploy("""
                    import json, os, sys

                    def handler(context, event):
                        with open("/proc/self/environ", "rb") as file:
                            environ = file.read().decode()
                        with open("/proc/self/cmdline", "rb") as file:
                            arguments = file.read().decode()
                        files = [os.readlink("/proc/self/fd/" + fd) for fd in os.listdir("/proc/self/fd")
                                 if os.path.exists("/proc/self/fd/" + fd)]
                        return json.dumps([environ, arguments, dict(os.environ), sys.argv, repr(vars(context)), files,
                                           sys.stdin.read()])
                    """);

            String seen = get("/").text();

            assertThat(seen).doesNotContain("oken").doesNotContain("rant");
            assertThat(seen).endsWith("\"\"]");
        }
    }

    @Nested
    class End {

        @Test
        void isOrderlyAfterWhatIsBegunIsAnswered() throws Exception {
            deploy("""
                    import time

                    def init_context(context):
                        context.platform.set_drain_callback(lambda: print("draining"))
                        context.platform.set_termination_callback(lambda: print("terminating"))

                    def handler(context, event):
                        time.sleep(0.3)
                        return "done"
                    """);
            CollectedAnswer answer = begin("/");

            assertThat(invoker.drain(10, TimeUnit.SECONDS)).isTrue();

            assertThat(answer.await().text()).isEqualTo("done");
            await(() -> host.alive().isEmpty());
            assertThat(log).extracting(LogLine::message).contains("draining", "terminating");
        }

        @Test
        void comesWithTheInvoker() throws Exception {
            deploy("def handler(context, event): return ''\n");

            invoker.close();

            await(() -> host.alive().isEmpty());
        }
    }
}
