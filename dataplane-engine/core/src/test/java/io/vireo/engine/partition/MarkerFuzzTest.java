package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.engine.Limits;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.InvalidRequestException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Markers of listings and places in shards, as clients bring them back: refused as theirs, or everything that is after it, and nothing else, however the pages are cut. The input is {@code u8
 * directory and kind, u8 limit, the marker}; its last eight bytes are a place in a shard too.
 */
class MarkerFuzzTest extends FuzzTest {
    private static final List<String> PATHS =
            List.of("a", "a-b", "a.", "a/1", "a/b/c", "a0", "b", "dir/x", "dir/x/y", "dir-1", "é/ü", "\uD834\uDD1E/1");
    private static final List<String> DIRECTORIES = List.of("", "a", "dir", "é", "nowhere");
    private static final int RECORDS = 9;

    private final Harness harness = new Harness(new SimulatedDisk());

    MarkerFuzzTest() {
        PATHS.forEach(path -> harness.write(request -> request.path(path).initPut()));
        harness.write(request -> request.path("s").initCreateStream().shardCount(1));
        for (int i = 0; i < RECORDS; i += 3) {
            harness.write(request -> request.path("s/0").initAppend().initRecords(3));
        }
    }

    @Override
    protected int executions() {
        return 6_000;
    }

    @Override
    protected void check(byte[] input) {
        if (input.length < 2) {
            return;
        }
        String directory = DIRECTORIES.get((input[0] & 0x7f) % DIRECTORIES.size());
        int limit = 1 + (input[1] & 3);
        byte[] marker = Arrays.copyOfRange(input, 2, input.length);
        checkListing(directory, marker, limit, input[0] < 0);
        if (input.length >= Long.BYTES) {
            checkPlace(ByteBuffer.wrap(input, input.length - Long.BYTES, Long.BYTES)
                    .getLong());
        }
    }

    private void checkListing(String directory, byte[] marker, int limit, boolean isRecursive) {
        List<byte[]> all = pages(directory, new byte[0], Limits.PAGE_COUNT, isRecursive);
        List<byte[]> after;
        try {
            after = pages(directory, marker, limit, isRecursive);
        } catch (InvalidRequestException e) {
            assertThat(e.getMessage()).contains("field=marker");
            return;
        }
        if (marker.length > 0) {
            all.removeIf(path -> Arrays.compareUnsigned(path, marker) <= 0);
        }
        if (isRecursive) {
            assertThat(after).containsExactlyElementsOf(all);
        } else {
            assertThat(all)
                    .containsAll(after); // of one level, what is below the marker's own name is passed over with it
        }
    }

    /** Paths that pages show, one after the other; each page must bring the marker on. */
    private List<byte[]> pages(String directory, byte[] from, int limit, boolean isRecursive) {
        List<byte[]> paths = new ArrayList<>();
        byte[] marker = from;
        while (true) {
            byte[] at = marker;
            Listing page = harness.list(harness.request(request -> request.path(directory)
                    .initList()
                    .marker(java.lang.foreign.MemorySegment.ofArray(at), 0, at.length)
                    .limit(limit)
                    .recursive(isRecursive)));
            if (page == null) {
                return paths; // there is no such directory
            }
            page.entries().forEach(entry -> paths.add(entry.key().path()));
            byte[] next = page.nextMarker();
            if (next.length == 0) {
                return paths;
            }
            assertThat(Arrays.compareUnsigned(next, at)).isPositive();
            marker = next;
        }
    }

    private void checkPlace(long location) {
        var request = harness.request(
                content -> content.path("s/0").initRead().location(location).limit(100));
        try {
            RecordPage page = harness.reads.read(request, WriteKeys.own(request), 1 << 20);
            assertThat(page).isNotNull();
            assertThat(page.records()).hasSize((int) (RECORDS + 1 - location));
        } catch (InvalidRequestException e) {
            assertThat(location < 1 || location > RECORDS + 1).isTrue();
        }
    }

    @Override
    protected List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int directory = 0; directory < DIRECTORIES.size(); directory++) {
            for (String path : List.of("a", "a/1", "a/b", "dir/x", "é/ü", "zz", "", "dir/../x", "a//b", "/a")) {
                for (int kind : new int[] {0, 0x80}) {
                    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
                    seeds.add(ByteBuffer.allocate(2 + bytes.length)
                            .put((byte) (directory | kind))
                            .put((byte) 1)
                            .put(bytes)
                            .array());
                }
            }
        }
        for (long location : new long[] {0, 1, 5, RECORDS + 1, RECORDS + 2, Long.MAX_VALUE, -1}) {
            seeds.add(ByteBuffer.allocate(10)
                    .putShort((short) 0)
                    .putLong(location)
                    .array());
        }
        return seeds;
    }
}
