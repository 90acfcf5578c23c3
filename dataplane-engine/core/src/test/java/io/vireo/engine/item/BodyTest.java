package io.vireo.engine.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.engine.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class BodyTest {
    private static int checksum(byte[] bytes, int start, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, end - start);
        return (int) crc.getValue();
    }

    private static Body body(byte[] bytes, int start, int end) {
        int checksum = checksum(bytes, start, end);
        return start == end
                ? Body.EMPTY
                : new Body(end - start, checksum, List.of(new Extent(start, end - start, new int[] {checksum})));
    }

    private static Body pieces(int count, int length) {
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            extents.add(new Extent(i, length, new int[] {0}));
        }
        return new Body((long) count * length, 0, extents);
    }

    @Test
    void hasTheChecksumOfTheWholeWhereverItIsJoined() {
        SplittableRandom random = new SplittableRandom(1);
        byte[] bytes = new byte[100_000];
        random.nextBytes(bytes);
        int whole = checksum(bytes, 0, bytes.length);

        for (int i = 0; i < 200; i++) {
            int first = i < 4 ? i : random.nextInt(bytes.length + 1);
            int second = i < 4 ? bytes.length : random.nextInt(first, bytes.length + 1);
            Body joined = body(bytes, 0, first)
                    .followedBy(body(bytes, first, second))
                    .followedBy(body(bytes, second, bytes.length));

            assertThat(joined.checksum()).as("%d %d", first, second).isEqualTo(whole);
            assertThat(joined.length()).isEqualTo(bytes.length);
        }
    }

    @Test
    void hasTheChecksumOfMoreBytesThanAnIntegerCounts() {
        byte[] zeros = new byte[1 << 20];
        Body all = new Body(zeros.length, checksum(zeros, 0, zeros.length), List.of());
        CRC32C crc = new CRC32C();
        crc.update(new byte[] {1});
        Body one = new Body(1, (int) crc.getValue(), List.of());

        for (int i = 0; i < 12; i++) {
            all = all.followedBy(all);
        }
        for (int i = 0; i < 1 << 12; i++) {
            crc.update(zeros);
        }

        assertThat(all.length()).isEqualTo(1L << 32);
        assertThat(one.followedBy(all).checksum()).isEqualTo((int) crc.getValue());
    }

    @Test
    void isCrumbledByManyShortPiecesAlone() {
        int limit = Limits.BODY_SHORT_EXTENT_COUNT;

        assertThat(pieces(limit, 10).isCrumbled(10)).isTrue();
        assertThat(pieces(limit - 1, 10).isCrumbled(10)).isFalse();
        assertThat(pieces(limit, Limits.BODY_BLOCK_LENGTH).isCrumbled(10)).isFalse();
        assertThat(pieces(limit, 10).isCrumbled(Limits.BODY_BLOCK_LENGTH)).isFalse();
        assertThat(Body.EMPTY.isCrumbled(0)).isFalse();
    }
}
