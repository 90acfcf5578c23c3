package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.io.SimulatedDisk;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ExpiryTest {
    private static final long SECOND = 1_000_000_000L;

    private final Harness harness = new Harness(new SimulatedDisk());
    private final long start = harness.nowNs;

    @AfterEach
    void aRestartFindsTheSameState() {
        assertThat(harness.restarted().state()).isEqualTo(harness.state());
    }

    @Nested
    class AnItem {
        @Test
        void isThereUntilItsTimeAndNotFromThenOn() {
            put("a", RequestPutMode.REPLACE, start + SECOND);

            harness.nowNs = start + SECOND - 1;
            assertThat(harness.get("a")).isNotNull();
            assertThat(paths()).containsExactly("a");

            harness.nowNs = start + SECOND;
            assertThat(harness.get("a")).isNull();
            assertThat(paths()).isEmpty();
        }

        @Test
        void doesNotComeBackWithAClockThatIsSetBack() {
            put("a", RequestPutMode.REPLACE, start + SECOND);
            harness.nowNs = start + SECOND;
            assertThat(harness.get("a")).isNull();

            harness.nowNs = start;

            assertThat(harness.get("a")).isNull();
        }

        @Test
        void isMadeAnewByAWriteAfterItsTime() {
            put("a", RequestPutMode.REPLACE, start + SECOND);
            long inode = harness.find("a").inode();
            harness.nowNs = start + 2 * SECOND;

            Outcome outcome = harness.write(request ->
                    request.path("a").initUpdate().expression("n = 1").createIfMissing(true));

            assertThat(outcome.item().version()).isEqualTo(1);
            assertThat(outcome.item().inode()).isNotEqualTo(inode);
            assertThat(outcome.item().expiresNs()).isZero();
            assertThat(outcome.item().body().length()).isZero();
        }

        @Test
        void isNotThereForConditionsUpdatesAndDeletesAfterItsTime() {
            put("a", RequestPutMode.REPLACE, start + SECOND);
            harness.nowNs = start + SECOND;

            assertThat(harness.write(request -> request.path("a").initDelete()).status())
                    .isEqualTo(Status.NOT_FOUND);
            assertThat(harness.write(request -> request.path("a").initUpdate().expression("n = 1"))
                            .status())
                    .isEqualTo(Status.NOT_FOUND);
            assertThat(harness.write(request -> request.path("a")
                                    .condition("exists(n)")
                                    .initPut()
                                    .mode(RequestPutMode.MERGE))
                            .status())
                    .isEqualTo(Status.CONDITION_FAILED);
            assertThat(put("a", RequestPutMode.CREATE_ONLY, 0).isDone()).isTrue();
        }

        @Test
        void keepsItsTimeWhenItIsMergedAndLosesItWhenItIsReplaced() {
            put("a", RequestPutMode.REPLACE, start + SECOND);

            harness.write(request -> request.path("a").initUpdate().expression("n = 2"));
            assertThat(harness.find("a").expiresNs()).isEqualTo(start + SECOND);

            harness.write(request -> request.path("a").initPut().mode(RequestPutMode.REPLACE));
            assertThat(harness.find("a").expiresNs()).isZero();
            harness.nowNs = start + 2 * SECOND;
            assertThat(harness.get("a")).isNotNull();
            assertThat(harness.sweep()).isFalse();
        }

        @Test
        void tellsItsTimeToConditions() {
            put("a", RequestPutMode.REPLACE, start + SECOND);

            Outcome outcome = harness.write(request -> request.path("a")
                    .condition("__expiry_secs > " + start / SECOND)
                    .initUpdate()
                    .expression("n = 3")
                    .setExpiry(true));

            assertThat(outcome.item().expiresNs()).isZero();
            assertThat(harness.write(request -> request.path("a")
                                    .condition("exists(__expiry_secs)")
                                    .initUpdate()
                                    .expression("n = 4"))
                            .status())
                    .isEqualTo(Status.CONDITION_FAILED);
        }
    }

    @Nested
    class Removal {
        @Test
        void takesWhatHasExpiredAndNothingElse() {
            for (int i = 0; i < 3 * Limits.EXPIRED_COUNT; i++) {
                put("gone" + i, RequestPutMode.REPLACE, start + SECOND + i);
            }
            put("later", RequestPutMode.REPLACE, start + 3 * SECOND);
            put("never", RequestPutMode.REPLACE, 0);
            assertThat(harness.sweep()).isFalse();

            harness.nowNs = start + 2 * SECOND;
            while (harness.sweep()) {
                assertThat(harness.partitions.itemCount()).isGreaterThanOrEqualTo(2);
            }

            assertThat(harness.partitions.itemCount()).isEqualTo(2);
            assertThat(harness.find("later")).isNotNull();
            assertThat(harness.find("never")).isNotNull();
        }

        @Test
        void knowsNothingOfWhatWasTakenBack() {
            RequestReader request = harness.request(
                    put -> put.path("a").initPut().setExpiry(true).expiresNs(start));
            var partition = harness.partitions.ownerOf(io.vireo.engine.item.Key.of(Harness.CONTAINER, "a"));
            harness.writes.execute(request, WriteKeys.own(request), partition, harness);
            assertThat(harness.expiry.isDue(partition)).isTrue();

            partition.store().rollBackAll();

            assertThat(harness.expiry.isDue(partition)).isFalse();
        }

        @Test
        void goesOnAfterARestart() {
            put("a", RequestPutMode.REPLACE, start + SECOND);

            Harness after = harness.restarted();
            after.nowNs = start + SECOND;

            assertThat(after.get("a")).isNull();
            assertThat(after.sweep()).isTrue();
            assertThat(after.partitions.itemCount()).isZero();
            assertThat(after.sweep()).isFalse();
        }

        @Test
        void givesTheSpaceBack() {
            harness.fillArena(new byte[200_000]);
            harness.write(request -> request.path("a")
                    .bodyLength(200_000)
                    .initPut()
                    .body(RequestPutBodySource.ARENA)
                    .setExpiry(true)
                    .expiresNs(start + SECOND));
            harness.nowNs = start + SECOND;

            harness.sweep();

            assertThat(harness.use.all().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isZero();
        }
    }

    @Nested
    class Counts {
        @Test
        void leaveOutWhatHasExpiredAndIsNotRemovedYet() {
            put("d/a", RequestPutMode.REPLACE, start + SECOND);
            put("d/b", RequestPutMode.REPLACE, start + 2 * SECOND);
            put("d/c", RequestPutMode.REPLACE, 0);
            put("e", RequestPutMode.REPLACE, 0);

            assertThat(count("d", "")).isEqualTo(3);
            harness.nowNs = start + SECOND;
            assertThat(count("d", "")).isEqualTo(2);
            assertThat(count("", "")).isEqualTo(3);
        }

        @Test
        void takeAFilterAndAPrefix() {
            put("d/a", RequestPutMode.REPLACE, 0);
            put("d/ab", RequestPutMode.REPLACE, 0);
            harness.write(request -> request.path("d/ab").initUpdate().expression("n = 1"));

            assertThat(count("d", "n == 1")).isEqualTo(1);
            assertThat(harness.list(countRequest("d", "", "a")).count()).isEqualTo(2);
            assertThat(harness.list(countRequest("d", "", "ab")).count()).isEqualTo(1);
        }

        @Test
        void refuseDirectoriesOfOneLevel() {
            put("d/a", RequestPutMode.REPLACE, 0);

            assertThatThrownBy(() -> harness.list(harness.request(
                            request -> request.path("d").initList().countOnly(true))))
                    .hasMessageContaining("field=countOnly");
        }
    }

    @Test
    void onlyItemsExpire() {
        assertThatThrownBy(() -> harness.write(request -> request.path("d")
                        .initPut()
                        .kind(ItemKind.DIRECTORY)
                        .setExpiry(true)
                        .expiresNs(start)))
                .hasMessageContaining("field=expiresNs");
        assertThatThrownBy(() -> put("a", RequestPutMode.REPLACE, -1)).hasMessageContaining("field=expiresNs");
        harness.partitions.all().forEach(partition -> partition.store().rollBackAll());
    }

    private Outcome put(String path, RequestPutMode mode, long expiresNs) {
        return harness.write(request ->
                request.path(path).initPut().mode(mode).setExpiry(true).expiresNs(expiresNs));
    }

    private List<String> paths() {
        Listing listing = harness.list(harness.request(
                request -> request.initList().limit(Limits.PAGE_COUNT).recursive(true)));
        return listing.entries().stream()
                .map(entry -> new String(entry.key().path(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    private long count(String directory, String filter) {
        return harness.list(countRequest(directory, filter, "")).count();
    }

    private RequestReader countRequest(String directory, String filter, String prefix) {
        return harness.request(request -> request.path(directory)
                .initList()
                .countOnly(true)
                .recursive(true)
                .filter(filter)
                .prefix(prefix));
    }
}
