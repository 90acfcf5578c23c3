package io.vireo.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.ReplyReader;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Requests that come twice with a token: they are done once, and answered the same, for as long as that is remembered. */
class TokensIT extends EngineOverDisk {
    private static final byte[] TOKEN = "order 17".getBytes(StandardCharsets.US_ASCII);

    TokensIT() {
        super(1_000, 1 << 20, 0);
    }

    private ReplyReader once(byte[] token, Consumer<RequestWriter> content) {
        return client.ask(request -> content.accept(request.token(token)));
    }

    private static void count(RequestWriter request) {
        request.path("a").initUpdate().expression("n = if_not_exists(n, 0) + 1").createIfMissing(true);
    }

    private long version() {
        return client.ask(request -> request.path("a").initGet()).item().state().version();
    }

    @Test
    void areDoneOnceAndAnsweredTheSame() {
        ReplyReader first = once(TOKEN, TokensIT::count);
        ReplyReader again = once(TOKEN, TokensIT::count);

        assertThat(first.status()).as(first.message()).isEqualTo(Status.OK);
        assertThat(again.status()).as(again.message()).isEqualTo(Status.OK);
        assertThat(again.item().state().modifiedNs())
                .isEqualTo(first.item().state().modifiedNs());
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void areRememberedAfterALossOfPower() throws IOException {
        once(TOKEN, TokensIT::count);
        restartAfterPowerLoss();

        once(TOKEN, TokensIT::count);

        assertThat(version()).isEqualTo(1);
    }

    @Test
    void areRememberedAfterCheckpointsAndCompaction() throws IOException {
        once(TOKEN, TokensIT::count);
        byte[] body = new byte[100_000];
        client.fillArena(body);
        for (int i = 0; i < 200; i++) {
            int number = i % 7;
            client.ask(request -> request.path("filler/" + number)
                    .bodyLength(body.length)
                    .initPut()
                    .body(RequestPutBodySource.ARENA));
        }
        restartAfterPowerLoss();

        once(TOKEN, TokensIT::count);

        assertThat(version()).isEqualTo(1);
    }

    @Test
    void areRefusedWhenTheyAskForSomethingElse() {
        once(TOKEN, TokensIT::count);

        ReplyReader other = once(TOKEN, request -> request.path("a").initDelete());

        assertThat(other.status()).isEqualTo(Status.TOKEN_REUSED);
        assertThat(other.message()).contains("field=token");
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void areTheSameWhenTheirFingerprintsAre() {
        byte[] fingerprint = {1, 2, 3};
        once(TOKEN, request -> count(request.fingerprint(fingerprint)));

        ReplyReader again =
                once(TOKEN, request -> count(request.fingerprint(fingerprint).expectedVersion(9)));
        ReplyReader other = once(TOKEN, request -> count(request.fingerprint(new byte[] {1, 2, 4})));
        ReplyReader tooLong = once(TOKEN, request -> count(request.fingerprint(new byte[65])));

        assertThat(again.status()).as(again.message()).isEqualTo(Status.OK);
        assertThat(other.status()).isEqualTo(Status.TOKEN_REUSED);
        assertThat(tooLong.message()).contains("field=fingerprint length=65 limit=64");
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void giveUpBodiesThatCameAgain() {
        for (int i = 0; i < Limits.STAGE_COUNT + 5; i++) {
            long stageId = client.ask(request -> request.path("a").bodyLength(7).initStage())
                    .stage()
                    .stageId();
            assertThat(stageId).isPositive();
            ReplyReader reply = once(TOKEN, request -> request.path("a")
                    .initPut()
                    .body(RequestPutBodySource.STAGED)
                    .stageId(stageId));

            assertThat(reply.status()).as(reply.message()).isEqualTo(Status.OK);
        }
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void areOfTheBatchAndNotOfItsParts() {
        ReplyReader refused = client.ask(request -> count(request.initBatch()
                .initRequests(1)
                .get(0)
                .container(RunningEngine.CONTAINER)
                .token(TOKEN)));

        assertThat(refused.status()).isEqualTo(Status.INVALID);
        assertThat(refused.message()).contains("field=token");
    }

    @Test
    void areDoneAgainOnceTheyAreForgotten() {
        once(TOKEN, TokensIT::count);

        nowNs.addAndGet(Limits.TOKEN_NS + 1);
        ReplyReader again = once(TOKEN, TokensIT::count);

        assertThat(again.status()).as(again.message()).isEqualTo(Status.OK);
        assertThat(version()).isEqualTo(2);
    }

    @Test
    void areTriedAnewWhenTheyWereRefused() {
        Consumer<RequestWriter> create = request -> request.path("a").initPut().mode(RequestPutMode.CREATE_ONLY);
        client.ask(request -> request.path("a").initPut());

        ReplyReader refused = once(TOKEN, create);
        client.ask(request -> request.path("a").initDelete());
        ReplyReader done = once(TOKEN, create);

        assertThat(refused.status()).isEqualTo(Status.EXISTS);
        assertThat(done.status()).isEqualTo(Status.OK);
    }

    @Test
    void areBatchesAsWell() {
        Consumer<RequestWriter> batch = request -> {
            var parts = request.initBatch().initRequests(2);
            count(parts.get(0).container(RunningEngine.CONTAINER));
            parts.get(1).container(RunningEngine.CONTAINER).path("b").initPut();
        };
        once(TOKEN, batch);

        ReplyReader again = once(TOKEN, batch);

        assertThat(again.status()).as(again.message()).isEqualTo(Status.OK);
        assertThat(again.batch().replies().count()).isEqualTo(2);
        assertThat(version()).isEqualTo(1);
    }

    @Test
    void areTheSameWhereverTheBodyIs() {
        byte[] body = "body".getBytes(StandardCharsets.US_ASCII);
        client.fillArena(0, body);
        client.fillArena(4_096, body);
        once(TOKEN, request -> body(request, 0));

        ReplyReader again = once(TOKEN, request -> body(request, 4_096));

        assertThat(again.status()).as(again.message()).isEqualTo(Status.OK);
        assertThat(version()).isEqualTo(1);
    }

    private static void body(RequestWriter request, long offset) {
        request.path("a").bodyOffset(offset).bodyLength(4).initPut().body(RequestPutBodySource.ARENA);
    }

    @Test
    void areRefusedWhenTheTokenIsTooLong() {
        ReplyReader refused = once(new byte[Limits.TOKEN_LENGTH + 1], TokensIT::count);

        assertThat(refused.status()).isEqualTo(Status.INVALID);
        assertThat(refused.message()).contains("field=token length=65 limit=64");
    }
}
