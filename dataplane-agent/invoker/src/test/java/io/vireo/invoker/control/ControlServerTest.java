package io.vireo.invoker.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.invoker.config.ConfigException;
import io.vireo.invoker.config.FunctionConfig;
import io.vireo.invoker.config.FunctionConfig.Binding;
import io.vireo.invoker.worker.FunctionStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(30)
class ControlServerTest {
    private static final FunctionConfig FUNCTION = new FunctionConfig(
            "f",
            3,
            new byte[32],
            "python",
            "main:handler",
            1,
            0,
            Map.of("A", "1"),
            List.of(new Binding("data", 7, "in/", true)),
            false,
            64,
            0);

    @TempDir
    private Path folder;

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private ControlServer server;

    @BeforeEach
    void open() throws IOException {
        server = new ControlServer(folder.resolve("gw.sock"), Path.of("/run/inv.sock"), 42);
        server.listen(new Listener());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void greetsWithWhatIsApplied() throws IOException {
        try (FakeAgent agent = connect()) {
            assertThat(agent.hear("hello").path("appliedVersion").asLong()).isZero();
            agent.say("{\"type\":\"apply\",\"version\":12,\"engineGrant\":\"AQID\",\"tenant\":{\"id\":\"t\"}}");
            assertThat(agent.hear("applied").path("version").asLong()).isEqualTo(12);
        }
        try (FakeAgent agent = connect()) {
            JsonNode hello = agent.hear("hello");
            assertThat(hello.path("pid").asLong()).isEqualTo(42);
            assertThat(hello.path("appliedVersion").asLong()).isEqualTo(12);
        }
    }

    @Test
    void namesTheFieldOfAConfigurationThatCannotBeTaken() throws IOException {
        try (FakeAgent agent = connect()) {
            agent.say("{\"type\":\"apply\",\"version\":13,\"tenant\":{\"bad\":true}}");

            JsonNode refused = agent.hear("refused");

            assertThat(refused.path("version").asLong()).isEqualTo(13);
            assertThat(refused.path("field").asString()).isEqualTo("functions[0].handler");
            assertThat(refused.path("reason").asString()).isEqualTo("is not module:function");
        }
    }

    @Test
    void answersNonsenseAndGoesOn() throws IOException {
        try (FakeAgent agent = connect()) {
            agent.say("not JSON");
            assertThat(agent.hear("refused").path("reason").asString()).contains("is not JSON");
            agent.say("{\"type\":\"dance\"}");
            assertThat(agent.hear("refused").path("field").asString()).isEqualTo("type");
            agent.say("{\"type\":\"workerExited\"}");
            assertThat(agent.hear("refused").path("field").asString()).isEqualTo("worker");
            agent.say("{\"type\":\"apply\",\"version\":1,\"tenant\":{}}");
            assertThat(agent.hear("applied").path("version").asLong()).isEqualTo(1);
        }
    }

    @Test
    void tellsWhenKeysWereUsedOnceAndEachAgentAnew() throws IOException {
        try (FakeAgent agent = connect()) {
            agent.hear("hello");
            server.reportKeys(Map.of("k1", 100L));
            assertThat(agent.hear("keysUsed").path("keys").toString()).isEqualTo("{\"k1\":100}");
            server.reportKeys(Map.of("k1", 100L));
            server.reportKeys(Map.of("k1", 100L, "k2", 160L));
            assertThat(agent.hear("keysUsed").path("keys").toString()).isEqualTo("{\"k2\":160}");
        }
        try (FakeAgent agent = connect()) {
            assertThat(agent.hear("keysUsed").path("keys").size()).isEqualTo(2);
        }
    }

    @Test
    void asksForAProcessUntilItIsStarted() throws IOException, InterruptedException {
        server.start("w1", 0, FUNCTION, "secret");
        try (FakeAgent agent = connect()) {
            JsonNode wish = agent.hear("startWorker");
            assertThat(wish.path("worker").asString()).isEqualTo("w1");
            assertThat(wish.path("workerId").asString()).isEqualTo("0");
            assertThat(wish.path("codeSha256").asString()).isEqualTo("00".repeat(32));
            assertThat(wish.path("channelSocket").asString()).isEqualTo("/run/inv.sock");
            assertThat(wish.path("channelToken").asString()).isEqualTo("secret");
            assertThat(wish.path("environment").path("A").asString()).isEqualTo("1");
            assertThat(wish.path("bindings").path(0).path("container").asLong()).isEqualTo(7);
        }
        try (FakeAgent agent = connect()) {
            agent.hear("startWorker");
            agent.say("{\"type\":\"workerStarted\",\"worker\":\"w1\",\"pid\":77}");
            agent.say("{\"type\":\"apply\",\"version\":1,\"tenant\":{}}");
            agent.hear("applied");
        }
        try (FakeAgent agent = connect()) {
            assertThat(agent.hear("hello").path("workers").path(0).path("pid").asLong())
                    .isEqualTo(77);
            agent.say("{\"type\":\"workerExited\",\"worker\":\"w1\",\"pid\":77,\"exitCode\":137}");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("apply {}");
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("exited w1 137");
        }
    }

    @Test
    void asksForTheEndOfAProcessUntilItHasEnded() throws IOException {
        server.start("w1", 0, FUNCTION, "secret");
        server.stop("w1", "an event timed out", true);
        for (int i = 0; i < 2; i++) {
            try (FakeAgent agent = connect()) {
                JsonNode wish = agent.hear("stopWorker");
                assertThat(wish.path("reason").asString()).isEqualTo("an event timed out");
                assertThat(wish.path("kill").asBoolean()).isTrue();
            }
        }
    }

    @Test
    void hasAProcessEndedThatItDoesNotKnow() throws IOException {
        try (FakeAgent agent = connect()) {
            agent.say("{\"type\":\"workerStarted\",\"worker\":\"of-a-former-gateway\",\"pid\":5}");

            assertThat(agent.hear("stopWorker").path("worker").asString()).isEqualTo("of-a-former-gateway");
        }
    }

    @Test
    void tellsEachAgentHowTheFunctionsAre() throws IOException {
        server.report(List.of(new FunctionStatus("f", 3, FunctionStatus.State.FAILED, "Traceback", 0, 2)));
        try (FakeAgent agent = connect()) {
            JsonNode function = agent.hear("functions").path("functions").path(0);
            assertThat(function.path("name").asString()).isEqualTo("f");
            assertThat(function.path("state").asString()).isEqualTo("FAILED");
            assertThat(function.path("message").asString()).isEqualTo("Traceback");
            assertThat(function.path("workersWanted").asInt()).isEqualTo(2);
        }
    }

    @Test
    void speaksWithOneAgentAtATime() throws IOException {
        try (FakeAgent former = connect()) {
            former.hear("hello");
            try (FakeAgent agent = connect()) {
                agent.hear("hello");
                assertThat(former.isEnded()).isTrue();
                server.stop("unknown", "nothing to stop", false);
                server.start("w2", 0, FUNCTION, "secret");
                assertThat(agent.hear("startWorker").path("worker").asString()).isEqualTo("w2");
            }
        }
    }

    @Test
    void canBeOpenedByItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("gw.sock"))))
                .isEqualTo("rw-------");
    }

    private FakeAgent connect() throws IOException {
        return new FakeAgent(folder.resolve("gw.sock"));
    }

    private final class Listener implements ControlServer.Listener {
        @Override
        public void apply(JsonNode tenant, String engineGrant) {
            if (tenant.has("bad")) {
                throw new ConfigException("functions[0].handler", "is not module:function");
            }
            heard.add("apply " + tenant);
        }

        @Override
        public void workerExited(String worker, int exitCode) {
            heard.add("exited " + worker + " " + exitCode);
        }

        @Override
        public void drain() {
            heard.add("drain");
        }
    }
}
