package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.Placement;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches about items of two reactors of a real process: all or none of it, whatever ends the process. */
class TransactionsIT {
    private static final int REACTORS = 2;
    private static final int PARTITIONS = 4;
    private static final String CONFIGURATION =
            ", \"reactors\": 2, \"segmentBytes\": 1048576, \"checkpointBytes\": 1048576";
    private static final int KILLS = Integer.getInteger("vireo.engine.transactionKills", 12);
    private static final long LONGEST_LIFE_NS = 250_000_000L;

    @TempDir
    Path folder;

    private RunningEngine engine;
    private final TestClient[] clients = new TestClient[REACTORS];

    @BeforeEach
    void start() throws IOException {
        engine = RunningEngine.start(folder, CONFIGURATION);
        assertThat(engine.firstLine()).startsWith("ready");
        for (int i = 0; i < REACTORS; i++) {
            clients[i] = engine.connect(i);
        }
    }

    @AfterEach
    void stop() {
        for (TestClient client : clients) {
            client.close();
        }
        engine.close();
    }

    @Test
    void takesEffectWithBothReactorsAndStaysAfterARestart() throws Exception {
        byte[] body = new byte[100_000];
        new Random(1).nextBytes(body);
        clients[0].fillArena(body);

        ReplyReader reply = transaction(0, part -> part.path(path(0, "a")).initPut(), part -> part.path(path(1, "b"))
                .bodyLength(body.length)
                .initPut()
                .body(RequestPutBodySource.ARENA));

        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        assertThat(reply.batch().replies().count()).isEqualTo(2);
        assertThat(reply.batch().replies().get(1).item().state().bodyLength()).isEqualTo(body.length);
        assertThat(body(path(1, "b"), body.length)).isEqualTo(body);
        engine.stop();
        stop();
        start();
        assertThat(version(path(0, "a"))).isEqualTo(1);
        assertThat(body(path(1, "b"), body.length)).isEqualTo(body);
    }

    @Test
    void changesNothingWhenOnePartIsRefused() {
        ask(path(1, "b"), RequestWriter::initPut);

        ReplyReader ofParticipant =
                transaction(0, part -> part.path(path(0, "a")).initPut(), part -> part.path(path(1, "b"))
                        .initPut()
                        .mode(RequestPutMode.CREATE_ONLY));
        ReplyReader ofCoordinator =
                transaction(0, part -> part.path(path(1, "b")).initPut(), part -> part.path(path(0, "a"))
                        .initDelete());

        assertThat(ofParticipant.status()).isEqualTo(Status.EXISTS);
        assertThat(ofParticipant.batch().failedIndex()).isEqualTo(1);
        assertThat(ofCoordinator.status()).isEqualTo(Status.NOT_FOUND);
        assertThat(ofCoordinator.batch().failedIndex()).isEqualTo(1);
        assertThat(version(path(0, "a"))).isZero();
        assertThat(version(path(1, "b"))).isEqualTo(1);
        assertThat(ask(path(1, "b"), RequestWriter::initPut).status()).isEqualTo(Status.OK);
    }

    @Test
    void takesBodiesThatAreStagedWithTheReactorsOfTheirItems() throws Exception {
        byte[] body = new byte[300_000];
        new Random(2).nextBytes(body);
        long stageId = stage(path(1, "b"), body);

        ReplyReader reply = transaction(0, part -> part.path(path(0, "a")).initPut(), part -> put(part, stageId));
        ReplyReader again = transaction(0, part -> part.path(path(0, "a")).initPut(), part -> put(part, stageId));

        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        assertThat(body(path(1, "b"), body.length)).isEqualTo(body);
        assertThat(again.status()).isEqualTo(Status.INVALID);
        assertThat(again.message()).contains("there is no such stage");
        engine.stop();
        stop();
        start();
        assertThat(body(path(1, "b"), body.length)).isEqualTo(body);
    }

    @Test
    void leavesTheClientWhatItStagedWhenItIsRefused() {
        byte[] body = {1, 2, 3};
        ask(path(0, "a"), RequestWriter::initPut);
        long stageId = stage(path(1, "b"), body);

        ReplyReader refused = transaction(0, part -> put(part, stageId), part -> part.path(path(0, "a"))
                .initPut()
                .mode(RequestPutMode.CREATE_ONLY));
        ReplyReader put = ask(
                path(1, "b"),
                request -> request.initPut().body(RequestPutBodySource.STAGED).stageId(stageId));

        assertThat(refused.status()).isEqualTo(Status.EXISTS);
        assertThat(put.status()).as(put.message()).isEqualTo(Status.OK);
        assertThat(body(path(1, "b"), body.length)).isEqualTo(body);
    }

