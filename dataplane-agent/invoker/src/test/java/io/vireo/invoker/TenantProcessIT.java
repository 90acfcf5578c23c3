package io.vireo.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.invoker.config.FunctionConfig.Binding;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Gateway, invoker, engine and Python workers together, over HTTP. */
@Timeout(120)
class TenantProcessIT {
    private static final Binding WRITABLE = new Binding("data", Installation.DATA, "in", true);
    private static final Binding READABLE = new Binding("shelf", Installation.DATA, "in", false);
    private static final String ECHO = "def handler(context, event):\n    return event.path\n";

    @TempDir
    private Path folder;

    private Installation vireo;

    @BeforeEach
    void start() throws IOException {
        vireo = new Installation(folder);
        vireo.startEngine();
        vireo.startGateway();
    }

    @AfterEach
    void stop() {
        vireo.close();
    }

    @Nested
    class Calls {

        @Test
        void needAKeyUnlessTheFunctionIsOpen() throws Exception {
            vireo.deploy(vireo.function("f", 1, ECHO, false), vireo.function("public", 1, ECHO, true));

            assertThat(vireo.call("/functions/f/a/b", "").statusCode()).isEqualTo(401);
            assertThat(vireo.call("/functions/f/a/b", "wrong").statusCode()).isEqualTo(401);
            assertThat(vireo.call("/functions/f/a/b", Installation.KEY).body()).isEqualTo("/a/b");
            assertThat(vireo.call("/functions/public", "").body()).isEqualTo("/");
            assertThat(vireo.call("/functions/nobody/x", Installation.KEY).statusCode())
                    .isEqualTo(404);
        }

        @Test
        void areBoundedInTheirBody() throws Exception {
            vireo.deploy(vireo.function("f", 1, "def handler(c, event):\n    return str(event.size)\n", false));

            assertThat(vireo.post("/functions/f", new byte[1_000_000]).body()).isEqualTo("1000000");
            assertThat(vireo.post("/functions/f", new byte[1_000_001]).statusCode())
                    .isEqualTo(413);
            assertThat(vireo.post("/functions/f", new byte[10]).body()).isEqualTo("10");
        }

        @Test
        void streamWhatTheHandlerYields() throws Exception {
            vireo.deploy(vireo.function("f", 1, """
                    def handler(context, event):
                        for n in range(1000):
                            yield "x" * 10_000
                    """, false));

            HttpResponse<String> response = vireo.call("/functions/f", Installation.KEY);

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).hasSize(10_000_000);
        }

        @Test
        void goOnAfterTheGatewayDied() throws Exception {
            vireo.deploy(vireo.function("f", 1, ECHO, false));
            List<Process> orphans = vireo.host.alive();

            vireo.killGateway();
            Installation.await(() -> orphans.stream().noneMatch(Process::isAlive));
            vireo.startGateway();
            vireo.deploy(vireo.function("f", 1, ECHO, false));

            assertThat(vireo.call("/functions/f/again", Installation.KEY).body())
                    .isEqualTo("/again");
        }

