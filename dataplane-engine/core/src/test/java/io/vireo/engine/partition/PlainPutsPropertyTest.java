package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.AttributeWriter;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestPutWriter;
import io.vireo.channel.message.RequestWriter;
import io.vireo.channel.message.ValueWriter;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.InvalidRequestException;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A put that {@link PlainPuts} takes leaves what {@link ItemWrites} would have left, to the last byte; and it leaves alone what is not for it. */
class PlainPutsPropertyTest {
    private static final int STEPS = 60;

    private static final String[] PATHS = {
        "a", "a/b", "d", "d/1", "s", "s/0", "x", "7", "..", "a//b", "/a", "", ".feed/retention", "caf\u00e9"
    };
    private static final String[] NAMES = {"n", "name", "a", "z", "__hidden", "", "\u00e9", "n"};

    @Property(tries = 150)
    void leavesWhatTheOtherWayLeaves(@ForAll long seed) {
        Harness one = new Harness(new SimulatedDisk());
        Harness other = new Harness(new SimulatedDisk());
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            one.nowNs += random.nextInt(3) * 1_000L - 1_000;
            other.nowNs = one.nowNs;
            Consumer<RequestWriter> request = request(random, new Random(random.nextLong()));
            String first = write(one, request);
            String second = other.putPlain(request) == null ? write(other, request) : "done";

            assertThat(second).as("seed=" + seed + " step=" + step).isEqualTo(first);
            assertThat(other.state()).as("seed=" + seed + " step=" + step).isEqualTo(one.state());
        }
        assertThat(other.restarted().state()).as("seed=" + seed).isEqualTo(other.state());
    }

    @Test
    void takesWhatMostPutsAre() {
        Harness harness = new Harness(new SimulatedDisk());
        Consumer<RequestWriter> put = request -> request.path("a/b")
                .initPut()
                .mode(RequestPutMode.REPLACE)
                .initAttributes(1)
                .get(0)
                .name("n")
                .initValue()
                .integer(7);

        assertThat(harness.putPlain(put)).isNotNull();
        assertThat(harness.putPlain(put)).isNotNull();

        assertThat(harness.get("a/b").version()).isEqualTo(2);
        assertThat(harness.get("a/b").attributes().get("n")).hasToString("Int64[value=7]");
    }

    private static String write(Harness harness, Consumer<RequestWriter> request) {
        long mark = harness.journal.mark();
        try {
            return harness.write(request).isDone() ? "done" : "refused";
        } catch (InvalidRequestException e) {
            harness.partitions.all().forEach(partition -> partition.store().rollBackAll());
            harness.journal.rollBack(mark);
            return "invalid";
        }
    }

    /** @param content draws the same again each time the request is written */
    private static Consumer<RequestWriter> request(Random random, Random content) {
        String path = PATHS[random.nextInt(PATHS.length)];
        int choice = random.nextInt(13);
        boolean isMerge = random.nextBoolean();
        long contentSeed = content.nextLong();
        return request -> {
            Random drawn = new Random(contentSeed);
            request.path(path);
            switch (choice) {
                case 0 -> request.initDelete();
                case 1 -> request.initCreateStream().shardCount(2);
                case 2 -> request.initUpdate().expression("n = 1").createIfMissing(true);
                case 3 -> {
                    request.bodyLength(drawn.nextInt(1_000));
                    put(request, drawn, false).body(RequestPutBodySource.ARENA);
                }
                case 4 -> put(request.condition("n == 1"), drawn, isMerge);
                case 5 -> put(request.expectedVersion(1 + drawn.nextInt(3)), drawn, isMerge);
                case 6 -> put(request, drawn, isMerge).setExpiry(true).expiresNs(drawn.nextInt(2) * (1L << 60));
                case 7 -> put(request, drawn, isMerge).kind(ItemKind.DIRECTORY);
                case 8 ->
                    put(request, drawn, isMerge).posixMode(0600).setOwner(true).uid(5);
                case 9 -> put(request.token(new byte[] {(byte) drawn.nextInt(3)}), drawn, isMerge);
                default -> put(request, drawn, isMerge);
            }
        };
    }

    private static RequestPutWriter put(RequestWriter request, Random drawn, boolean isMerge) {
        RequestPutWriter put = request.initPut().mode(isMerge ? RequestPutMode.MERGE : RequestPutMode.REPLACE);
        int count = drawn.nextInt(5);
        var attributes = put.initAttributes(count);
        for (int i = 0; i < count; i++) {
            // Mostly names that are allowed.
            int name = drawn.nextInt(10) == 0 ? drawn.nextInt(NAMES.length) : drawn.nextInt(4);
            AttributeWriter attribute = attributes.get(i).name(NAMES[name]);
            value(attribute.initValue(), drawn);
        }
        return put;
    }

    private static void value(ValueWriter value, Random drawn) {
        switch (drawn.nextInt(6)) {
            case 0 -> value.integer(drawn.nextInt(3));
            case 1 -> value.text("t" + drawn.nextInt(9));
            case 2 -> value.bytes(new byte[drawn.nextInt(200)]);
            case 3 -> value.setNull();
            case 4 -> value.decimal("12.50");
            default -> {
                var list = value.initList(2);
                list.get(0).bool(true);
                list.get(1).doubleValue(0.5);
            }
        }
    }
}