    private static void put(RequestWriter part, long stageId) {
        part.path(path(1, "b")).initPut().body(RequestPutBodySource.STAGED).stageId(stageId);
    }

    /** Stages a body with the reactor of a path; its number. */
    private long stage(String path, byte[] body) {
        clients[reactor(path)].fillArena(body);
        ReplyReader reply = ask(path, request -> request.bodyLength(body.length).initStage());
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        return reply.stage().stageId();
    }

    @Test
    void isRefusedByNameWhenItIsTooLarge() {
        ReplyReader reply = clients[0].ask(request -> {
            StructListWriter<RequestWriter> parts = request.initBatch().initRequests(Limits.TRANSACTION_COUNT + 1);
            for (int i = 0; i < parts.count(); i++) {
                parts.get(i)
                        .container(RunningEngine.CONTAINER)
                        .path(path(i % 2, "p" + i))
                        .initPut();
            }
        });

        assertThat(reply.status()).isEqualTo(Status.INVALID);
        assertThat(reply.message()).contains("field=requests count=101 limit=100");
    }

    /** Two accounts, one with each reactor, between which amounts are moved: their sum is always the same. */
    @Test
    void isNeverThereByHalvesHoweverOftenTheProcessIsKilled() throws Exception {
        Random random = new Random(7);
        String from = path(0, "from");
        String to = path(1, "to");
        assertThat(transaction(0, part -> set(part, from, 0), part -> set(part, to, 0))
                        .status())
                .isEqualTo(Status.OK);
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = engine.process();
            long lifeNs = (long) (random.nextDouble() * LONGEST_LIFE_NS);
            Thread killer = Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(lifeNs);
                process.destroyForcibly();
            });
            acknowledged = Math.max(acknowledged, moveUntilGone(from, to, acknowledged));
            killer.join();
            stop();
            start();

            long moved = number(to);
            assertThat(number(from)).as("kill=" + kill).isEqualTo(-moved);
            assertThat(moved).as("kill=" + kill).isBetween(acknowledged, acknowledged + 1);
            acknowledged = moved;
        }
        assertThat(acknowledged).isGreaterThan(KILLS);
    }

    /** How many amounts of one were moved by transactions that were acknowledged. */
    private long moveUntilGone(String from, String to, long before) {
        long acknowledged = before;
        try {
            while (true) {
                ReplyReader reply =
                        transaction((int) (acknowledged % 2), part -> add(part, from, -1), part -> add(part, to, 1));
                assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
                acknowledged++;
            }
        } catch (IllegalStateException e) {
            return acknowledged; // the process is gone
        }
    }

    private static void set(RequestWriter part, String path, long value) {
        part.path(path).initPut().initAttributes(1).get(0).name("n").initValue().integer(value);
    }

    private static void add(RequestWriter part, String path, long value) {
        part.path(path).initUpdate().expression("n = n + " + value);
    }

    private long number(String path) {
        return ask(path, request -> request.initGet().attributes(RequestProjection.USER))
                .item()
                .attributes()
                .get(0)
                .value()
                .integer();
    }

    private long version(String path) {
        ReplyReader reply = ask(path, RequestWriter::initGet);
        return reply.status() == Status.NOT_FOUND ? 0 : reply.item().state().version();
    }

    private byte[] body(String path, int length) {
        TestClient client = clients[reactor(path)];
        ReplyReader reply = client.ask(request -> request.path(path)
                .replyOffset(TestClient.REPLY_OFFSET)
                .replyCapacity(length)
                .initGet()
                .rangeLength(length));
        assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        return client.arena(TestClient.REPLY_OFFSET, (int) reply.bodyLength());
    }

    @SafeVarargs
    private ReplyReader transaction(int coordinator, Consumer<RequestWriter>... content) {
        return clients[coordinator].ask(request -> {
            StructListWriter<RequestWriter> parts = request.initBatch().initRequests(content.length);
            for (int i = 0; i < content.length; i++) {
                content[i].accept(parts.get(i).container(RunningEngine.CONTAINER));
            }
        });
    }

    private ReplyReader ask(String path, Consumer<RequestWriter> content) {
        return clients[reactor(path)].ask(request -> content.accept(request.path(path)));
    }

    /** A path that a reactor has. */
    private static String path(int reactor, String start) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> start + "~" + i)
                .filter(path -> reactor(path) == reactor)
                .findFirst()
                .orElseThrow();
    }

    private static int reactor(String path) {
        int partition = Placement.partition(RunningEngine.CONTAINER, path.getBytes(StandardCharsets.UTF_8), PARTITIONS);
        return Placement.reactor(partition, REACTORS);
    }
}