        @Test
        void areFinishedBeforeTheProcessEnds() throws Exception {
            vireo.deploy(vireo.function("f", 1, """
                    import time

                    def handler(context, event):
                        print("begun")
                        time.sleep(1)
                        return "finished"
                    """, false));
            try (Stream<String> lines = vireo.lines("follow=true")) {
                Thread caller = Thread.ofPlatform().start(() -> assertThatIsFinished());
                assertThat(lines.anyMatch(line -> line.contains("begun"))).isTrue();
                Process gateway = vireo.stopGateway();
                caller.join();
                assertThat(gateway.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(finished).isEqualTo("finished");
        }

        private volatile String finished = "";

        private void assertThatIsFinished() {
            try {
                finished = vireo.call("/functions/f", Installation.KEY).body();
            } catch (Exception e) {
                finished = e.toString();
            }
        }
    }

    @Nested
    class Logs {
        private static final String PRINTER = """
                def handler(context, event):
                    print("line of", event.path)
                    context.logger.error_with("bad", path=event.path)
                    return ""
                """;

        @Test
        void areFollowedLiveAndFilteredAtTheSource() throws Exception {
            vireo.deploy(vireo.function("f", 1, PRINTER, false));
            try (Stream<String> all = vireo.lines("follow=true");
                    Stream<String> errors = vireo.lines("follow=true&level=error&grep=BAD")) {
                Iterator<String> live = all.filter(line -> line.contains("\"source\":\"stdout\""))
                        .iterator();
                long calledNs = System.nanoTime();
                vireo.call("/functions/f/one", Installation.KEY);
                String line = live.next();
                long delayMs = (System.nanoTime() - calledNs) / 1_000_000;

                assertThat(line)
                        .contains("\"message\":\"line of /one\"")
                        .contains("\"version\":1")
                        .contains("\"seq\":");
                assertThat(errors.filter(row -> !row.isBlank()).findFirst())
                        .hasValueSatisfying(row -> assertThat(row).contains("\"fields\":{\"path\":\"/one\"}"));
                assertThat(delayMs).isLessThan(1_000);
            }
        }

        @Test
        void surviveGatewayAndEngine() throws Exception {
            vireo.deploy(vireo.function("f", 1, PRINTER, false));
            vireo.call("/functions/f/kept", Installation.KEY);
            try (Stream<String> lines = vireo.lines("follow=true")) {
                assertThat(lines.anyMatch(line -> line.contains("line of /kept")))
                        .isTrue();
            }

            vireo.killGateway();
            vireo.killEngine();
            vireo.startEngine();
            vireo.startGateway();
            vireo.deploy(vireo.function("f", 1, PRINTER, false));

            try (Stream<String> lines = vireo.lines("limit=100")) {
                assertThat(lines.filter(line -> line.contains("line of /kept"))).hasSize(1);
            }
        }

        @Test
        void ofLinesWrittenWhileTheEngineIsAwayComeLater() throws Exception {
            vireo.deploy(vireo.function("f", 1, PRINTER, false));
            vireo.killEngine();
            vireo.call("/functions/f/during", Installation.KEY);
            vireo.startEngine();

            try (Stream<String> lines = vireo.lines("follow=true")) {
                assertThat(lines.anyMatch(line -> line.contains("line of /during")))
                        .isTrue();
            }
        }

        @Test
        void areForThoseWhoMayReadThem() throws Exception {
            vireo.deploy(vireo.function("f", 1, PRINTER, true));

            assertThat(vireo.call("/.vireo/functions/f/logs", "").statusCode()).isEqualTo(401);
            assertThat(vireo.call("/.vireo/functions/other/logs", Installation.KEY)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(vireo.call("/.vireo/functions/f/logs?level=loud", Installation.KEY)
                            .statusCode())
                    .isEqualTo(400);
        }
    }

    @Nested
    class Bindings {

        @Test
        void reachItemsAndStreams() throws Exception {
            vireo.deploy(vireo.function("f", 1, """
                    import datetime, decimal
                    from vireo_client.errors import ConditionFailedError, ExistsError, NotFoundError

                    def refused(error, call, *arguments, **options):
                        try:
                            call(*arguments, **options)
                        except error:
                            return True
                        return False

                    def handler(context, event):
                        data = context.bindings["data"]
                        assert refused(NotFoundError, data.get, "in/a")
                        big = bytes(range(256)) * 40_000
                        values = {"n": 1, "f": 1.5, "s": "text", "b": b"\\x00", "t": True, "l": [1, "x", None],
                                  "m": {"k": 2}, "d": decimal.Decimal("0.1"),
                                  "at": datetime.datetime(2026, 1, 2, tzinfo=datetime.timezone.utc)}
                        first = data.put("in/a", body=big, attributes=values)
                        item = data.get("in/a")
                        assert item.body == big and item.version == first.version, item
                        assert item.attributes == values, item.attributes
                        assert data.get("in/a", body=False).body == b""
                        assert data.update("in/a", "n = n + 41").version == first.version + 1
                        assert data.get("in/a", body=False).attributes["n"] == 42
                        assert refused(ConditionFailedError, data.update, "in/a", "n = 0", condition="n == 1")
                        assert refused(ExistsError, data.put, "in/a", b"", mode="create")
                        data.put("in/a", attributes={"extra": "x"}, mode="merge")
                        assert data.get("in/a").body == big
                        for name in ("z", "deep/b", "deep/c"):
                            data.put("in/" + name, body=name)
                        found = [i.path for i in data.list("in/") if i.kind == "item" and not i.is_prefix]
                        assert found == ["in/a", "in/deep/b", "in/deep/c", "in/z"], found
                        data.delete("in/z")
                        assert not data.exists("in/z")
                        data.create_stream("in/events")
                        assert data.append("in/events", ["one", {"data": b"two", "partition_key": "k"}]) == 1
                        records, location = data.read("in/events", data.seek("in/events"))
                        assert [r.data for r in records] == [b"one", b"two"] and location == 3, records
                        assert records[1].partition_key == "k"
                        return "all well"
                    """, false, WRITABLE));

            assertThat(vireo.call("/functions/f", Installation.KEY).body()).isEqualTo("all well");
        }

        @Test
        void areAwaitedByAsynchronousHandlers() throws Exception {
            vireo.deploy(vireo.function("f", 1, """
                    import asyncio

                    async def handler(context, event):
                        data = context.bindings["data"].aio
                        await asyncio.gather(*(data.put(f"in/{n:02}", body=str(n)) for n in range(50)))
                        items = await asyncio.gather(*(data.get(f"in/{n:02}") for n in range(50)))
                        assert [item.body for item in items] == [str(n).encode() for n in range(50)]
                        return str([i.path async for i in data.list("in/") if i.kind == "item"][-1])
                    """, false, WRITABLE));

            assertThat(vireo.call("/functions/f", Installation.KEY).body()).isEqualTo("in/49");
        }

        @Test
        void writeRangesBatchesAndReadChanges() throws Exception {
            vireo.deploy(vireo.function("f", 1, """
                    from vireo_client.errors import ConditionFailedError

                    def handler(context, event):
                        data = context.bindings["data"]
                        data.put("in/k.a", body=b"0123456789")
                        data.write("in/k.a", 2, b"xy")
                        data.truncate("in/k.a", 6)
                        assert data.get("in/k.a").body == b"01xy45"
                        batch = data.batch()
                        batch.put("in/k.b", body=b"b")
                        batch.update("in/k.c", "n = 1", create=True)
                        assert [each.version for each in batch.commit()] == [1, 1]
                        batch.delete("in/k.a")
                        batch.update("in/k.c", "n = 2", condition="n == 99")
                        try:
                            batch.commit()
                            raise AssertionError("was done")
                        except ConditionFailedError as refused:
                            assert refused.failed_index == 1
                        assert data.rename("in/k.b", "in/k.d").path == "in/k.d"
                        assert data.count("in") == 3
                        names = [i.path for i in data.list("in/", reverse=True) if i.kind == "item"]
                        assert names == ["in/k.d", "in/k.c", "in/k.a"], names
                        told = [c for p in range(data.partition_count()) for c in data.changes("in", p, images="new").changes]
                        assert {"in/k.a", "in/k.c", "in/k.d"} <= {c.path for c in told if c.kind == "created"}, told
                        return "done"
                    """, false, WRITABLE));

            assertThat(vireo.call("/functions/f", Installation.KEY).body()).isEqualTo("done");
        }

        @Test
        void endAtTheirGrant() throws Exception {
            vireo.deploy(vireo.function("f", 1, """
                    from vireo_client.errors import ForbiddenError

                    def handler(context, event):
                        refused = []
                        data, shelf = context.bindings["data"], context.bindings["shelf"]
                        for call in (lambda: data.get("out/secret"), lambda: data.put("out/x", b""),
                                     lambda: data.get("in/../out/secret"), lambda: list(data.list("out/")),
                                     lambda: shelf.put("in/x", b"")):
                            try:
                                call()
                            except ForbiddenError as error:
                                refused.append("forbidden")
                            except Exception as error:
                                refused.append(type(error).__name__)
                        return " ".join(refused)
                    """, false, WRITABLE, READABLE));

            assertThat(vireo.call("/functions/f", Installation.KEY).body())
                    .matches("forbidden forbidden (forbidden|InvalidError) forbidden forbidden");
        }

        @Test
        void comeBackWithTheEngine() throws Exception {
            vireo.deploy(vireo.function("f", 1, """
                    from vireo_client.errors import UnavailableError

                    def handler(context, event):
                        try:
                            return context.bindings["data"].put("in/a", body=event.path).path
                        except UnavailableError as error:
                            return (503, str(error))
                    """, false, WRITABLE));
            assertThat(vireo.call("/functions/f/1", Installation.KEY).body()).isEqualTo("in/a");

            vireo.killEngine();
            assertThat(vireo.call("/functions/f/2", Installation.KEY).statusCode())
                    .isEqualTo(503);
            vireo.startEngine();

            assertThat(vireo.call("/functions/f/3", Installation.KEY).body()).isEqualTo("in/a");
        }
    }

    @Nested
    class Configuration {

        @Test
        void isRefusedWithItsFieldAndTheFormerOneServes() throws Exception {
            vireo.deploy(vireo.function("f", 1, ECHO, false));
            vireo.heard.clear();

            String refusal = "";
            try {
                vireo.apply(vireo.function("f", 2, ECHO, false, new Binding("", 0, "", false)));
            } catch (AssertionError e) {
                refusal = e.getMessage();
            }

            assertThat(refusal).contains("functions[0].bindings[0].name");
            assertThat(vireo.call("/functions/f/x", Installation.KEY).body()).isEqualTo("/x");
        }
    }
}
