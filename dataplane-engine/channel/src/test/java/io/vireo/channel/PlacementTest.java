package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Path CASES = Path.of("src/test/resources/placement-cases.txt");

    @Test
    void keepsTheCasesThatEveryLanguageShares() throws IOException {
        List<String> cases = Files.readAllLines(CASES).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(cases).hasSizeGreaterThan(10);

        for (String line : cases) {
            String[] parts = line.split("\t", -1);
            long container = Long.parseUnsignedLong(parts[0]);
            byte[] path = parts[1].getBytes(StandardCharsets.UTF_8);
            int keyLength = Placement.keyLength(MemorySegment.ofArray(path), 0, path.length);
            assertThat(new String(path, 0, keyLength, StandardCharsets.UTF_8))
                    .as(line)
                    .isEqualTo(parts[2]);
            assertThat(Long.toHexString(Placement.hash(container, MemorySegment.ofArray(path), 0, keyLength)))
                    .as(line)
                    .isEqualTo(parts[3]);
            assertThat(Placement.partition(container, path, 7)).as(line).isEqualTo(Integer.parseInt(parts[4]));
        }
    }

    @Test
    void keepsTheItemsOfOneShardingKeyTogether() {
        int partition = Placement.partition(1, "trips/driver-7".getBytes(StandardCharsets.UTF_8), 64);

        for (int i = 0; i < 100; i++) {
            byte[] path = ("trips/driver-7." + i + ".x").getBytes(StandardCharsets.UTF_8);
            assertThat(Placement.partition(1, path, 64)).isEqualTo(partition);
        }
    }

    @Test
    void knowsWhichNamesCanOnlyBeInOnePlace() {
        assertThat(Placement.isKeyComplete("driver-7.")).isTrue();
        assertThat(Placement.isKeyComplete("driver-7.2026")).isTrue();
        assertThat(Placement.isKeyComplete("driver-7")).isFalse();
        assertThat(Placement.isKeyComplete(".#schema")).isFalse();
    }

    @Test
    void doesNotDependOnWhereThePathLies() {
        byte[] path = "photos/2026/a.jpg".getBytes(StandardCharsets.UTF_8);
        MemorySegment buffer = Arena.ofAuto().allocate(64);
        MemorySegment.copy(MemorySegment.ofArray(path), 0, buffer, 3, path.length);

        assertThat(Placement.partition(1, buffer, 3, path.length, 64)).isEqualTo(Placement.partition(1, path, 64));
    }

    @Test
    void spreadsPathsThatAreAlike() {
        int[] counts = new int[8];
        for (int i = 0; i < 80_000; i++) {
            counts[Placement.partition(1, ("logs/host-1/" + i).getBytes(StandardCharsets.UTF_8), 8)]++;
        }

        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
    }

    @Test
    void sharesPartitionsAmongReactors() {
        assertThat(Placement.reactor(5, 2)).isEqualTo(1);
        assertThat(Placement.reactor(5, 1)).isZero();
    }
}
