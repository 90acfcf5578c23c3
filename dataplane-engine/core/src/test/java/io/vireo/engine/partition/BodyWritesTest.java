package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestPutWriter;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.CorruptBodyException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Bodies that are written in places, cut, and made of the bodies of others. */
class BodyWritesTest {
    private final Harness harness = new Harness(new SimulatedDisk());

    @AfterEach
    void aRestartFindsTheSameState() {
        assertThat(harness.restarted().state()).isEqualTo(harness.state());
    }

    @Nested
    class Write {
        @Test
        void replacesWhatLiesThereAndNothingElse() throws CorruptBodyException {
            put("f", RequestPutMode.REPLACE, 0, "0123456789");

            put("f", RequestPutMode.WRITE, 3, "abc");

            assertThat(harness.body("f")).asString().isEqualTo("012abc6789");
            assertThat(harness.find("f").version()).isEqualTo(2);
        }

        @Test
        void makesAnItemWithZerosBeforeWhatIsWritten() throws CorruptBodyException {
            put("f", RequestPutMode.WRITE, 4, "end");

            assertThat(harness.body("f")).isEqualTo("\0\0\0\0end".getBytes(StandardCharsets.US_ASCII));
        }

        @Test
        void keepsAFileThatGrowsByLittleInOnePiece() throws CorruptBodyException {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                put("f", RequestPutMode.WRITE, all.length(), "line " + i + "\n");
                all.append("line ").append(i).append('\n');
            }

            assertThat(harness.body("f")).asString().isEqualTo(all.toString());
            assertThat(harness.find("f").body().extents()).hasSize(1);
        }

        @Test
        void takesNoSpaceForAHole() {
            long before = liveBytes();

            truncate("f", "made", 1L << 40);

            assertThat(harness.find("f").body().length()).isEqualTo(1L << 40);
            assertThat(liveBytes() - before).isLessThan(64 << 10);
        }

        @Test
        void refusesAPositionPastTheLimit() {
            assertThatThrownBy(() -> put("f", RequestPutMode.WRITE, Limits.BODY_LENGTH, "x"))
                    .hasMessageContaining("field=position");
            assertThatThrownBy(() -> put("f", RequestPutMode.WRITE, -1, "x")).hasMessageContaining("field=position");
        }

        @Test
        void refusesDirectories() {
            write("d", put -> put.mode(RequestPutMode.REPLACE).kind(ItemKind.DIRECTORY));

            assertThat(put("d", RequestPutMode.WRITE, 0, "x").status()).isEqualTo(Status.WRONG_KIND);
            assertThat(write("d", put -> put.mode(RequestPutMode.TRUNCATE)).status())
                    .isEqualTo(Status.WRONG_KIND);
        }

