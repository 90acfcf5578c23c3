package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BodyArenaTest {
    private static final int LENGTH = 64 * 1024;
    private static final int UNIT = 256;

    private final BodyArena arena = new BodyArena(LENGTH);

    @Test
    void givesOutAllOfItAndNoMore() {
        assertThat(arena.allocate(LENGTH)).isZero();
        assertThat(arena.allocate(1)).isEqualTo(BodyArena.NO_ROOM);

        arena.free(0);
        assertThat(arena.longestFreeBytes()).isEqualTo(LENGTH);
    }

    @Test
    void refusesMoreThanThereIs() {
        assertThat(arena.allocate(LENGTH + 1)).isEqualTo(BodyArena.NO_ROOM);
        assertThat(arena.allocate(Long.MAX_VALUE)).isEqualTo(BodyArena.NO_ROOM);
        assertThat(new BodyArena(0).allocate(1)).isEqualTo(BodyArena.NO_ROOM);
    }

    @Test
    void joinsFreedNeighboursOnBothSides() {
        long[] offsets = new long[4];
        for (int i = 0; i < 4; i++) {
            offsets[i] = arena.allocate(LENGTH / 4);
        }
        arena.free(offsets[0]);
        arena.free(offsets[2]);
        assertThat(arena.longestFreeBytes()).isEqualTo(LENGTH / 4);

        arena.free(offsets[1]);

        assertThat(arena.longestFreeBytes()).isEqualTo(3 * LENGTH / 4);
        assertThat(arena.allocate(3 * LENGTH / 4)).isZero();
    }

    @Test
    void refusesToFreeWhatIsNotGivenOut() {
        long offset = arena.allocate(1000);
        arena.free(offset);

        for (long wrong : new long[] {offset, -UNIT, 1, UNIT, LENGTH, Long.MAX_VALUE}) {
            assertThatIllegalArgumentException().isThrownBy(() -> arena.free(wrong));
        }
    }

    @Test
    void refusesALengthThatIsNone() {
        assertThatIllegalArgumentException().isThrownBy(() -> arena.allocate(0));
        assertThatIllegalArgumentException().isThrownBy(() -> arena.allocate(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BodyArena(100));
    }

    @Test
    void neverGivesOutAByteTwiceAndLosesNone() {
        long seed = 20261123;
        SplittableRandom random = new SplittableRandom(seed);
        record Block(long offset, int length) {}
        List<Block> blocks = new ArrayList<>();
        boolean[] isTaken = new boolean[LENGTH / UNIT];
        for (int turn = 0; turn < 200_000; turn++) {
            if (random.nextInt(100) < 55) {
                int length = random.nextInt(1, random.nextInt(10) == 0 ? 20_000 : 2000);
                long longest = arena.longestFreeBytes();
                long offset = arena.allocate(length);
                assertThat(offset == BodyArena.NO_ROOM)
                        .as("seed=%d turn=%d", seed, turn)
                        .isEqualTo(length > longest);
                if (offset != BodyArena.NO_ROOM) {
                    set(isTaken, offset, length, true, turn);
                    blocks.add(new Block(offset, length));
                }
            } else if (!blocks.isEmpty()) {
                Block block = blocks.remove(random.nextInt(blocks.size()));
                arena.free(block.offset());
                set(isTaken, block.offset(), block.length(), false, turn);
            }
        }
        for (Block block : blocks) {
            arena.free(block.offset());
        }

        assertThat(arena.freeBytes()).isEqualTo(LENGTH);
        assertThat(arena.longestFreeBytes()).isEqualTo(LENGTH);
    }

    private static void set(boolean[] isTaken, long offset, int length, boolean value, int turn) {
        for (long at = offset; at < offset + length; at += UNIT) {
            assertThat(isTaken[(int) (at / UNIT)]).as("turn=%d at=%d", turn, at).isNotEqualTo(value);
            isTaken[(int) (at / UNIT)] = value;
        }
    }
}
