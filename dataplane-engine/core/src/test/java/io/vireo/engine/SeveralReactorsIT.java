package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.Placement;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two reactors: a stream and its shards, a directory and what is in it, need not live with the same one. */
class SeveralReactorsIT {
    private static final int REACTORS = 2;
    private static final int PARTITIONS = 4;

    @TempDir
    Path folder;

    private RunningEngine engine;
    private final TestClient[] clients = new TestClient[REACTORS];

    @BeforeEach
    void start() throws IOException {
        engine = RunningEngine.start(folder, ", \"reactors\": 2, \"segmentBytes\": 2097152");
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
    void everyShardKnowsItsStreamAsSoonAsItWasMadeAndAfterARestart() throws Exception {
        for (int i = 0; i < 20; i++) {
            String stream = "streams/s" + i;
            assertThat(ask(stream, request -> request.initCreateStream().shardCount(4))
                            .status())
                    .isEqualTo(Status.OK);
            for (int shard = 0; shard < 4; shard++) {
                ReplyReader reply = append(stream + "/" + shard);
                assertThat(reply.status())
                        .as(stream + "/" + shard + " " + reply.message())
                        .isEqualTo(Status.OK);
            }
        }
        stop();

        start();

        for (int i = 0; i < 20; i++) {
            for (int shard = 0; shard < 4; shard++) {
                assertThat(append("streams/s" + i + "/" + shard).appended().firstSequence())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void aDirectoryIsNotEmptyWhereverItsItemsAre() {
        ask("d", request -> request.initPut().kind(ItemKind.DIRECTORY));
        for (int i = 0; i < 10; i++) {
            String path = "d/" + i;
            ask(path, request -> request.initPut());
            assertThat(ask("d", request -> request.initDelete()).status())
                    .as(path)
                    .isEqualTo(Status.NOT_EMPTY);
            assertThat(ask("d", request -> request.initCreateStream().shardCount(1))
                            .status())
                    .isEqualTo(Status.EXISTS);
            assertThat(ask(path, request -> request.initDelete()).status()).isEqualTo(Status.OK);
        }

        assertThat(ask("d", request -> request.initDelete()).status()).isEqualTo(Status.OK);
    }

    @Test
    void anItemIsRefusedByTheReactorThatDoesNotOwnIt() {
        ReplyReader reply =
                clients[1 - reactor("a")].ask(request -> request.path("a").initGet());

        assertThat(reply.status()).isEqualTo(Status.INVALID);
        assertThat(reply.message()).contains("belongs to another reactor");
    }

    @Test
    void anotherReactorCountIsRefusedOverTheSameData() throws Exception {
        engine.stop();

        try (RunningEngine other = RunningEngine.start(folder, ", \"reactors\": 1, \"segmentBytes\": 2097152")) {
            assertThat(other.firstLine()).contains("another reactor count: stored=2 wanted=1");
        }
    }

    private ReplyReader append(String path) {
        return ask(path, request -> request.initAppend().initRecords(1).get(0).data(new byte[] {1}));
    }

    private ReplyReader ask(String path, Consumer<RequestWriter> content) {
        return clients[reactor(path)].ask(request -> content.accept(request.path(path)));
    }

    private static int reactor(String path) {
        int partition = Placement.partition(RunningEngine.CONTAINER, path.getBytes(StandardCharsets.UTF_8), PARTITIONS);
        return Placement.reactor(partition, REACTORS);
    }
}