        @Test
        void seesWhatEarlierPartsOfItsBatchWrote() throws CorruptBodyException {
            put("f", RequestPutMode.REPLACE, 0, "0123456789");
            harness.fillArena("ab".getBytes(StandardCharsets.US_ASCII));

            Batch batch = harness.batch(request -> {
                var parts = request.initBatch().initRequests(3);
                for (int i = 0; i < 3; i++) {
                    parts.get(i)
                            .container(Harness.CONTAINER)
                            .path("f")
                            .bodyLength(2)
                            .initPut()
                            .mode(RequestPutMode.WRITE)
                            .position(i * 3)
                            .body(RequestPutBodySource.ARENA);
                }
            });

            assertThat(batch.failedIndex()).isEqualTo(-1);
            assertThat(harness.body("f")).asString().isEqualTo("ab2ab5ab89");
        }
    }

    @Nested
    class Truncate {
        @Test
        void cutsAndGrowsWithZeros() throws CorruptBodyException {
            put("f", RequestPutMode.REPLACE, 0, "0123456789");

            write("f", put -> put.mode(RequestPutMode.TRUNCATE).position(4));
            write("f", put -> put.mode(RequestPutMode.TRUNCATE).position(6));

            assertThat(harness.body("f")).isEqualTo("0123\0\0".getBytes(StandardCharsets.US_ASCII));
        }

        @Test
        void leavesNothingOfABodyThatIsCutToNothing() {
            put("f", RequestPutMode.REPLACE, 0, "0123456789");

            write("f", put -> put.mode(RequestPutMode.TRUNCATE));

            assertThat(harness.find("f").body().extents()).isEmpty();
        }

        @Test
        void isNotFoundWithoutAnItem() {
            assertThat(write("f", put -> put.mode(RequestPutMode.TRUNCATE)).status())
                    .isEqualTo(Status.NOT_FOUND);
        }

        @Test
        void takesNoBody() {
            put("f", RequestPutMode.REPLACE, 0, "x");

            assertThatThrownBy(() -> put("f", RequestPutMode.TRUNCATE, 0, "y")).hasMessageContaining("field=body");
        }
    }

    @Nested
    class Parts {
        @Test
        void becomeOneBodyInTheirOrderAndAreGone() throws CorruptBodyException {
            put("f.1", RequestPutMode.REPLACE, 0, "first ");
            put("f.2", RequestPutMode.REPLACE, 0, "second ");
            stage(5, "staged ");

            Outcome outcome = write("f", put -> {
                var parts = put.mode(RequestPutMode.REPLACE)
                        .body(RequestPutBodySource.PARTS)
                        .initParts(3);
                parts.get(0).path("f.2");
                parts.get(1).stageId(5);
                parts.get(2).path("f.1").expectedVersion(1);
            });

            assertThat(outcome.isDone()).isTrue();
            assertThat(harness.body("f")).asString().isEqualTo("second staged first ");
            assertThat(harness.find("f.1")).isNull();
            assertThat(harness.find("f.2")).isNull();
        }

        @Test
        void areNotCopied() {
            put("f.1", RequestPutMode.REPLACE, 0, "x".repeat(300_000));
            long written = harness.journal.writtenBytes();

            write("f", put -> put.body(RequestPutBodySource.PARTS)
                    .initParts(1)
                    .get(0)
                    .path("f.1"));

            assertThat(harness.find("f").body().length()).isEqualTo(300_000);
            assertThat(harness.journal.writtenBytes() - written).isLessThan(10_000);
        }

        @Test
        void stayWhenOneOfThemIsMissingOrAnother() {
            put("f.1", RequestPutMode.REPLACE, 0, "first");

            assertThat(assemble("f.1", "f.2").status()).isEqualTo(Status.NOT_FOUND);
            assertThat(write("f", put -> put.body(RequestPutBodySource.PARTS)
                                    .initParts(1)
                                    .get(0)
                                    .path("f.1")
                                    .expectedVersion(9))
                            .status())
                    .isEqualTo(Status.VERSION_CHANGED);
            assertThatThrownBy(() -> assemble("f.1", "f.1")).hasMessageContaining("field=parts index=1");
            assertThatThrownBy(() -> assemble("f")).hasMessageContaining("field=parts index=0");

            harness.partitions.all().forEach(partition -> partition.store().rollBackAll());
            assertThat(harness.find("f.1").body().length()).isEqualTo(5);
            assertThat(harness.find("f")).isNull();
        }

        @Test
        void mustBeOfThePartition() {
            put("f.1", RequestPutMode.REPLACE, 0, "first");
            String other = otherPartition();
            put(other, RequestPutMode.REPLACE, 0, "other");

            assertThat(assemble("f.1", other).status()).isEqualTo(Status.SPANS_PARTITIONS);
        }

        private Outcome assemble(String... paths) {
            return write("f", put -> {
                var parts = put.body(RequestPutBodySource.PARTS).initParts(paths.length);
                for (int i = 0; i < paths.length; i++) {
                    parts.get(i).path(paths[i]);
                }
            });
        }

        private String otherPartition() {
            var own = harness.partitions.ownerOf(io.vireo.engine.item.Key.of(Harness.CONTAINER, "f"));
            for (int i = 0; ; i++) {
                if (!own.owns(io.vireo.engine.item.Key.of(Harness.CONTAINER, "g" + i))) {
                    return "g" + i;
                }
            }
        }
    }

    private long liveBytes() {
        return harness.use.all().values().stream().mapToLong(Long::longValue).sum();
    }

    private void truncate(String path, String first, long length) {
        put(path, RequestPutMode.REPLACE, 0, first);
        write(path, put -> put.mode(RequestPutMode.TRUNCATE).position(length));
    }

    private void stage(long id, String bytes) {
        harness.fillArena(bytes.getBytes(StandardCharsets.US_ASCII));
        harness.stage(id, bytes.length());
    }

    private Outcome put(String path, RequestPutMode mode, long position, String body) {
        harness.fillArena(body.getBytes(StandardCharsets.US_ASCII));
        return harness.write(request -> request.path(path)
                .bodyLength(body.length())
                .initPut()
                .mode(mode)
                .position(position)
                .body(RequestPutBodySource.ARENA));
    }

    private Outcome write(String path, Consumer<RequestPutWriter> content) {
        return harness.write(request -> content.accept(request.path(path).initPut()));
    }
}
