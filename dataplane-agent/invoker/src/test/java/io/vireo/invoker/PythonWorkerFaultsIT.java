package io.vireo.invoker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.invoker.CollectedAnswer.Answer;
import io.vireo.invoker.worker.FunctionStatus;
import io.vireo.invoker.worker.FunctionStatus.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Python handlers that cannot be loaded, never return, print without end, and workers that are killed. */
class PythonWorkerFaultsIT extends PythonWorkerScene {
    @Nested
    class Failures {

        @Test
        void ofTheSyntaxAreShownFromTheUsersFile() throws Exception {
            invoker.apply(List.of(config(1, "def handler(context, event)\n    pass\n", 1, 0, Map.of())));

            FunctionStatus status = await(State.FAILED);

            assertThat(status.message()).contains("File \"main.py\", line 1").contains("SyntaxError");
            assertThat(get("/").status()).isEqualTo(503);
        }

        @Test
        void ofInitContextAreShownWithTheirTraceback() throws Exception {
            invoker.apply(List.of(config(1, """
                    def init_context(context):
                        raise RuntimeError("no model")

                    def handler(context, event):
                        return ""
                    """, 1, 0, Map.of())));

            assertThat(await(State.FAILED).message())
                    .contains("File \"main.py\", line 2, in init_context")
                    .endsWith("RuntimeError: no model\n");
        }

        @Test
        void ofAMissingModuleNameIt() throws Exception {
            invoker.apply(List.of(config(1, "import no_such_thing\n", 1, 0, Map.of())));

            assertThat(await(State.FAILED).message()).contains("ModuleNotFoundError: No module named 'no_such_thing'");
        }

        @Test
        void leaveTheVersionBeforeServing() throws Exception {
            deploy("def handler(context, event): return 'old'\n");

            invoker.apply(List.of(config(2, "raise ValueError('broken')\n", 1, 0, Map.of())));

            await(State.FAILED);
            assertThat(get("/").text()).isEqualTo("old");
        }
    }

    @Nested
    class Faults {

        @Test
        void ofAHandlerThatNeverReturnsAreAnswered408AndRepaired() throws Exception {
            apply(config(1, """
                    def handler(context, event):
                        while event.path == "/stuck":
                            pass
                        return "fine"
                    """, 1, 300, Map.of()));
            CollectedAnswer stuck = begin("/stuck");
            CollectedAnswer behind = begin("/");

            assertThat(stuck.await().status()).isEqualTo(408);
            assertThat(stuck.await().text()).isEqualTo("{\"error\":\"handler timed out\"}");
            assertThat(behind.await().text()).isEqualTo("fine");
            await(() -> host.alive().size() == 1);
        }

        @Test
        void ofAKilledWorkerCostOnlyTheEventItHadBegun() throws Exception {
            deploy("def handler(context, event): return 'x' * 100\n", 2);
            AtomicBoolean stop = new AtomicBoolean();
            List<CollectedAnswer> answers = new ArrayList<>();
            Thread killer = Thread.ofPlatform().start(() -> killRepeatedly(stop));

            for (int i = 0; i < 20_000; i++) {
                answers.add(begin("/"));
                if (i % 32 == 31) {
                    answers.get(i - 31).await();
                }
            }
            int failed = 0;
            for (CollectedAnswer answer : answers) {
                Answer got = answer.await();
                failed += got.status() == 200 ? 0 : 1;
                assertThat(got.status()).isIn(200, 502);
            }
            stop.set(true);
            killer.join();

            assertThat(failed).isLessThanOrEqualTo(kills);
            assertThat(kills).isPositive();
        }

        private volatile int kills;

        private void killRepeatedly(AtomicBoolean stop) {
            while (!stop.get() && kills < 8) {
                List<Process> alive = host.alive();
                if (alive.size() == 2) {
                    kills = kills + 1;
                    alive.getFirst().destroyForcibly();
                }
                await(() -> stop.get() || host.alive().size() == 2 && readyCount() == 2);
            }
        }

        @Test
        void ofAHundredMegabytesPrintedAreBoundedAndCounted() throws Exception {
            deploy("""
                    import os

                    def peak_kib():
                        with open("/proc/self/status") as file:
                            return next(line.split()[1] for line in file if line.startswith("VmHWM"))

                    def handler(context, event):
                        line = "x" * 99
                        for _ in range(500_000):
                            print(line)
                        for _ in range(500_000):
                            os.write(1, b"y" * 99 + b"\\n")
                        return peak_kib()
                    """);
            int before = Integer.parseInt(get("/").text());

            int after = Integer.parseInt(get("/").text());

            assertThat(before).isLessThan(100_000);
            assertThat(after - before).isLessThan(20_000);
            await(() -> log.stream().anyMatch(line -> line.message().endsWith("printed faster than logs are taken")));
            assertThat(log.size()).isLessThan(300_000);
        }

        @Test
        void ofARedeploymentUnderLoadLoseNoCall() throws Exception {
            deploy("def handler(context, event): return 'v1'\n", 2);
            List<CollectedAnswer> answers = new ArrayList<>();
            for (int version = 2; version <= 4; version++) {
                invoker.apply(List.of(
                        config(version, "def handler(context, event): return 'v" + version + "'\n", 2, 0, Map.of())));
                String wanted = "v" + version;
                Answer last;
                do {
                    CollectedAnswer next = begin("/");
                    answers.add(next);
                    last = next.await();
                } while (!last.text().equals(wanted));
            }

            for (CollectedAnswer answer : answers) {
                assertThat(answer.await().status()).isEqualTo(200);
            }
            await(() -> host.alive().size() == 2);
        }
    }
}
