package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestWriter;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.InvalidRequestException;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever clients do: what a restart finds is what was there, and what was refused left no trace. */
class ReplayPropertyTest {
    private static final int STEPS = 60;

    /** The mark of a journal that has collected nothing: every request here is committed by itself. */
    private static final long EMPTY = new Harness(new SimulatedDisk()).journal.mark();

    private static final String[] PATHS = {"a", "a/b", "d", "d/1", "s", "s/0", "s/1", "x", "y", "z"};
    private static final RequestPutMode[] MODES = {
        RequestPutMode.REPLACE, RequestPutMode.MERGE, RequestPutMode.CREATE_ONLY, RequestPutMode.REPLACE_ATTRIBUTES
    };
    private static final String[] EXPRESSIONS = {
        "n = 1", "n = n + 1", "REMOVE n", "t = 'x'; n = nothing", "a = init_array(3, 'int'); a[1] = 5"
    };
    private static final String[] CONDITIONS = {"", "", "exists(n)", "n == 1", "__size > 10", "__obj_type == 3"};

    @Property(tries = 100)
    void aRestartFindsWhatWasThere(@ForAll long seed) {
        Harness harness = new Harness(new SimulatedDisk());
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            harness.nowNs += random.nextInt(3) * 1_000L - 1_000;
            Map<String, String> before = harness.state();
            boolean isDone = random.nextInt(6) == 0 ? batch(harness, random) : single(harness, random);
            if (!isDone) {
                assertThat(harness.state()).as("seed=" + seed + " step=" + step).isEqualTo(before);
            }
            if (random.nextInt(10) == 0) {
                Harness after = harness.restarted();
                assertThat(after.state()).as("seed=" + seed + " step=" + step).isEqualTo(harness.state());
                harness = after;
            }
        }
        assertThat(harness.restarted().state()).as("seed=" + seed).isEqualTo(harness.state());
    }

    private static boolean single(Harness harness, Random random) {
        try {
            return harness.write(request(random, PATHS[random.nextInt(PATHS.length)]))
                    .isDone();
        } catch (InvalidRequestException e) {
            harness.partitions.all().forEach(partition -> partition.store().rollBackAll());
            harness.journal.rollBack(EMPTY);
            return false;
        }
    }

    private static boolean batch(Harness harness, Random random) {
        int count = random.nextInt(3) + 1;
        return harness.batch(request -> {
                            var requests = request.initBatch().initRequests(count);
                            for (int i = 0; i < count; i++) {
                                request(random, PATHS[random.nextInt(PATHS.length)])
                                        .accept(requests.get(i).container(Harness.CONTAINER));
                            }
                        })
                        .failedIndex()
                < 0;
    }

    private static Consumer<RequestWriter> request(Random random, String path) {
        String condition = CONDITIONS[random.nextInt(CONDITIONS.length)];
        int choice = random.nextInt(13);
        String target = PATHS[random.nextInt(PATHS.length)];
        int number = random.nextInt(3);
        RequestPutMode mode = MODES[random.nextInt(MODES.length)];
        String expression = EXPRESSIONS[random.nextInt(EXPRESSIONS.length)];
        int bodyLength = random.nextInt(100_000);
        return request -> {
            request.path(path).condition(condition);
            if (choice < 4) {
                boolean hasBody = choice == 0;
                request.bodyLength(hasBody ? bodyLength : 0);
                var put = request.initPut().mode(mode).kind(choice == 1 ? ItemKind.DIRECTORY : ItemKind.ITEM);
                put.body(hasBody ? RequestPutBodySource.ARENA : RequestPutBodySource.NONE);
                put.initAttributes(1).get(0).name("n").initValue().integer(number);
            } else if (choice < 7) {
                request.initUpdate().expression(expression).alternate("n = 7").createIfMissing(choice == 4);
            } else if (choice < 9) {
                request.initDelete();
            } else if (choice == 12) {
                request.initRename().target(target).noReplace(number == 0);
            } else if (choice == 9) {
                request.initCreateStream().shardCount(number + 1).update(number == 2);
            } else {
                request.initAppend().initRecords(number + 1).get(0).data(new byte[] {(byte) number});
            }
        };
    }
}
