package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.RequestPutBodySource;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.Extent;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A body that is written to at any place and cut to any length holds what an array would, before and after a restart. */
class BodyEditPropertyTest {
    private static final int STEPS = 25;
    private static final int BLOCK = 64 << 10;

    private static final int[] PLACES = {
        0, 1, 100, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 77, 3 * BLOCK - 5, 5 * BLOCK
    };

    @Property(tries = 60)
    void bodiesHoldWhatWasWritten(@ForAll long seed) throws Exception {
        Harness harness = new Harness(new SimulatedDisk());
        Random random = new Random(seed);
        byte[] model = {};
        for (int step = 0; step < STEPS; step++) {
            int position = random.nextBoolean() ? PLACES[random.nextInt(PLACES.length)] : random.nextInt(6 * BLOCK);
            boolean isThere = step > 0;
            if (isThere && random.nextInt(4) == 0) {
                model = Arrays.copyOf(model, position);
                truncate(harness, position);
            } else {
                byte[] bytes = new byte[length(random)];
                random.nextBytes(bytes);
                boolean isAppend = random.nextInt(4) == 0;
                int at = isAppend ? model.length : position;
                model = written(model, at, bytes);
                write(harness, isAppend ? RequestPutMode.APPEND : RequestPutMode.WRITE, at, bytes, random.nextInt(3));
            }
            requireHolds(harness, model, "seed=" + seed + " step=" + step);
            if (random.nextInt(8) == 0) {
                Harness after = harness.restarted();
                assertThat(after.state()).as("seed=" + seed + " step=" + step).isEqualTo(harness.state());
                harness = after;
            }
        }
        requireHolds(harness.restarted(), model, "seed=" + seed);
    }

    private static int length(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(20);
            case 1 -> PLACES[random.nextInt(PLACES.length)];
            default -> random.nextInt(2 * BLOCK);
        };
    }

    private static byte[] written(byte[] model, int position, byte[] bytes) {
        if (bytes.length == 0) {
            return model;
        }
        byte[] after = Arrays.copyOf(model, Math.max(model.length, position + bytes.length));
        System.arraycopy(bytes, 0, after, position, bytes.length);
        return after;
    }

    private static void truncate(Harness harness, int length) {
        assertThat(harness.write(request -> request.path("f")
                                .initPut()
                                .mode(RequestPutMode.TRUNCATE)
                                .position(length))
                        .isDone())
                .isTrue();
    }

    /** @param source 0: staged in two parts; else from the arena */
    private static void write(Harness harness, RequestPutMode mode, int position, byte[] bytes, int source) {
        boolean isStaged = source == 0 && bytes.length > 1;
        if (isStaged) {
            int half = bytes.length / 2;
            harness.fillArena(Arrays.copyOf(bytes, half));
            harness.stage(7, half);
            harness.fillArena(Arrays.copyOfRange(bytes, half, bytes.length));
            harness.stage(7, bytes.length - half);
        } else {
            harness.fillArena(bytes);
        }
        assertThat(harness.write(request -> request.path("f")
                                .bodyLength(isStaged ? 0 : bytes.length)
                                .initPut()
                                .mode(mode)
                                .position(position)
                                .body(isStaged ? RequestPutBodySource.STAGED : RequestPutBodySource.ARENA)
                                .stageId(isStaged ? 7 : 0))
                        .isDone())
                .isTrue();
    }

    private static void requireHolds(Harness harness, byte[] model, String what) throws Exception {
        CRC32C crc = new CRC32C();
        crc.update(model);
        var body = harness.find("f").body();
        assertThat(body.length()).as(what).isEqualTo(model.length);
        assertThat(body.checksum()).as(what).isEqualTo((int) crc.getValue());
        assertThat(body.extents().stream().mapToLong(Extent::length).sum())
                .as(what)
                .isEqualTo(model.length);
        assertThat(harness.body("f")).as(what).isEqualTo(model);
    }
}
